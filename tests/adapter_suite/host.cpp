#include "adapter_suite/host.hpp"

#include "askd/first.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace askd::adapter_suite {
namespace {

using std::chrono::milliseconds;

// Longer than any long poll.
constexpr milliseconds timeout_most = std::chrono::minutes(5);

// As the real host words it: it repeats nothing of an address but where it leads.
Error cant_be_reached() { return Error{Fault::unavailable, "platform.test can't be reached.", {}, {}, true}; }

Error gone() { return Error{Fault::unavailable, "The connection to platform.test was closed.", {}}; }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

// Something that is under way.
struct StageHost::Call {
  Call(StageHost& its, std::string name) : host(its), what(std::move(name)), since(its.world_.now()) {
    host.calls_.insert(this);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() { host.calls_.erase(this); }

  StageHost& host;
  std::string what;
  Instant since;
};

class StageHost::WireSocket : public Socket {
 public:
  WireSocket(StageHost& host, std::shared_ptr<Wire> wire) : host_(host), wire_(std::move(wire)) {}
  ~WireSocket() override { wire_->is_closed = true; }

  Async<Result<std::string>> read() override {
    co_await host_.world_.turn();
    while (wire_->incoming.empty() && !wire_->is_cut && !wire_->is_closed) co_await wire_->bell.wait();
    if (wire_->incoming.empty()) co_return gone();
    std::string frame = std::move(wire_->incoming.front());
    wire_->incoming.pop_front();
    co_return frame;
  }
  Async<Result<>> write(std::string message) override {
    co_await host_.world_.turn();
    if (wire_->is_cut || wire_->is_closed) co_return gone();
    if (!host_.silent) wire_->on_written(std::move(message));
    co_return Result<>();
  }
  Async<> close() override {
    wire_->is_closed = true;
    wire_->bell.ring();
    co_await host_.world_.turn();
  }

 private:
  StageHost& host_;
  std::shared_ptr<Wire> wire_;
};

namespace {
struct Held {
  explicit Held(std::size_t& its) : count(its) { ++count; }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { --count; }
  std::size_t& count;
};
}  // namespace

Async<> StageHost::heard(Inbound what) {
  const Held one(held);
  co_await world_.turn();
  while (holding) co_await bell_.wait();
  if (failing) throw std::runtime_error("The disk is full.");
  what.thread.backend = peer_.room().backend;
  if (!what.cursor.empty()) committed = what.cursor;
  inbounds.push_back(std::move(what));
}

Async<> StageHost::caught_up() {
  co_await world_.turn();
  caught_up_after.push_back(inbounds.size());
}

Async<Result<Response>> StageHost::send(Request request) {
  learn_credentials(request.headers);
  // Its address may hold a token.
  const Call call(*this, request.method + " over HTTPS");
  if (request.timeout <= milliseconds(0) || request.timeout > timeout_most)
    complaints.push_back("send() was given a timeout of " + std::to_string(request.timeout.count()) + " ms.");
  co_await world_.turn();
  if (away) co_return cant_be_reached();
  const milliseconds timeout = request.timeout;
  const std::size_t most = request.response_max;
  auto answering = silent ? silence() : peer_.answer(std::move(request));
  auto first = co_await first_of(std::move(answering), world_.sleep(timeout));
  if (first.index() == 1) co_return Error{Fault::unavailable, "platform.test gave no answer in time.", {}};
  Result<Response> response = std::get<0>(std::move(first));
  if (response && response->body.size() > most)
    co_return Error{Fault::too_large, "platform.test answered with too much.", {}};
  co_return response;
}

Async<Result<Response>> StageHost::silence() {
  co_await world_.never();
  co_return cant_be_reached();
}

// Unlike send(), neither way out that keeps a connection is promised an end.
Async<Result<std::unique_ptr<Socket>>> StageHost::connect(std::string url, Headers headers) {
  learn_credentials(headers);
  const Call call(*this, "connect()");
  co_await world_.turn();
  if (away) co_return cant_be_reached();
  if (silent) co_await world_.never();
  auto wire = peer_.connect(std::move(url), std::move(headers));
  if (!wire) co_return wire.error();
  wires_.push_back(*wire);
  std::unique_ptr<Socket> socket = std::make_unique<WireSocket>(*this, *wire);
  co_return socket;
}

Async<Result<std::unique_ptr<Stream>>> StageHost::dial(std::string, bool) {
  co_return invalid("The suite has no streams: give it some with the first adapter that dials.");
}

Result<> StageHost::serve(std::string name, Hook hook) {
  hooks_[std::move(name)] = std::move(hook);
  return {};
}

Async<Response> StageHost::answer(std::string hook, Request request) {
  const auto found = hooks_.find(hook);
  if (found == hooks_.end()) co_return Response{404, {}, ""};
  // A copy, since listening anew replaces it.
  const Hook answering = found->second;
  co_return co_await answering(std::move(request));
}

Started<Response> StageHost::call(const std::string& hook, Request request) {
  answers_.push_back(world_.start(answer(hook, std::move(request))));
  return answers_.back();
}

void StageHost::stop_serving() {
  hooks_.clear();
  for (const Started<Response>& answering : answers_) answering.cancel();
  world_.settle();
  answers_.clear();
}

std::string StageHost::overdue(milliseconds most) const {
  std::string out;
  for (const Call* call : calls_) {
    if (world_.now() - call->since <= most) continue;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(world_.now() - call->since).count();
    out.append(out.empty() ? "" : "\n").append(call->what + " for " + std::to_string(minutes) + " minutes");
  }
  return out;
}

std::size_t StageHost::open_connections() const {
  return static_cast<std::size_t>(
      std::count_if(wires_.begin(), wires_.end(), [](const std::shared_ptr<Wire>& wire) { return !wire->is_closed; }));
}

// "Bearer xyz" and "Basic xyz" are as secret as what follows the scheme.
void StageHost::learn_credentials(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (lower(name) != "authorization") continue;
    const std::size_t space = value.rfind(' ');
    credentials.insert(space == std::string::npos ? value : value.substr(space + 1));
  }
}

}  // namespace askd::adapter_suite
