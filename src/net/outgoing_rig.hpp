// For the tests: servers that say exactly what they are told to, a proxy, and calls that run beside the test.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/evp.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "base/crypto.hpp"
#include "net/awaited.hpp"
#include "net/client.hpp"
#include "net/websocket_rig.hpp"

namespace askd::net {

// A coroutine that goes on while the test does something else.
template <class T>
class Beside {
 public:
  Beside(Loop& loop, Async<T> coroutine) : loop_(loop) {
    boost::asio::co_spawn(loop.io, std::move(coroutine), [state = state_](std::exception_ptr thrown, T value) {
      state->ended = true;
      if (thrown == nullptr) state->value.emplace(std::move(value));
    });
  }
  bool ended() const { return state_->ended; }
  T get() {
    EXPECT_TRUE(loop_.until([this] { return state_->ended; }));
    return std::move(state_->value.value());
  }

 private:
  struct State {
    bool ended = false;
    std::optional<T> value;
  };
  Loop& loop_;
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

template <class T>
Beside(Loop&, Async<T>) -> Beside<T>;

// A listening socket; accept() takes the next connection for the test to speak on.
class RawListener {
 public:
  explicit RawListener(Loop& loop)
      : loop_(loop), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(socket_, 64), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port = ntohs(at.sin_port);
  }
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;
  ~RawListener() { ::close(socket_); }

  int accept() {
    int accepted = -1;
    EXPECT_TRUE(loop_.until([&] { return (accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; }));
    return accepted;
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port); }

  std::uint16_t port = 0;

 private:
  Loop& loop_;
  int socket_;
};

// The server's side of a WebSocket, by hand.
class FrameServer : public FrameClient {
 public:
  FrameServer(Loop& loop, int accepted) : FrameClient(loop, Accepted{accepted}) {}

  // Reads the request and answers it as it should be.
  void shake_hands(std::string_view behind = {}) {
    request_head = until("\r\n\r\n");
    send(switching(accept_key(request_head)).append(behind));
  }
  static std::string switching(const std::string& key) {
    return "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " +
           key + "\r\n\r\n";
  }
  // RFC 6455, 4.2.2, by OpenSSL and not by Beast.
  static std::string accept_key(const std::string& head) {
    const std::string name = "Sec-WebSocket-Key: ";
    const auto at = head.find(name);
    if (at == std::string::npos) return {};
    const std::string text = head.substr(at + name.size(), 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::string digest(20, '\0');
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha1(), nullptr);
    return crypto::base64(digest);
  }
  void put(int first, std::string_view payload) { send(frame(first, payload, false)); }

  std::string request_head;
};

// Passes bytes to wherever CONNECT says.
class TunnelProxy {
 public:
  using Tcp = boost::asio::ip::tcp;
  explicit TunnelProxy(Loop& loop) : state_(std::make_shared<State>(loop.io)) {
    boost::asio::co_spawn(loop.io, serve(state_), boost::asio::detached);
  }
  TunnelProxy(const TunnelProxy&) = delete;
  TunnelProxy& operator=(const TunnelProxy&) = delete;
  ~TunnelProxy() { state_->acceptor.close(); }

  // `user` as in "name:password@".
  std::string url(const std::string& user = {}) const {
    return "http://" + user + "127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port());
  }
  const std::vector<std::string>& heads() const { return state_->heads; }
  int open() const { return state_->open; }

 private:
  // The coroutines may outlive the proxy.
  struct State {
    explicit State(boost::asio::io_context& io)
        : acceptor(io, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {}
    Tcp::acceptor acceptor;
    std::vector<std::string> heads;
    int open = 0;
  };
  struct Pair {
    explicit Pair(Tcp::socket from) : near(std::move(from)), far(near.get_executor()) {}
    Tcp::socket near, far;
  };
  static Async<> serve(std::shared_ptr<State> state) {
    for (;;) {
      auto [error, socket] = co_await state->acceptor.async_accept(awaited);
      if (error) co_return;
      auto pair = std::make_shared<Pair>(std::move(socket));
      boost::asio::co_spawn(state->acceptor.get_executor(), tunnel(state, std::move(pair)), boost::asio::detached);
    }
  }
  static Async<> tunnel(std::shared_ptr<State> state, std::shared_ptr<Pair> pair) {
    std::string head(4096, '\0');
    const auto to = boost::asio::buffer(head);
    const auto [failed, size] = co_await pair->near.async_read_some(to, awaited);
    head.resize(size);
    state->heads.push_back(head);
    const auto end = head.find(" HTTP/1.1\r\n");
    if (failed || !head.starts_with("CONNECT 127.0.0.1:") || end == std::string::npos) co_return;
    const auto port = static_cast<std::uint16_t>(std::stoi(head.substr(18, end - 18)));
    const Tcp::endpoint far(boost::asio::ip::address_v4::loopback(), port);
    const auto [unreached] = co_await pair->far.async_connect(far, awaited);
    const std::string answer = "HTTP/1.1 200 Connection established\r\nVia: a test\r\n\r\n";
    const auto said = boost::asio::buffer(answer);
    const auto [unsaid, written] = co_await boost::asio::async_write(pair->near, said, awaited);
    if (unreached || unsaid) co_return;
    ++state->open;
    boost::asio::co_spawn(pair->near.get_executor(), pass(pair, pair->near, pair->far), boost::asio::detached);
    co_await pass(pair, pair->far, pair->near);
    --state->open;
  }
  static Async<> pass(std::shared_ptr<Pair> pair, Tcp::socket& from, Tcp::socket& to) {
    std::string piece(16'384, '\0');
    for (;;) {
      const auto room = boost::asio::buffer(piece);
      const auto [ended, size] = co_await from.async_read_some(room, awaited);
      const auto bytes = boost::asio::buffer(piece.data(), size);
      const auto [failed, written] = co_await boost::asio::async_write(to, bytes, awaited);
      if (ended || failed) break;
    }
    boost::system::error_code ignored;  // the other side may have gone
    pair->near.close(ignored);
    pair->far.close(ignored);
  }

  std::shared_ptr<State> state_;
};

inline ClientSettings through(const std::string& proxy, const std::string& but = {}) {
  ClientSettings settings;
  auto proxies = Proxies::read([&](const std::string& name) -> std::optional<std::string> {
    if (name == "ALL_PROXY") return proxy;
    return name == "NO_PROXY" ? std::optional(but) : std::nullopt;
  });
  EXPECT_TRUE(proxies) << proxies.error().message;
  if (proxies) settings.proxies = std::move(*proxies);
  return settings;
}

}  // namespace askd::net
