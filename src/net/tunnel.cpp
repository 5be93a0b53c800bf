// Asks a proxy for a tunnel.
#include "net/tunnel.hpp"

#include <string_view>
#include <utility>

#include "net/response_reader.hpp"

namespace askd::net {
namespace {

using State = Stream::State;

std::string tunnel_request(const Route& route, const std::string& user_agent) {
  const Origin& origin = route.origin;
  const bool v6 = origin.host.find(':') != std::string::npos;
  const std::string target = (v6 ? "[" + origin.host + "]" : origin.host) + ":" + origin.port;
  std::string out = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: " + user_agent + "\r\n";
  if (!route.proxy->authorization.empty()) out += "Proxy-Authorization: " + route.proxy->authorization + "\r\n";
  return out + "\r\n";
}

// Whatever ails a proxy, it is for the operator to mend, and the request may then pass as it is.
Error blame(const Route& route, const std::string& clause) {
  return Error{Fault::unavailable, "the proxy " + route.proxy->name() + " " + clause, {}};
}

std::string refusal(int status) {
  const std::string number = std::to_string(status);
  if (status == 407) return "takes no such user (407)";
  if (status >= 500) return "can't reach it (" + number + ")";
  return "opens no way to it (" + number + ")";
}

}  // namespace

Async<Result<>> dig(const Route& route, Link& link, const std::string& user_agent) {
  const std::string request = tunnel_request(route, user_agent);
  std::string_view unsent = request;
  while (!unsent.empty()) {
    const auto [state, size] = link.stream.write(unsent);
    if (state == State::moved) {
      unsent.remove_prefix(size);
      continue;
    }
    const bool again = state == State::blocked && co_await link.stream.wait();
    if (!again) co_return blame(route, "hung up");
  }
  ClientResponse response;
  ResponseReader reader(response, true, [](std::string_view) { return true; });
  std::string piece(4096, '\0');
  while (!reader.done()) {
    const auto [state, size] = link.stream.read(piece.data(), piece.size());
    if (state == State::moved) {
      link.in.append(std::string_view(piece).substr(0, size));
      if (!reader.read(link.in)) co_return blame(route, "doesn't answer in HTTP/1.1");
      continue;
    }
    const bool again = state == State::blocked && co_await link.stream.wait();
    if (!again) co_return blame(route, "hung up without an answer");
  }
  if (response.status < 200 || response.status > 299) co_return blame(route, refusal(response.status));
  // An origin waits for the first byte of ours: what comes before it is no origin's.
  if (!link.in.empty()) co_return blame(route, "sends what nobody asked for");
  co_return boost::system::in_place_value;
}

}  // namespace askd::net
