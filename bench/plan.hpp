// What is to be measured, and how large.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <stdexcept>

namespace askd::bench {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// The run can't measure what it promised. No figure is printed for it, so it ends the run.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Plan {
  std::filesystem::path askd = {};    // the binary
  std::filesystem::path folder = {};  // of this run alone; stores lie below it
  Seconds warm_up{1.0};
  Seconds measured{10.0};
  std::size_t asking_connections = 256;
  std::size_t waiting_agents = 10'000;  // while answers come
  std::size_t answers_per_second = 1'000;
  std::size_t answering_connections = 64;
  std::size_t idle_agents = 15'000;  // whose memory is weighed
  std::size_t open_asks = 1'000'000;
  bool keys = false;  // those asks came with idempotency keys
  std::size_t starts = 11;
  std::size_t sockets = 1'000;  // that ask
  std::size_t asks_per_socket = 100;
  std::size_t members = 1'000;  // of the channel
  std::size_t window = 16;      // messages of one sender that aren't acknowledged
};

}  // namespace askd::bench
