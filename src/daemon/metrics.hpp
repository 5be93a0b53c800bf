// Counters and gauges in the form that Prometheus reads.
#pragma once

#include "core/core.hpp"
#include "engine/schedule.hpp"

#include "askd/words.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace askd::daemon {

class Metrics {
 public:
  Metrics(std::string_view version, const core::State& recovered);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // For every input that was decided and is on disk.
  void observe(const core::State& state, const core::Outcome& outcome);
  void request(std::string_view method);
  void wrote(std::chrono::steady_clock::duration took);
  void reloaded(bool well, Instant at);
  void connections(std::size_t count);
  void backend(const BackendId& id, engine::BackendState state);

  // Text of the exposition format, version 0.0.4.
  std::string text() const;

 private:
  void count(const core::State& state, const core::asks::Fact& fact);

  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace askd::daemon
