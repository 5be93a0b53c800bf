// Clamps the wall clock, and notices when it was set.
#include "engine/clock.hpp"

#include <algorithm>

namespace askd::engine {

Clock::Clock()
    : raw_([] { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }),
      steady_([] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
      }) {}

Instant Clock::now() {
  last_ = std::max(last_, raw_());
  return last_;
}

bool Clock::jumped() {
  const auto offset = raw_().time_since_epoch() - steady_();
  const bool ran_ahead = offset_ && offset - *offset_ > jump;
  offset_ = offset;
  return ran_ahead;
}

}  // namespace askd::engine
