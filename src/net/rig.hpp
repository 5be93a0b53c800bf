// For the tests: a server and raw clients on loopback, all driven by the test's own thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "net/server.hpp"

namespace askd::net {

// Turns the loop until `done` says so. The bound is only met by a test that fails.
class Loop {
 public:
  bool until(const std::function<bool()>& done, std::chrono::milliseconds at_most = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + at_most;
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      if (io.poll() == 0) io.run_one_for(std::chrono::milliseconds(1));
    }
    return true;
  }

  // Runs a coroutine to its end and returns what it returned.
  template <class T>
  T run(Async<T> coroutine) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(io, std::move(coroutine), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result.emplace(std::move(value));
    });
    EXPECT_TRUE(until([&] { return result.has_value(); }));
    if (failure != nullptr) std::rethrow_exception(failure);
    return std::move(*result);
  }

  void run(Async<> coroutine) {
    bool ended = false;
    boost::asio::co_spawn(io, std::move(coroutine), [&](std::exception_ptr) { ended = true; });
    EXPECT_TRUE(until([&] { return ended; }));
  }

  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
};

// A client, or the server of one, that sends exactly the bytes it is told to.
class Raw {
 public:
  Raw(Loop& loop, std::uint16_t port, int receive_buffer = 0) : loop_(loop) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  Raw(Loop& loop, const std::string& path) : loop_(loop) {
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, path.data(), path.size());
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  // Of a listening socket.
  struct Accepted {
    int socket = -1;
  };
  Raw(Loop& loop, Accepted accepted) : loop_(loop), socket_(accepted.socket) {}
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw() { close(); }

  void send(std::string_view bytes) {
    std::size_t sent = 0;
    EXPECT_TRUE(loop_.until([&] {
      const auto now = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (now > 0) sent += static_cast<std::size_t>(now);
      return sent == bytes.size() || (now < 0 && errno != EAGAIN);
    }));
  }
  // All that has come so far.
  const std::string& received() {
    char piece[16384];
    for (;;) {
      const auto got = ::recv(socket_, piece, sizeof piece, MSG_DONTWAIT);
      if (got > 0) received_.append(piece, static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN)) ended_ = true;
      if (got <= 0) return received_;
    }
  }
  // Waits for it to arrive, and returns everything up to its end.
  std::string until(std::string_view text) {
    std::size_t at = std::string::npos;
    const bool found = loop_.until([&] {
      at = received().find(text);
      return at != std::string::npos || ended_;
    });
    EXPECT_TRUE(found) << "waiting for " << text << ", have " << received_;
    if (at == std::string::npos) return {};
    std::string taken = received_.substr(0, at + text.size());
    received_.erase(0, at + text.size());
    return taken;
  }
  // Waits for so many bytes; fewer if the connection ends.
  std::string take(std::size_t size) {
    EXPECT_TRUE(loop_.until([&] { return received().size() >= size || ended_; })) << "have " << received_.size();
    std::string taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }
  // Everything up to the end of the connection.
  std::string all() {
    EXPECT_TRUE(loop_.until([&] { return received(), ended_; })) << "have " << received_;
    return std::exchange(received_, {});
  }
  bool ended() { return received(), ended_; }
  void shutdown() { ::shutdown(socket_, SHUT_WR); }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

 protected:
  Loop& loop_;
  int socket_ = -1;

 private:
  std::string received_;
  bool ended_ = false;
};

struct Rig : Loop {
  explicit Rig(Handler handler, Limits limits = {})
      : server(io, limits, std::move(handler), [this](std::string line) { log.push_back(std::move(line)); }),
        port(server.listen("127.0.0.1", 0).value()) {}
  // The coroutines of connections refer to what the test holds: they end first.
  ~Rig() { run(server.stop(std::chrono::milliseconds(0))); }

  std::vector<std::string> log;
  Server server;
  std::uint16_t port;
};

inline int status_of(std::string_view answer) {
  if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
  return (answer[9] - '0') * 100 + (answer[10] - '0') * 10 + (answer[11] - '0');
}

inline std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size())) ++found;
  return found;
}

// Answers with what it got, in one line.
inline Async<> echo(Request& request, Exchange& exchange) {
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.target + " [" + request.body + "]\n";
  return exchange.send(std::move(response));
}

}  // namespace askd::net
