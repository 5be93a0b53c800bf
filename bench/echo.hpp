// The reference for what a connection costs: an HTTP server that does nothing, made of Beast as its examples show it.
#pragma once

#include "process.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace askd::bench {

// Serves until it is killed: every request's body comes back.
int serve_echo(std::uint16_t port);

// It as a process of its own.
class Echo {
 public:
  explicit Echo(const Plan& plan);
  std::uint16_t port() const { return port_; }
  Clock::duration until_ready() const { return until_ready_; }
  Process& process() { return *process_; }

 private:
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
  Clock::duration until_ready_{};
};

}  // namespace askd::bench
