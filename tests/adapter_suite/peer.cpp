#include "adapter_suite/peer.hpp"

namespace askd::adapter_suite {
namespace {

Error unused(const char* way) { return invalid("This platform has no use for " + std::string(way) + "."); }

}  // namespace

Async<Result<Response>> Peer::answer(Request) { co_return unused("send()"); }

Result<std::shared_ptr<Wire>> Peer::connect(std::string, Headers) { return unused("connect()"); }

}  // namespace askd::adapter_suite
