// For the tests: a client that makes its frames by hand, and a handler that echoes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/rig.hpp"
#include "net/websocket.hpp"

namespace askd::net {

enum Opcode : int { more = 0, text = 1, binary = 2, bye = 8, ping = 9, pong = 10 };
constexpr int last = 0x80;  // the first byte's bit of a message's last frame

// `first` is the whole first byte.
inline std::string frame(int first, std::string_view payload, bool masked = true) {
  std::string out(1, static_cast<char>(first));
  const int mask_bit = masked ? 0x80 : 0;
  const auto add = [&out](std::uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  };
  const std::size_t size = payload.size();
  const int bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
  out += static_cast<char>(mask_bit | (bytes == 0 ? static_cast<int>(size) : bytes == 2 ? 126 : 127));
  add(size, bytes);
  constexpr std::string_view key = "\x12\x34\x56\x78";
  if (masked) out += key;
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(masked ? payload[i] ^ key[i % 4] : payload[i]);
  return out;
}

inline std::string closing(std::uint16_t code, std::string_view reason = {}) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return payload.append(reason);
}

struct Frame {
  int first = 0;
  std::string payload;
  bool operator==(const Frame&) const = default;
};

class FrameClient : public Raw {
 public:
  using Raw::Raw;

  static std::string request(std::string_view more_fields = {}) {
    std::string out = "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n";
    out += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    return out.append(more_fields).append("\r\n");
  }
  // Returns the answer's head.
  std::string open(std::string_view more_fields = {}) {
    send(request(more_fields));
    return until("\r\n\r\n");
  }
  // The next frame; of `first` 0 if the connection ends instead. A client's are masked, a server's aren't.
  Frame next(bool masked = false) {
    const std::string head = take(2);
    if (head.size() < 2) return {};
    EXPECT_EQ((head[1] & 0x80) != 0, masked);
    std::size_t size = head[1] & 0x7F;
    if (size >= 126) {
      const std::string longer = take(size == 126 ? 2 : 8);
      size = 0;
      for (const char c : longer) size = size << 8 | static_cast<unsigned char>(c);
    }
    Frame frame;
    frame.first = static_cast<unsigned char>(head[0]);
    const std::string key = take(masked ? 4 : 0);
    frame.payload = take(size);
    for (std::size_t i = 0; masked && i < frame.payload.size(); ++i)
      frame.payload[i] = static_cast<char>(frame.payload[i] ^ key[i % 4]);
    return frame;
  }
  // Whether the kernel still took it.
  bool try_send(std::string_view bytes) { return ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT) > 0; }
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }
};

// Echoes what comes; a few texts are orders. Closes with 1012 when the server stops.
struct Echo {
  explicit Echo(WebSocketLimits bounds = {}, Limits server_limits = {})
      : limits(bounds),
        rig([this](Request& request, Exchange& exchange) { return serve(request, exchange); }, server_limits) {}

  Async<> serve(Request& request, Exchange& exchange) {
    if (!WebSocket::asked_for(request) && request.path == "/plain") {
      co_await echo(request, exchange);
      co_return;
    }
    exchange.add_field("X-Trace", "7");
    Signal ended;
    WebSocket socket(exchange, ended, limits);
    const auto accepted = co_await socket.accept(request, protocol);
    if (accepted) {
      ++open;
      Signal watched;
      const auto executor = co_await boost::asio::this_coro::executor;
      boost::asio::co_spawn(executor, watch(socket, ended, watched), boost::asio::detached);
      co_await talk(socket);
      ended.fire();
      co_await watched.wait();
      --open;
    }
    ++done;
  }
  Async<> talk(WebSocket& socket) {
    for (;;) {
      Received received = co_await socket.read();
      got.push_back(received);
      if (received.kind == Received::Kind::text && received.text == "leave") break;
      if (received.kind == Received::Kind::text) co_await answer(socket, std::move(received.text));
      if (received.kind == Received::Kind::binary) continue;
      if (received.kind != Received::Kind::text) break;
    }
  }
  Async<> answer(WebSocket& socket, std::string order) {
    if (order == "close") {
      std::string reason;
      for (int i = 0; i < 100; ++i) reason += "ä";
      co_await socket.close(4000, std::move(reason));
    } else if (order.starts_with("fill ")) {
      const int most = std::stoi(order.substr(5));
      for (filled = 0; filled < most; ++filled) {
        std::string small = "x";
        const auto written = co_await socket.write(std::move(small));
        if (!written) break;
      }
    } else {
      if (order == "big") order.assign(std::size_t{16} << 20, 'x');
      ++writing;
      const auto written = co_await socket.write(std::move(order));
      --writing;
      wrote.push_back(written.has_value());
    }
  }
  Async<> watch(WebSocket& socket, Signal& ended, Signal& watched) {
    co_await ended.wait();
    if (socket.stopping() && writing == 0) co_await socket.close(1012, "restart");
    watched.fire();
  }
  bool until_done(int count = 1) {
    return rig.until([&] { return done == count; });
  }
  Received::Kind kind() const { return got.empty() ? Received::Kind::text : got.back().kind; }

  WebSocketLimits limits;
  std::string protocol;
  std::vector<Received> got;
  std::vector<bool> wrote;
  int writing = 0;
  int filled = 0;
  int open = 0;
  int done = 0;
  Rig rig;
};

}  // namespace askd::net
