// Wall time that never runs backwards.
#pragma once

#include "askd/words.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace askd::engine {

// A step back is held until wall time catches up; a step forward is taken, and told as a jump.
class Clock {
 public:
  // A forward step of more than this, or a start, is a jump: answers given meanwhile may still be on their way.
  static constexpr std::chrono::milliseconds jump{60'000};

  // `raw` is the machine's wall clock, `steady` the one that no administrator sets.
  using Raw = std::function<Instant()>;
  using Steady = std::function<std::chrono::milliseconds()>;

  Clock();
  Clock(Raw raw, Steady steady) : raw_(std::move(raw)), steady_(std::move(steady)) {}

  // Milliseconds; never less than what it said before, or than `floor` (the time of the last record on disk).
  Instant now();
  void never_before(Instant floor) { last_ = std::max(last_, floor); }

  // Whether wall time ran ahead of the steady clock by a jump since this was last asked.
  bool jumped();

 private:
  Raw raw_;
  Steady steady_;
  Instant last_ = {};
  std::optional<std::chrono::milliseconds> offset_ = {};  // wall less steady, when jumped() was last asked
};

}  // namespace askd::engine
