// Beast's WebSocket on a connection of ours.
#include "net/websocket.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/check.hpp"
#include "base/unicode.hpp"
#include "net/awaited.hpp"
#include "net/problem.hpp"
#include "net/websocket_layer.hpp"
#include "net/websocket_wire.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using std::chrono::milliseconds;

// The sweep that ends the wait for the peer's close comes about once a second, hence a second less than promised.
constexpr milliseconds close_wait{1'000};

// A quiet WebSocket waits with this much room for a message; what is longer grows as it comes, because a frame's head
// is sent quickly and promises much.
constexpr std::size_t first_room = 128;
constexpr std::size_t next_room = 4096;

// What Beast needs of the request to make its answer.
http::request<http::empty_body> upgrade_of(const Request& request) {
  http::request<http::empty_body> upgrade(http::verb::get, "/", 11);
  upgrade.set(http::field::host, "askd");
  upgrade.set(http::field::connection, "upgrade");
  upgrade.set(http::field::upgrade, "websocket");
  upgrade.set(http::field::sec_websocket_version, "13");
  const auto key = request.header("Sec-WebSocket-Key").value_or("");
  upgrade.set(http::field::sec_websocket_key, boost::beast::string_view(key.data(), key.size()));
  return upgrade;
}

// `lines` are whole fields, as Connection keeps them.
void add_fields(websocket::response_type& answer, std::string_view lines) {
  while (!lines.empty()) {
    const auto end = std::min(lines.find("\r\n"), lines.size());
    const auto colon = lines.find(": ");
    if (colon < end) {
      const std::string_view value = lines.substr(colon + 2, end - colon - 2);
      answer.insert(boost::beast::string_view(lines.data(), colon),
                    boost::beast::string_view(value.data(), value.size()));
    }
    lines.remove_prefix(std::min(end + 2, lines.size()));
  }
}

}  // namespace

class WebSocket::State : public WebSocketWire {
 public:
  State(Connection& connection, Signal& ended, const WebSocketLimits& limits)
      : WebSocketWire(connection, ended), limits_(limits), stream_(static_cast<WebSocketBytes&>(*this)) {
    stream_.read_message_max(limits.message_max);
    // One frame for each message: most clients' lives are simpler then.
    stream_.auto_fragment(false);
    stream_.text(true);
  }

  Async<Result<>> accept(const Request& request, std::string_view protocol);
  Async<Received> read();
  Async<Result<>> write(std::string text);
  Async<> close(std::uint16_t code, std::string reason);

  void on_sweep(TimePoint now) override;

 private:
  void abandon() override;
  void ping(TimePoint now);
  std::size_t room(std::size_t size) const;
  void explain(const boost::system::error_code& error, Received& received) const;

  WebSocketLimits limits_;
  websocket::stream<WebSocketLayer, false> stream_;
  asio::cancellation_signal stop_reading_;
  asio::cancellation_signal stop_sending_;
  TimePoint pinged_;
  bool accepted_ = false;
  bool reading_ = false;
  bool pinging_ = false;
  bool closed_ = false;  // both sides have said so
};

Async<Result<>> WebSocket::State::accept(const Request& request, std::string_view protocol) {
  Result<> result = Error{Fault::unavailable, "The client hung up."};
  if (!asked_for(request) || !connection().http11()) {
    Response refusal = problem(400, "malformed_request", "This isn't how a WebSocket is asked for (RFC 6455, 4.1).");
    co_await connection().send(std::move(refusal));
    result = invalid("The client asked for no WebSocket.");
  } else if (co_await connection().hand_over()) {
    const auto upgrade = upgrade_of(request);
    const auto decorate = [this, protocol](websocket::response_type& answer) {
      // Without one Beast names itself and its version.
      answer.set(http::field::server, "askd");
      if (!protocol.empty())
        answer.set(http::field::sec_websocket_protocol, boost::beast::string_view(protocol.data(), protocol.size()));
      add_fields(answer, connection().fields());
    };
    stream_.set_option(websocket::stream_base::decorator(decorate));
    const auto [error] = co_await stream_.async_accept(upgrade, awaited);
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type&) {}));
    accepted_ = !error && !over();
    if (accepted_) result = boost::system::in_place_value;
  }
  hear();
  pinged_ = heard();
  if (!accepted_) end();
  co_return result;
}

// At most as much again as there is already, and never beyond the frame that comes.
std::size_t WebSocket::State::room(std::size_t size) const {
  const std::size_t most = size == 0 ? first_room : std::max(size, next_room);
  return std::min(most, stream_.read_size_hint(most));
}

