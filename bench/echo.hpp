// The reference for what a connection costs: servers that do nothing, made of Beast as its examples show it.
#pragma once

#include "process.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace askd::bench {

// Serves until it is killed: every request's body comes back.
int serve_echo(std::uint16_t port);

// The same for WebSockets: every message comes back, or, to those that asked for broadcast_target, goes to all of them.
int serve_sockets(std::uint16_t port);
inline constexpr std::string_view echo_target = "/echo";
inline constexpr std::string_view broadcast_target = "/broadcast";

// One of them as a process of its own: "echo" or "sockets", as main() knows them.
class Echo {
 public:
  explicit Echo(const Plan& plan, const std::string& which = "echo");
  std::uint16_t port() const { return port_; }
  Clock::duration until_ready() const { return until_ready_; }
  Process& process() { return *process_; }

 private:
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
  Clock::duration until_ready_{};
};

}  // namespace askd::bench
