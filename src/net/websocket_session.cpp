// Callbacks below, coroutines above: a coroutine here waits for nothing but a signal, so that it can be called off at
// any time without harm to the frames.
#include "net/websocket_session.hpp"

#include <algorithm>
#include <utility>

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>

#include "base/unicode.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds forever = milliseconds::max();
constexpr std::size_t waiting_max = 1'000;
// A frame's head promises much; room for it grows as it comes.
constexpr std::size_t room_first = 4096;
constexpr std::size_t gathered_max = 16'384;
// What is kept of the handshake's answer, and what is read of it at all.
constexpr std::size_t answer_kept = std::size_t{16} << 10;
constexpr std::size_t answer_max = std::size_t{256} << 10;

boost::beast::string_view view(std::string_view text) { return {text.data(), text.size()}; }

std::string in_words(milliseconds time) {
  if (time.count() % 1000 == 0) return std::to_string(time.count() / 1000) + " s";
  return std::to_string(time.count()) + " ms";
}

// One reader at a time, also where it is called off or goes in the middle.
class Turn {
 public:
  explicit Turn(bool& taken) : taken_(taken) { taken_ = true; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { taken_ = false; }

 private:
  bool& taken_;
};

}  // namespace

WebSocketSession::WebSocketSession(asio::io_context& io, std::unique_ptr<Link> link, const WebSocketRequest& request,
                                   std::string peer)
    : link_(std::move(link)),
      peer_(std::move(peer)),
      message_max_(std::max(request.message_max, std::size_t{1})),
      ping_every_(std::max(request.ping_every, milliseconds(1))),
      quiet_(std::max(request.quiet, milliseconds(1))),
      farewell_(request.farewell),
      scratch_(gathered_max),
      timer_(io),
      stream_(static_cast<WebSocketBytes&>(*this)) {
  stream_.read_message_max(message_max_);
  // Some servers don't join what comes in parts, and say nothing.
  stream_.auto_fragment(false);
  stream_.write_buffer_bytes(gathered_max);
  stream_.text(true);
}

Async<error_code> WebSocketSession::shake_hands(Self self, std::string host, std::string target, Fields headers) {
  const auto decorate = [&headers](websocket::request_type& request) {
    for (const auto& [name, value] : headers) {
      // Beast has put in the only one that may be there once.
      if (same_name(name, "Host")) request.erase(view(name));
      request.insert(view(name), view(value));
    }
  };
  self->stream_.set_option(websocket::stream_base::decorator(decorate));
  const std::weak_ptr<WebSocketBytes> weak = self;
  self->stream_.async_handshake(view(host), view(target), [weak](error_code error) {
    const auto locked = weak.lock();
    if (locked == nullptr) return;
    auto& session = static_cast<WebSocketSession&>(*locked);
    session.shaken_ = error;
    session.arrived_.fire();
  });
  // The request is made by now: nothing else asks the decorator, which looks at this frame.
  self->stream_.set_option(websocket::stream_base::decorator([](websocket::request_type&) {}));
  co_await self->arrived_.wait();
  // Called off where there is no outcome yet.
  if (!self->shaken_) self->cut();
  co_return self->shaken_.value_or(asio::error::operation_aborted);
}

void WebSocketSession::open() {
  open_ = true;
  answer_ = std::string();
  heard_ = moved_ = pinged_ = steady_clock::now();
  read_on();
}

Stream::Moved WebSocketSession::take(char* to, std::size_t size) {
  if (!open_ && answered_ > answer_max) return {};
  const auto moved = link_->stream.read(to, size);
  if (moved.state != Stream::State::moved) return moved;
  heard_ = steady_clock::now();
  spared_ = false;
  if (open_) return moved;
  answered_ += moved.size;
  answer_.append(to, std::min(moved.size, answer_kept - std::min(answer_kept, answer_.size())));
  return moved;
}

Stream::Moved WebSocketSession::put(std::string_view bytes) {
  const auto moved = link_->stream.write(bytes);
  if (moved.state == Stream::State::moved) moved_ = steady_clock::now();
  return moved;
}

void WebSocketSession::read_on() {
  if (ended_ || reading_ || incoming_) return;
  reading_ = true;
  heard_ = steady_clock::now();
  size_ = 0;
  read_some();
  arm();  // only who is read can be too quiet
}