Async<Received> WebSocket::State::read() {
  Received received;
  boost::system::error_code error = asio::error::operation_aborted;
  if (accepted_ && !over()) {
    CHECK(!reading_);
    reading_ = true;
    hear();
    std::string& text = received.text;
    std::size_t size = 0;
    do {
      text.resize(size + room(size));
      const auto to = asio::buffer(text.data() + size, text.size() - size);
      auto token = asio::bind_cancellation_slot(stop_reading_.slot(), awaited);
      const auto [failed, moved] = co_await stream_.async_read_some(to, std::move(token));
      error = failed;
      size += moved;
    } while (!error && !stream_.is_message_done());
    text.resize(size);
    reading_ = false;
  }
  explain(error, received);
  if (received.kind != Received::Kind::text && received.kind != Received::Kind::binary) end();
  co_return received;
}

void WebSocket::State::explain(const boost::system::error_code& error, Received& received) const {
  using Kind = Received::Kind;
  if (!error) {
    received.kind = stream_.got_text() ? Kind::text : Kind::binary;
    return;
  }
  received.text.clear();
  received.kind = Kind::lost;
  if (error == websocket::error::closed || closed_) {
    const auto& reason = stream_.reason();
    received.kind = Kind::closed;
    received.code = reason.code == websocket::close_code::none ? 1005 : reason.code;
    received.text.assign(reason.reason.data(), reason.reason.size());
  } else if (error == websocket::error::message_too_big) {
    received.kind = Kind::too_large;
  } else if (error == websocket::condition::protocol_violation) {
    received.kind = Kind::malformed;
  }
}

Async<Result<>> WebSocket::State::write(std::string text) {
  Result<> result = Error{Fault::unavailable, "The client hung up."};
  if (accepted_ && !over()) {
    begin_sending(connection().server().limits.write_timeout);
    const auto bytes = asio::buffer(std::as_const(text));
    auto token = asio::bind_cancellation_slot(stop_sending_.slot(), awaited);
    const auto [error, size] = co_await stream_.async_write(bytes, std::move(token));
    end_sending();
    if (!error) result = boost::system::in_place_value;
  }
  co_return result;
}

Async<> WebSocket::State::close(std::uint16_t code, std::string reason) {
  if (!accepted_ || over()) co_return;
  websocket::close_reason why;
  why.code = code;
  const std::string_view short_reason = unicode::prefix_bytes(reason, why.reason.max_size());
  why.reason.assign(short_reason.data(), short_reason.size());
  begin_sending(close_wait);
  auto token = asio::bind_cancellation_slot(stop_sending_.slot(), awaited);
  const auto [error] = co_await stream_.async_close(why, std::move(token));
  end_sending();
  if (!error) closed_ = true;
  end();
}

void WebSocket::State::on_sweep(TimePoint now) {
  if (!accepted_ || over()) return;
  const auto quiet = now - heard();
  if (reading_ && quiet >= 2 * limits_.ping_every) return cut();
  if (now - pinged_ >= limits_.ping_every) ping(now);
}

void WebSocket::State::ping(TimePoint now) {
  if (pinging_) return;
  pinging_ = true;
  pinged_ = now;
  const auto weak = weak_from_this();
  stream_.async_ping({}, [weak](boost::system::error_code) {
    if (const auto self = weak.lock()) static_cast<State&>(*self).pinging_ = false;
  });
}

void WebSocket::State::abandon() {
  // An end that comes from here may destroy what is here.
  const auto self = shared_from_this();
  stop_sending_.emit(asio::cancellation_type::terminal);
  stop_reading_.emit(asio::cancellation_type::terminal);
}

bool WebSocket::asked_for(const Request& request) {
  const auto version = request.header("Sec-WebSocket-Version");
  const auto key = request.header("Sec-WebSocket-Key");
  return request.method == "GET" && request.headers.has_token("Connection", "upgrade") &&
         request.headers.has_token("Upgrade", "websocket") && version && *version == "13" && key && key->size() == 24;
}

WebSocket::WebSocket(Exchange& exchange, Signal& ended, WebSocketLimits limits)
    : state_(std::make_shared<State>(exchange.connection_, ended, limits)) {}

WebSocket::~WebSocket() { state_->detach(); }

Async<Result<>> WebSocket::accept(const Request& request, std::string_view protocol) {
  return state_->accept(request, protocol);
}
Async<Received> WebSocket::read() { return state_->read(); }
Async<Result<>> WebSocket::write(std::string text) { return state_->write(std::move(text)); }
Async<> WebSocket::close(std::uint16_t code, std::string reason) { return state_->close(code, std::move(reason)); }

bool WebSocket::gone() const { return state_->over(); }
bool WebSocket::stopping() const { return state_->stopping(); }

}  // namespace askd::net
