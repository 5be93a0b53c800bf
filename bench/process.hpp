// A process that the benchmark starts, weighs and ends.
#pragma once

#include "plan.hpp"

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace askd::bench {

class Process {
 public:
  // What it prints goes to the file `output`. It dies with the benchmark.
  Process(const std::vector<std::string>& command, const std::filesystem::path& output);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  bool running() const;
  std::string printed() const;
  // Resident memory in bytes, and the most that there ever was.
  std::size_t resident() const;
  std::size_t resident_most() const;
  // Processor time of all its threads so far.
  Seconds processor_time() const;

  // SIGTERM, and a Failure if it doesn't end within a minute.
  void stop();
  // SIGKILL.
  void kill();

 private:
  std::size_t status_bytes(std::string_view field) const;
  bool ended_within(std::chrono::milliseconds time);

  pid_t pid_ = -1;
  std::filesystem::path output_;
};

// Processor time of the benchmark itself.
Seconds own_processor_time();

// A port of 127.0.0.1 that nobody listens on.
std::uint16_t free_port();

// Raises the limit of open files to at least `count`, for children too; says what it was raised to.
std::size_t raise_descriptors(std::size_t count);

}  // namespace askd::bench
