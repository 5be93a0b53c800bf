// A connection to a server of the run, and the means to watch many of them.
#pragma once

#include "plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/epoll.h>

namespace askd::bench {

class Connection {
 public:
  // Ports for outgoing connections run short, so `source` spreads them over 127.0.0.1 to 127.0.0.16.
  Connection(std::uint16_t port, std::size_t source);
  ~Connection();
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&&) = delete;

  int descriptor() const { return descriptor_; }

 protected:
  // What has come, empty if nothing has; good until the next call, on whichever connection.
  std::string_view take();
  // How many bytes the kernel took.
  std::size_t put(std::string_view bytes);

 private:
  int descriptor_ = -1;
};

// Which connections have something to read.
class Poller {
 public:
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  void add(const Connection& connection, std::size_t index);
  // With `room` it also tells when there is room to write.
  void change(const Connection& connection, std::size_t index, bool room);

  // Waits until `end` at most, and calls ready(index) for each.
  template <class Ready>
  void wait(Clock::time_point end, Ready ready) {
    const std::size_t count = wait_for(end);
    for (std::size_t i = 0; i < count; ++i) ready(static_cast<std::size_t>(events_[i].data.u64));
  }

 private:
  void control(int what, const Connection& connection, std::size_t index, std::uint32_t events);
  std::size_t wait_for(Clock::time_point end);

  int descriptor_;
  std::vector<epoll_event> events_;
};

}  // namespace askd::bench