// At most as much again as there is already, and never beyond the frame that comes.
void WebSocketSession::read_some() {
  const std::size_t most = std::max(size_, room_first);
  text_.resize(size_ + std::min(most, stream_.read_size_hint(most)));
  const std::weak_ptr<WebSocketBytes> weak = weak_from_this();
  const auto to = asio::buffer(text_.data() + size_, text_.size() - size_);
  stream_.async_read_some(to, [weak](error_code error, std::size_t size) {
    if (const auto self = weak.lock()) static_cast<WebSocketSession&>(*self).on_read(error, size);
  });
}

void WebSocketSession::on_read(error_code error, std::size_t size) {
  size_ += size;
  if (!error && !ended_ && !stream_.is_message_done()) return read_some();
  reading_ = false;
  if (ended_) return;
  if (error) return end(explain(error));
  if (!stream_.got_text()) return refuse_binary();
  text_.resize(size_);
  incoming_ = std::exchange(text_, std::string());
  arrived_.fire();
}

// Whoever expects text could only guess what it is, and to leave it out would be to lose a message in silence.
void WebSocketSession::refuse_binary() {
  cut_at_ = steady_clock::now() + farewell_;
  const std::weak_ptr<WebSocketBytes> weak = weak_from_this();
  const auto hang_up = [weak](error_code) {
    if (const auto self = weak.lock()) self->cut();
  };
  // A close that waits for its turn would come second, and Beast takes one only.
  const bool closing = sending_ && outgoing_.front()->bye;
  settle(Error{Fault::unavailable, peer_ + " sent a binary message on a WebSocket of text.", {}});
  if (!closing) stream_.async_close(websocket::close_reason(websocket::close_code::unknown_data), hang_up);
  arm();
}

Error WebSocketSession::explain(const error_code& error) const {
  Error why{Fault::unavailable, "The WebSocket to " + peer_ + " broke.", {}};
  if (error == websocket::error::closed) {
    const auto& reason = stream_.reason();
    const int code = reason.code == websocket::close_code::none ? 1005 : reason.code;
    why.message = peer_ + " closed the WebSocket (" + std::to_string(code);
    const std::string said(reason.reason.data(), reason.reason.size());
    why.message += said.empty() ? ")." : ", " + unicode::quoted(said) + ").";
  } else if (error == websocket::error::message_too_big) {
    why.fault = Fault::too_large;
    why.message = peer_ + " sent a message of more than " + std::to_string(message_max_) + " bytes.";
  } else if (error == websocket::condition::protocol_violation) {
    why.message = peer_ + " broke the rules of WebSockets (" + error.message() + ").";
  }
  return why;
}

Error WebSocketSession::over() const {
  if (ended_) return *ended_;
  return Error{Fault::unavailable, "The WebSocket to " + peer_ + " is closed.", {}};
}

Async<Result<std::string>> WebSocketSession::receive(Self self) {
  if (self->awaited_) co_return Error{Fault::internal, "Two read from the WebSocket to " + self->peer_ + ".", {}};
  const Turn turn(self->awaited_);
  for (;;) {
    if (self->incoming_) {
      std::string text = std::move(*self->incoming_);
      self->incoming_.reset();
      self->read_on();
      co_return text;
    }
    if (self->ended_) co_return *self->ended_;
    const bool woken = co_await self->arrived_.wait_for(forever);
    if (!woken) co_return Error{Fault::unavailable, "Reading from " + self->peer_ + " was called off.", {}};
  }
}

Async<Result<>> WebSocketSession::send(Self self, std::string text) {
  if (!unicode::valid_utf8(text)) co_return invalid("A message to " + self->peer_ + " isn't UTF-8.");
  const auto& waiting = self->outgoing_;
  const bool closing = std::any_of(waiting.begin(), waiting.end(), [](const auto& one) { return one->bye; });
  if (self->ended_ || closing) co_return self->over();
  if (waiting.size() >= waiting_max)
    co_return Error{Fault::rate_limited, "Too many messages wait to be sent to " + self->peer_ + ".", {}};
  auto outgoing = std::make_shared<Outgoing>();
  outgoing->text = std::move(text);
  co_return co_await leave(std::move(self), std::move(outgoing));
}

Async<> WebSocketSession::close(Self self) {
  if (!self->stream().open() || self->ended_) co_return;
  auto outgoing = std::make_shared<Outgoing>();
  outgoing->bye = true;
  self->cut_at_ = std::min(self->cut_at_, steady_clock::now() + self->farewell_);
  const Self kept = self;
  const auto left = co_await leave(std::move(self), std::move(outgoing));
  if (!left) kept->end(kept->over());
}

