#include "api/socket.hpp"

#include "api/auth.hpp"
#include "api/frames.hpp"
#include "api/streams.hpp"
#include "base/unicode.hpp"
#include "net/websocket.hpp"
#include "shapes/origin.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace askd::api {
namespace {

namespace asio = boost::asio;

constexpr std::string_view subprotocol = "bearer";
constexpr std::size_t frames_at_once = 64;  // of one connection; beyond, its next frames wait in the socket
constexpr std::size_t answers_max = std::size_t{256} << 10;  // bytes of answers that the peer doesn't take: as above
constexpr std::size_t entries_at_once = 32;
constexpr std::chrono::milliseconds longest_rest = std::chrono::hours(1);
constexpr std::chrono::milliseconds breath = std::chrono::seconds(1);  // of an agent that sends too much

// A token and where it came from.
struct Shown {
  std::string token = {};
  bool as_subprotocol = false;
};

Shown shown_token(const net::Request& request) {
  if (const auto token = bearer_token(request)) return {std::string(*token), false};
  bool bearer = false;
  for (const std::string_view header : request.headers.all("Sec-WebSocket-Protocol")) {
    std::string_view rest = header;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      const std::string_view one = unicode::trim(rest.substr(0, comma));
      if (bearer) return {std::string(one), true};
      bearer = one == subprotocol;
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
  }
  if (const auto token = request.param("token")) return {std::string(*token), false};
  return {};
}

// How a connection ends.
struct End {
  Close code = Close::restart;
  std::string reason = {};
};

// A page of another site can open a WebSocket without being asked; a program sends no Origin, or its server's own.
bool foreign_origin(const Call& call) {
  const auto origin = call.request.header("Origin");
  if (!origin || shapes::is_own_origin(call.request, *origin, call.settings.public_url)) return false;
  const auto& allowed = call.settings.allowed_origins;
  return std::none_of(allowed.begin(), allowed.end(),
                      [&](const std::string& one) { return net::same_name(one, *origin); });
}

// One agent's WebSocket, while it lasts. Two coroutines serve it: one reads frames, the other writes what there is.
class Session {
 public:
  Session(Call& call, net::WebSocket& socket, net::Signal& signal)
      : call_(call), socket_(socket), signal_(signal), bearer_(call.bearer()) {}

  // Until the peer or the token is gone, or askd stops.
  Async<> run(engine::Follower& follower) {
    const engine::Watch tokens = call_.service.watch_tokens(bearer_.agent, signal_);
    auto reading = read_frames();
    executor_ = co_await asio::this_coro::executor;
    asio::co_spawn(executor_, std::move(reading), [this](std::exception_ptr failure) {
      failure_ = failure;
      reading_ = false;
      signal_.fire();
    });
    End end = co_await write_all(follower);
    // No more frames begin. Those under way may be on disk already, and whoever isn't told asks again.
    closing_ = true;
    room_.fire();
    while (busy() && !socket_.gone()) co_await signal_.wait();
    co_await write_answers();
    if (!socket_.gone()) co_await socket_.close(static_cast<std::uint16_t>(end.code), std::move(end.reason));
    ended_ = true;
    // The frames under way and the reader name this session: it stays until they are done.
    while (reading_ || busy()) co_await signal_.wait();
    if (failure_ != nullptr) std::rethrow_exception(failure_);
  }

 private:
  Async<> read_frames() {
    while (!ended_) {
      net::Received received = co_await socket_.read();
      if (received.kind == net::Received::Kind::binary && !closing_) {
        end_ = End{Close::unsupported, "Frames are texts: JSON objects."};
        signal_.fire();
      }
      if (received.kind == net::Received::Kind::binary) continue;
      if (received.kind != net::Received::Kind::text) break;
      // What comes in while it closes was never taken; the peer hears of the close instead of an answer.
      if (closing_) continue;
      if (!begin_frame(received.text)) co_await breathe();
      while (!closing_ && full()) co_await room_.wait();
    }
  }

