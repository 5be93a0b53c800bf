// WebSockets (RFC 6455): a connection that an exchange leaves for messages both ways.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/exchange.hpp"
#include "net/io.hpp"
#include "net/message.hpp"

namespace askd::net {

struct WebSocketLimits {
  std::size_t message_max = std::size_t{1} << 20;  // bytes; a larger message closes with 1009
  // A quiet peer is pinged this often. One that sends nothing while it is read, no pong either, for twice that long is
  // cut. Looked at about once a second.
  std::chrono::milliseconds ping_every{20'000};
};

// What read() brings. Whatever isn't a message is the end: nothing more is read or written after it.
struct Received {
  enum class Kind {
    text,       // valid UTF-8
    binary,     // any bytes
    closed,     // in order, by either side
    lost,       // the peer vanished or was cut
    too_large,  // it was told so: 1009
    malformed   // it was told so: 1002, or 1007 for text that isn't UTF-8
  };
  Kind kind = Kind::lost;
  std::string text = {};   // of a message; of the peer's reason, once closed
  std::uint16_t code = 0;  // the peer's, once closed; 1005 if it gave none
};

// Takes the exchange's connection over. Lives in the frame of the handler, which doesn't return before every call here
// has; the connection ends with it. At most one read(), and one write() or close(), at a time; read() may overlap with
// either. Pings are answered, and the end of a peer is noticed, only while read() waits.
class WebSocket {
 public:
  // Whether this request wants to become one (GET, version 13).
  static bool asked_for(const Request& request);

  // `ended` is fired when the server stops and when this is over: whoever waits for something else looks at stopping()
  // and gone(). It outlives the WebSocket.
  WebSocket(Exchange& exchange, Signal& ended, WebSocketLimits limits = {});
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  ~WebSocket();

  // Answers 101, with Sec-WebSocket-Protocol if `protocol` isn't empty, and the exchange's own fields. To a request
  // that doesn't ask for it, it answers 400 and returns Fault::invalid; once the peer is gone it is Fault::unavailable.
  Async<Result<>> accept(const Request& request, std::string_view protocol);

  Async<Received> read();

  // Sends a text message, which must be UTF-8. Returns when the kernel took it all. A peer that takes nothing for
  // Limits::write_timeout, or less than Limits::rate_min beyond, is cut, and this says so (Fault::unavailable).
  Async<Result<>> write(std::string text);

  // Says why, and waits for the peer's own close, two seconds at most; a read() that waits meanwhile ends. The reason
  // is cut to 123 bytes. Nothing once it is over.
  Async<> close(std::uint16_t code, std::string reason);

  // It is over: nobody hears what is written.
  bool gone() const;
  bool stopping() const;

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace askd::net
