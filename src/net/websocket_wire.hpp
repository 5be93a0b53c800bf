// What lies between a WebSocket and its connection: bytes, whose turn the peer's clock is, and the ways it ends.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "net/connection.hpp"
#include "net/io.hpp"
#include "net/server_state.hpp"
#include "net/stream.hpp"
#include "net/websocket_bytes.hpp"

namespace askd::net {

class WebSocketWire : public Guest, public WebSocketBytes {
 public:
  WebSocketWire(Connection& connection, Signal& ended);

  // For the layer under Beast.
  Stream::Moved take(char* to, std::size_t size) override;
  Stream::Moved put(std::string_view bytes) override;
  Stream& stream() override { return connection_->stream(); }
  std::span<char> scratch() override { return connection_->server().scratch; }
  void cut() override { connection_->cut(); }

  void on_stop() override;
  void on_lost() override;

  // Nothing passes any more, and nobody is told.
  void detach();

  bool over() const { return over_; }
  bool stopping() const { return connection_->stopping(); }

 protected:
  // Ends what still waits, wherever it does.
  virtual void abandon() = 0;

  Connection& connection() { return *connection_; }
  TimePoint heard() const { return heard_; }
  void hear();
  void end();
  // A message or a close leaves, within this time; other frames have the time of their own that they need.
  void begin_sending(std::chrono::milliseconds allowed);
  void end_sending();

 private:
  std::shared_ptr<Connection> connection_;
  Signal& ended_;
  TimePoint heard_;
  bool sending_ = false;
  bool blocked_ = false;  // the last write found no room
  bool stalled_ = false;  // a frame of Beast's own waits for the peer
  bool over_ = false;
  bool lost_ = false;
  bool detached_ = false;
};

}  // namespace askd::net
