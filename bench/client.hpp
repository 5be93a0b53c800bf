// The load generator's side of HTTP. It shares two processors with askd, so it does as little as it can: whole requests
// that were made before, one system call to send, and no more parsing than it takes to find an answer's end.
#pragma once

#include "connection.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askd::bench {

class Client : public Connection {
 public:
  explicit Client(std::uint16_t port, std::size_t source = 0) : Connection(port, source) {}

  // Forgets the answer before, and sends the next request.
  void send(std::string_view request);

  enum class Progress { nothing, head, whole };
  // Takes what has come; how far the answer got.
  Progress receive();
  // Waits for the whole answer, half a minute at most.
  void await();

  int status() const { return status_; }
  // Head and body of the answer as they came.
  const std::string& text() const { return text_; }
  std::string_view body() const { return std::string_view(text_).substr(head_); }
  // A header's value, empty without it.
  std::string_view header(std::string_view name) const;

 private:
  void read_head();

  std::string text_;
  std::size_t head_ = 0;    // bytes of the head, once it is there
  std::size_t length_ = 0;  // bytes of the whole answer, unless it is chunked
  bool chunked_ = false;
  int status_ = 0;
};

}  // namespace askd::bench
