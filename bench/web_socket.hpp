// The load generator's side of WebSockets (RFC 6455): as little as it can be. Frames are made before they are sent.
#pragma once

#include "connection.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askd::bench {

// A text as a frame of a client. The mask is zero: it needs no work, and the server has the same work as with another.
std::string frame_of(std::string_view text);

class WebSocket : public Connection {
 public:
  // Shakes hands for `target`. Without a token there is no Authorization.
  WebSocket(std::uint16_t port, std::size_t source, std::string_view target, std::string_view token);

  // Whole frames. What the kernel doesn't take stays here until flush().
  void send(std::string_view frames);
  void flush();
  bool blocked() const { return !unsent_.empty(); }
  // The server answers it once it serves this connection.
  void ping();
  std::size_t pongs() const { return pongs_; }

  // Takes what has come, and calls take(text) for each whole message. Pings are answered.
  template <class Take>
  void receive(Take on_text) {
    const std::string_view come = take();
    const bool kept = !partial_.empty();
    if (kept) partial_.append(come);
    std::string_view rest = kept ? std::string_view(partial_) : come;
    for (std::string_view text; next(rest, text);)
      if (!text.empty()) on_text(text);
    if (kept)
      partial_.erase(0, partial_.size() - rest.size());
    else
      partial_ = rest;
  }

 private:
  // Takes a whole frame from the front of `rest`. `text` is empty if it was none of text.
  bool next(std::string_view& rest, std::string_view& text);
  void shake_hands(std::uint16_t port, std::string_view target, std::string_view token);

  std::string partial_;  // of a frame that isn't whole yet
  std::string unsent_;
  std::size_t pongs_ = 0;
};

// Many of them, on one server.
class WebSockets {
 public:
  // Opens one with each token, and returns once all of them are served. `target` is that of the handshake.
  WebSockets(std::uint16_t port, std::string_view target, const std::vector<std::string>& tokens);
  // The same on a server that wants no token.
  WebSockets(std::uint16_t port, std::string_view target, std::size_t count);

  std::size_t count() const { return sockets_.size(); }
  // Tells sockets by their number, and others that are added with numbers from count() on.
  Poller& poller() { return poller_; }

  void send(std::size_t socket, std::string_view frames);

  // Waits until `end` at most. Calls text(socket, text) for each message, and other(index) for what else was added.
  template <class Text, class Other>
  void wait(Clock::time_point end, Text text, Other other) {
    poller_.wait(end, [&](std::size_t i) {
      if (i >= sockets_.size()) return other(i);
      if (sockets_[i].blocked()) sockets_[i].flush();
      sockets_[i].receive([&](std::string_view received) { text(i, received); });
      watch(i);
    });
  }
  template <class Text>
  void wait(Clock::time_point end, Text text) {
    wait(end, text, [](std::size_t) {});
  }

 private:
  void await_pongs();
  // Whether there is room to write matters while something is unsent.
  void watch(std::size_t socket);

  std::vector<WebSocket> sockets_;
  std::vector<bool> watched_;  // for room
  Poller poller_;
};

// What of `text` follows `mark` up to a quote or its end; a Failure without the mark.
std::string_view after(std::string_view text, std::string_view mark);

}  // namespace askd::bench