Async<Result<>> WebSocketSession::leave(Self self, std::shared_ptr<Outgoing> outgoing) {
  self->outgoing_.push_back(outgoing);
  self->send_on();
  self->arm();  // the end may have come nearer
  co_await outgoing->done.wait();
  if (outgoing->result) co_return *outgoing->result;
  if (!outgoing->begun) std::erase(self->outgoing_, outgoing);
  co_return Error{Fault::unavailable, "Sending to " + self->peer_ + " was called off.", {}};
}

void WebSocketSession::send_on() {
  if (ended_ || sending_ || outgoing_.empty()) return;
  const auto next = outgoing_.front();
  sending_ = next->begun = true;
  moved_ = steady_clock::now();
  const std::weak_ptr<WebSocketBytes> weak = weak_from_this();
  const auto sent = [weak, next](error_code error, std::size_t = 0) {
    if (const auto self = weak.lock()) static_cast<WebSocketSession&>(*self).on_sent(next, error);
  };
  if (next->bye)
    stream_.async_close(websocket::close_reason(websocket::close_code::normal), sent);
  else
    stream_.async_write(asio::buffer(std::as_const(next->text)), sent);
}

void WebSocketSession::on_sent(const std::shared_ptr<Outgoing>& sent, error_code error) {
  if (ended_) return;
  // The read that fails with it knows why, and ends everything soon: the peer may have closed in order.
  if (error && !sent->bye && reading_) return;
  sending_ = false;
  outgoing_.pop_front();
  if (error && !sent->bye) sent->result = Result<>(explain(error));
  if (!sent->result) sent->result = Result<>(boost::system::in_place_value);
  sent->done.fire();
  if (sent->bye) return end(over());
  if (error) return end(explain(error));
  send_on();
}

void WebSocketSession::settle(Error why) {
  if (ended_) return;
  ended_ = std::move(why);
  for (const auto& one : outgoing_) {
    one->result = Result<>(*ended_);
    one->done.fire();
  }
  outgoing_.clear();
  arrived_.fire();
}

void WebSocketSession::end(Error why) {
  settle(std::move(why));
  timer_.cancel();
  link_->stream.shutdown_send();
  cut();
}

void WebSocketSession::abandon() { end(over()); }

// When the peer has been still for too long, or the farewell took too long.
WebSocketSession::TimePoint WebSocketSession::end_at(bool& deaf) const {
  deaf = false;
  if (cut_at_ != TimePoint::max()) return cut_at_;
  auto end = TimePoint::max();
  if (reading_) end = heard_ + quiet_;
  deaf = sending_ && moved_ + quiet_ < end;
  return deaf ? moved_ + quiet_ : end;
}

// After a standstill of the whole process the clock comes before the bytes that arrived in time. Once, since bytes that
// stay where they are show no life.
bool WebSocketSession::has_news() {
  char byte = 0;
  if (spared_ || ::recv(stream().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) return false;
  spared_ = true;
  heard_ = steady_clock::now();
  return true;
}

void WebSocketSession::tick() {
  if (!stream().open()) return;
  const auto now = steady_clock::now();
  bool deaf = false;
  if (now >= end_at(deaf)) {
    if (cut_at_ != TimePoint::max()) return end(over());
    if (!deaf && has_news()) return arm();
    return end(
        Error{Fault::unavailable, peer_ + (deaf ? " took" : " sent") + " nothing for " + in_words(quiet_) + ".", {}});
  }
  if (now - pinged_ >= ping_every_) ping(now);
  arm();
}

void WebSocketSession::arm() {
  if (!open_ || !stream().open()) return;
  bool deaf = false;
  timer_.expires_at(std::min(end_at(deaf), pinged_ + ping_every_));
  const std::weak_ptr<WebSocketBytes> weak = weak_from_this();
  timer_.async_wait([weak](error_code error) {
    const auto self = weak.lock();
    if (!error && self != nullptr) static_cast<WebSocketSession&>(*self).tick();
  });
}

void WebSocketSession::ping(TimePoint now) {
  pinged_ = now;
  if (pinging_ || cut_at_ != TimePoint::max()) return;
  pinging_ = true;
  const std::weak_ptr<WebSocketBytes> weak = weak_from_this();
  stream_.async_ping({}, [weak](error_code) {
    if (const auto self = weak.lock()) static_cast<WebSocketSession&>(*self).pinging_ = false;
  });
}

}  // namespace askd::net
