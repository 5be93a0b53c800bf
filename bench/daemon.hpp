// The askd that is measured.
#pragma once

#include "process.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace askd::bench {

// What the measurements meet, beside the daemon's own default.
inline constexpr std::string_view raised_limits =
    "limits raised for the run: open_asks_per_agent 10,000,000 (1,000), requests_per_minute 100,000,000 (600), "
    "wait 1h (10m)";

class Daemon {
 public:
  // Starts askd on the store `name` below the plan's folder, and waits until /readyz says so.
  // `more` stands in its configuration, in lines.
  Daemon(const Plan& plan, const std::string& name, std::string_view more = {});

  std::uint16_t port() const { return port_; }
  // From the call that started the process to the first good answer of /readyz.
  Clock::duration until_ready() const { return until_ready_; }
  Process& process() { return *process_; }
  // The number that /metrics gives.
  double metric(std::string_view name) const;

 private:
  std::uint16_t port_;
  std::unique_ptr<Process> process_;
  Clock::duration until_ready_{};
};

// An agent's token and the cookie of a person who may answer it.
struct Keys {
  std::string token;
  std::string cookie;
};

// POST /bootstrap on an empty store, and the owner signs in.
Keys set_up(const Daemon& daemon);

// Asks again and again, with a new connection each time, until `request` is answered 200. The pause between two tries
// is `step`.
Clock::duration until_answered(const Process& process, std::uint16_t port, std::string_view request,
                               Clock::time_point since, std::chrono::microseconds step);

}  // namespace askd::bench
