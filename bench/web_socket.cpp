#include "web_socket.hpp"

#include <fmt/format.h>

#include <poll.h>

#include <algorithm>

namespace askd::bench {
namespace {

constexpr std::chrono::seconds patience{60};
// The pair that RFC 6455 gives as its example.
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view accepted = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

enum Opcode : unsigned { op_text = 1, op_close = 8, op_ping = 9, op_pong = 10 };

std::string frame(unsigned opcode, std::string_view payload) {
  std::string bytes;
  bytes += static_cast<char>(0x80U | opcode);
  const std::size_t size = payload.size();
  if (size < 126) {
    bytes += static_cast<char>(0x80U | size);
  } else if (size < 65536) {
    bytes += static_cast<char>(0x80U | 126U);
    bytes += static_cast<char>(size >> 8U);
    bytes += static_cast<char>(size & 0xFFU);
  } else {
    throw Failure("A frame is larger than what this program sends.");
  }
  return bytes.append(4, '\0').append(payload);
}

// The payload's size and where it begins; 0 while the head isn't there.
struct Head {
  std::size_t begin = 0;
  std::size_t size = 0;
};

Head head_of(std::string_view bytes) {
  if (bytes.size() < 2) return {};
  const auto at = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t size = at(1);
  if (size < 126) return {2, size};
  const std::size_t digits = size == 126 ? 2 : 8;
  if (bytes.size() < 2 + digits) return {};
  Head head{2 + digits, 0};
  for (std::size_t i = 0; i < digits; ++i) head.size = head.size << 8U | at(2 + i);
  return head;
}

std::string close_of(std::string_view payload) {
  if (payload.size() < 2) return "without a code";
  const unsigned code = static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]);
  return fmt::format("with {}: {}", code, payload.substr(2));
}

}  // namespace

std::string frame_of(std::string_view text) { return frame(op_text, text); }

WebSocket::WebSocket(std::uint16_t port, std::size_t source, std::string_view target, std::string_view token)
    : Connection(port, source) {
  shake_hands(port, target, token);
}

void WebSocket::shake_hands(std::uint16_t port, std::string_view target, std::string_view token) {
  send(
      fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n{}\r\n",
                  target, port, key, token.empty() ? "" : fmt::format("Authorization: Bearer {}\r\n", token)));
  const Clock::time_point end = Clock::now() + patience;
  while (partial_.find("\r\n\r\n") == std::string::npos) {
    pollfd readable{descriptor(), POLLIN, 0};
    if (Clock::now() > end || ::poll(&readable, 1, 1000) < 0)
      throw Failure(fmt::format("A WebSocket wasn't opened within {} s.", patience.count()));
    partial_.append(take());
  }
  if (!partial_.starts_with("HTTP/1.1 101 ") || partial_.find(accepted) == std::string::npos)
    throw Failure("A WebSocket was refused: " + partial_);
  partial_.erase(0, partial_.find("\r\n\r\n") + 4);
}

void WebSocket::send(std::string_view frames) {
  const std::size_t sent = blocked() ? 0 : put(frames);
  unsent_.append(frames.substr(sent));
}

void WebSocket::flush() { unsent_.erase(0, put(unsent_)); }

void WebSocket::ping() { send(frame(op_ping, "")); }

bool WebSocket::next(std::string_view& rest, std::string_view& text) {
  const Head head = head_of(rest);
  if (head.begin == 0 || rest.size() - head.begin < head.size) return false;
  const auto first = static_cast<unsigned char>(rest.front());
  const std::string_view payload = rest.substr(head.begin, head.size);
  rest.remove_prefix(head.begin + head.size);
  text = {};
  switch (first) {
    case 0x80U | op_text:
      text = payload;
      return true;
    case 0x80U | op_ping:
      send(frame(op_pong, payload));
      return true;
    case 0x80U | op_pong:
      ++pongs_;
      return true;
    case 0x80U | op_close:
      throw Failure("The server closed a WebSocket " + close_of(payload));
    default:
      throw Failure(fmt::format("A frame begins with {:#x}, which nobody expects here.", first));
  }
}

WebSockets::WebSockets(std::uint16_t port, std::string_view target, const std::vector<std::string>& tokens)
    : watched_(tokens.size()) {
  sockets_.reserve(tokens.size());
  for (const std::string& token : tokens) {
    sockets_.emplace_back(port, sockets_.size(), target, token);
    sockets_.back().ping();
    poller_.add(sockets_.back(), sockets_.size() - 1);
  }
  await_pongs();
}

WebSockets::WebSockets(std::uint16_t port, std::string_view target, std::size_t count)
    : WebSockets(port, target, std::vector<std::string>(count)) {}

void WebSockets::await_pongs() {
  const Clock::time_point end = Clock::now() + patience;
  const auto served = [](const WebSocket& socket) { return socket.pongs() > 0; };
  while (!std::all_of(sockets_.begin(), sockets_.end(), served)) {
    if (Clock::now() > end) throw Failure(fmt::format("Not all of {} WebSockets are served.", count()));
    wait(end, [](std::size_t, std::string_view text) {
      throw Failure("A WebSocket begins with a message: " + std::string(text));
    });
  }
}

void WebSockets::send(std::size_t socket, std::string_view frames) {
  sockets_[socket].send(frames);
  watch(socket);
}

void WebSockets::watch(std::size_t socket) {
  const bool blocked = sockets_[socket].blocked();
  if (blocked != watched_[socket]) poller_.change(sockets_[socket], socket, blocked);
  watched_[socket] = blocked;
}

std::string_view after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) throw Failure(fmt::format("There is no {} in: {}", mark, text));
  const std::string_view rest = text.substr(at + mark.size());
  return rest.substr(0, rest.find('"'));
}

}  // namespace askd::bench
