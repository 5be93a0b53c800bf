// When something is called for, and what of it counts.
#pragma once

#include "plan.hpp"

#include <cstddef>

namespace askd::bench {

// Calls for something at a steady rate, whether or not what was called for before is done: an answer that is late makes
// those behind it late, and all of them count from when they were due.
class Schedule {
 public:
  Schedule(Clock::time_point start, std::size_t per_second) : start_(start), per_second_(per_second) {}
  Clock::time_point next() const {
    return start_ + std::chrono::duration_cast<Clock::duration>(
                        Seconds(static_cast<double>(called_) / static_cast<double>(per_second_)));
  }
  void called() { ++called_; }

 private:
  Clock::time_point start_;
  std::size_t per_second_;
  std::size_t called_ = 0;
};

struct Span {
  Clock::time_point start;     // of what is called for
  Clock::time_point measured;  // from here on it counts
  Clock::time_point end;
};

inline Span span_of(const Plan& plan) {
  Span span;
  span.start = Clock::now();
  span.measured = span.start + std::chrono::duration_cast<Clock::duration>(plan.warm_up);
  span.end = span.measured + std::chrono::duration_cast<Clock::duration>(plan.measured);
  return span;
}

}  // namespace askd::bench
