// The load generator's side of a connection. It shares two processors with askd, so it does as little as it can: whole
// requests that were made before, one system call to send, and no more parsing than it takes to find an answer's end.
#pragma once

#include "plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/epoll.h>

namespace askd::bench {

class Client {
 public:
  // Ports for outgoing connections run short, so `source` spreads them over 127.0.0.1 to 127.0.0.16.
  explicit Client(std::uint16_t port, std::size_t source = 0);
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;

  int descriptor() const { return descriptor_; }

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
  // A header's value, empty without it.
  std::string_view header(std::string_view name) const;

 private:
  void read_head();

  int descriptor_ = -1;
  std::string text_;
  std::size_t head_ = 0;    // bytes of the head, once it is there
  std::size_t length_ = 0;  // bytes of the whole answer, unless it is chunked
  bool chunked_ = false;
  int status_ = 0;
};

// Which clients have something to read.
class Poller {
 public:
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void add(const Client& client, std::size_t index);
  void remove(const Client& client);

  // Waits until `end` at most, and calls ready(index) for each.
  template <class Ready>
  void wait(Clock::time_point end, Ready ready) {
    const std::size_t count = wait_for(end);
    for (std::size_t i = 0; i < count; ++i) ready(static_cast<std::size_t>(events_[i].data.u64));
  }

 private:
  std::size_t wait_for(Clock::time_point end);

  int descriptor_;
  std::vector<epoll_event> events_;
};

}  // namespace askd::bench