  // Of an agent that sends too much nothing more is read for a while: reading costs as much as serving.
  Async<> breathe() {
    const auto end = std::chrono::steady_clock::now() + breath;
    for (auto now = std::chrono::steady_clock::now(); !closing_ && now < end; now = std::chrono::steady_clock::now())
      co_await room_.wait_for(std::chrono::ceil<std::chrono::milliseconds>(end - now));
  }

  bool busy() const { return !under_way_.empty() || nameless_ > 0; }
  bool full() const { return under_way_.size() + nameless_ >= frames_at_once || answers_size_ > answers_max; }

  // Every frame counts, also one that is no frame. False where there are too many.
  bool begin_frame(const std::string& text) {
    const Allowance allowance = call_.door.quota.take(bearer_.agent, call_.service.now());
    Frame frame;
    const auto read = read_frame(text, call_.settings.bounds.json_depth, frame);
    if (!allowance.allowed)
      say(error_frame(frame.ref, too_many_requests(allowance)));
    else if (!read)
      say(error_frame(frame.ref,
                      frame.parsed ? shapes::problem(read.error()) : shapes::problem("bad_request", read.error())));
    else
      serve(std::move(frame));
    return allowance.allowed;
  }

  void serve(Frame frame) {
    if (!frame.ref.empty() && !under_way_.insert(frame.ref).second) {
      const std::string detail = "The ref " + frame.ref + " is that of a frame which isn't answered yet.";
      return say(error_frame(frame.ref, shapes::problem("conflict", detail)));
    }
    const std::string ref = frame.ref;
    if (ref.empty()) ++nameless_;
    auto serving = serve_frame(std::move(frame));
    asio::co_spawn(executor_, std::move(serving), [this, ref](std::exception_ptr failure, std::string answer) {
      if (failure != nullptr) failure_ = failure;
      end_frame(ref, std::move(answer));
    });
  }

  void end_frame(const std::string& ref, std::string answer) {
    if (ref.empty())
      --nameless_;
    else
      under_way_.erase(ref);
    say(std::move(answer));
    room_.fire();
    signal_.fire();
  }

  // Frames begin in the order in which they came; their answers leave as they are ready.
  Async<std::string> serve_frame(Frame frame) {
    if (!bearer_.may_go_on(call_.service)) co_return std::string{};
    co_return co_await answer_frame(call_, std::move(frame));
  }

  void say(std::string text) {
    if (text.empty() || ended_) return;
    answers_size_ += text.size();
    answers_.push_back(std::move(text));
    signal_.fire();
  }

  Async<End> write_all(engine::Follower& follower) {
    for (;;) {
      if (auto end = ending()) co_return std::move(*end);
      const bool answered = co_await write_answers();
      auto entries = co_await follower.next(entries_at_once);
      for (core::Event& entry : entries) {
        const Text text = co_await call_.door.entries.frame_of(std::move(entry));
        std::string copy = *text;
        const auto written = co_await socket_.write(std::move(copy));
        if (!written) co_return End{};
      }
      if (!answered && entries.empty()) co_await rest();
    }
  }

  Async<bool> write_answers() {
    bool any = false;
    while (!answers_.empty()) {
      any = true;
      std::string text = std::move(answers_.front());
      answers_.pop_front();
      answers_size_ -= text.size();
      const auto written = co_await socket_.write(std::move(text));
      room_.fire();
      if (!written) break;
    }
    co_return any;
  }

  std::optional<End> ending() const {
    if (socket_.gone()) return End{};
    if (failure_ != nullptr) return End{Close::internal, "A bug of askd's; its log says more."};
    if (end_) return end_;
    if (!reading_) return End{};
    if (socket_.stopping()) return End{Close::restart, "askd is stopping. Connect again in a few seconds."};
    if (!bearer_.may_go_on(call_.service))
      return End{Close::unauthenticated, "This token has expired, or was revoked."};
    return std::nullopt;
  }

  // Until something happens, or the token ends.
  Async<> rest() {
    const auto how_long = bearer_.rest(call_.service, longest_rest);
    co_await signal_.wait_for(how_long);
  }

