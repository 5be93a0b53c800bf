// The connection's half of a WebSocket.
#include "net/websocket_wire.hpp"

#include <boost/asio/post.hpp>

#include "base/check.hpp"

namespace askd::net {

WebSocketWire::WebSocketWire(Connection& connection, Signal& ended)
    : connection_(connection.shared_from_this()), ended_(ended), heard_(std::chrono::steady_clock::now()) {
  connection.receive_guest(*this);
  if (connection.gone()) over_ = lost_ = true;
  if (connection.gone() || connection.stopping()) ended_.fire();
}

void WebSocketWire::hear() { heard_ = std::chrono::steady_clock::now(); }

Stream::Moved WebSocketWire::take(char* to, std::size_t size) {
  if (detached_ || lost_) return {};
  const auto moved = connection_->take(to, size);
  if (moved.state == Stream::State::moved) hear();
  return moved;
}

Stream::Moved WebSocketWire::put(std::string_view bytes) {
  if (detached_ || lost_) return {};
  const auto moved = connection_->put(bytes);
  // What moves behind what didn't shows that the peer is there, though it may have no chance to say so: while a pong
  // waits for a long message to leave, nothing is read.
  if (blocked_ && moved.state == Stream::State::moved) hear();
  blocked_ = moved.state == Stream::State::blocked;
  if (sending_ || lost_) return moved;
  // A pong must not wait for ever either. Nobody says when its last byte leaves: a write that takes all is the end.
  const bool stalled = blocked_ || moved.size < bytes.size();
  if (stalled != stalled_)
    connection_->pace(stalled ? connection_->server().limits.write_timeout : std::chrono::milliseconds::max());
  stalled_ = stalled;
  return moved;
}

void WebSocketWire::begin_sending(std::chrono::milliseconds allowed) {
  CHECK(!sending_);
  sending_ = true;
  stalled_ = false;
  connection_->pace(allowed);
}

void WebSocketWire::end_sending() {
  sending_ = false;
  connection_->pace(std::chrono::milliseconds::max());
}

void WebSocketWire::end() {
  if (over_ || detached_) return;
  over_ = true;
  ended_.fire();
}

void WebSocketWire::on_stop() { ended_.fire(); }

void WebSocketWire::on_lost() {
  if (lost_) return;
  lost_ = true;
  end();
  // Those who wait for the socket end with it; those who wait for each other must be told. Soon, not now: the handler
  // goes on from there, and with it the connection may go while the server still looks at it.
  boost::asio::post(connection_->server().io, [self = std::static_pointer_cast<WebSocketWire>(shared_from_this())] {
    if (!self->detached_) self->abandon();
  });
}

void WebSocketWire::detach() {
  if (detached_) return;
  detached_ = true;
  over_ = true;
  connection_->dismiss_guest();
  // Only a ping can still wait for the socket.
  boost::system::error_code ignored;  // a closed socket has nothing to cancel
  stream().socket().cancel(ignored);
}

}  // namespace askd::net
