// The bytes below a WebSocket's frames: of a connection that came in (websocket_wire) or one that goes out
// (websocket_session).
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "net/stream.hpp"

namespace askd::net {

class WebSocketBytes : public std::enable_shared_from_this<WebSocketBytes> {
 public:
  WebSocketBytes() = default;
  WebSocketBytes(const WebSocketBytes&) = delete;
  WebSocketBytes& operator=(const WebSocketBytes&) = delete;
  virtual ~WebSocketBytes() = default;

  virtual Stream::Moved take(char* to, std::size_t size) = 0;
  virtual Stream::Moved put(std::string_view bytes) = 0;
  virtual Stream& stream() = 0;
  // Where a frame is put together before it leaves; nothing stays in there.
  virtual std::span<char> scratch() = 0;
  virtual void cut() = 0;
};

}  // namespace askd::net