  Call& call_;
  net::WebSocket& socket_;
  net::Signal& signal_;  // wakes the writer
  net::Signal room_;     // wakes the reader
  shapes::Bearer bearer_;
  asio::any_io_executor executor_;
  std::set<std::string> under_way_;  // refs of frames that aren't answered
  std::size_t nameless_ = 0;         // frames without one
  std::deque<std::string> answers_;
  std::size_t answers_size_ = 0;
  std::optional<End> end_;
  bool reading_ = true;
  bool closing_ = false;
  bool ended_ = false;
  std::exception_ptr failure_;
};

// Who may not have a stream here, and why.
std::optional<End> refusal(Call& call, const std::string& token) {
  if (foreign_origin(call)) return End{Close::forbidden, "The page is of another site (server.allowed_origins)."};
  auto caller = authenticate(call.service.state(), token, call.service.now());
  if (!caller)
    return End{Close::unauthenticated, token.empty() ? "A token is needed: as Authorization header, after the "
                                                       "subprotocol bearer, or as ?token=."
                                                     : caller.error().message};
  call.caller = std::move(*caller);
  const auto reads = require(call.service.state(), call.caller, core::Capability::read_channels);
  const auto asks = require(call.service.state(), call.caller, core::Capability::ask_humans);
  if (!reads && !asks) return End{Close::forbidden, "This token lacks the capability read_channels (or ask_humans)."};
  const Allowance allowance = call.door.quota.take(call.caller.agent, call.service.now());
  if (!allowance.allowed) return End{Close::rate_limited, "This agent makes too many requests."};
  return std::nullopt;
}

struct Start {
  std::shared_ptr<void> place = {};
  std::unique_ptr<engine::Follower> follower = {};
  std::optional<End> refused = {};
};

Start start_of(Call& call, const std::string& token, net::Signal& signal) {
  constexpr std::array<std::string_view, 2> known{"token", "after"};
  Start start;
  start.refused = refusal(call, token);
  if (start.refused) return start;
  if (const auto fine = shapes::only_parameters(call.request, known); !fine) {
    start.refused = End{Close::bad_request, fine.error().message};
    return start;
  }
  start.place = call.door.streams.take(call.caller.agent, call.settings.streams_per_agent);
  if (start.place == nullptr) {
    start.refused = End{Close::rate_limited, "This agent has as many streams open as it may."};
    return start;
  }
  auto follower = open_stream(call.service, call.caller.agent, call.request.param("after").value_or(""), signal);
  if (follower) {
    start.follower = std::move(*follower);
  } else {
    const bool gone = follower.error().fault == Fault::not_found;
    start.refused = End{gone ? Close::gone : Close::bad_request, follower.error().message};
    start.place.reset();  // the close may take a while, and keeps nobody else out
  }
  return start;
}

net::Response upgrade_required() {
  net::Response response = shapes::problem("upgrade_required", "This path speaks WebSocket only (RFC 6455).");
  response.headers.emplace_back("Upgrade", "websocket");
  return response;
}

}  // namespace

Async<> serve_socket(Call& call) {
  if (!net::WebSocket::asked_for(call.request)) {
    net::Response response = upgrade_required();
    co_return co_await call.exchange.send(std::move(response));
  }
  const Shown shown = shown_token(call.request);
  net::Signal signal;
  net::WebSocketLimits limits;
  limits.message_max = call.settings.frame_max;
  net::WebSocket socket(call.exchange, signal, limits);
  std::string_view chosen;
  if (shown.as_subprotocol) chosen = subprotocol;
  const auto accepted = co_await socket.accept(call.request, chosen);
  if (!accepted) co_return;
  co_await call.service.settled();
  // A browser is told nothing of a handshake that failed, so what is wrong is told by the code of the close.
  Start start = start_of(call, shown.token, signal);
  if (start.refused) {
    std::string reason = std::move(start.refused->reason);
    co_return co_await socket.close(static_cast<std::uint16_t>(start.refused->code), std::move(reason));
  }
  Session session(call, socket, signal);
  co_await session.run(*start.follower);
}

}  // namespace askd::api
