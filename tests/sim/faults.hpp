// How hostile the world is in one run.
#pragma once

#include "sim/rng.hpp"

#include <stdexcept>
#include <string>

namespace askd::sim {

// Percentages. About half are zero in any one run, so that the others are met without them (swarm testing).
struct Faults {
  unsigned crash = 0;            // at each numbered point
  unsigned drop_response = 0;    // the platform did it, and we never hear so
  unsigned fail = 0;             // the platform refuses for now
  unsigned refuse = 0;           // the platform refuses for good
  unsigned duplicate = 0;        // an inbound comes twice
  unsigned reorder = 0;          // things overtake each other
  unsigned jump = 0;             // the wall clock is set
  unsigned reply_not_press = 0;  // people type instead of pressing
  unsigned hang_up = 0;          // an agent doesn't wait for its receipt
};

inline Faults draw_faults(Rng& rng, bool crashes) {
  const auto pick = [&](unsigned most) { return rng.chance(50) ? 0U : static_cast<unsigned>(rng.below(most + 1)); };
  Faults faults;
  faults.crash = crashes ? pick(4) : 0;
  faults.drop_response = pick(30);
  faults.fail = pick(30);
  faults.refuse = pick(4);
  faults.duplicate = pick(40);
  faults.reorder = pick(50);
  faults.jump = pick(5);
  faults.reply_not_press = pick(80);
  faults.hang_up = pick(20);
  return faults;
}

// The process dies here.
struct Crash {};

// An invariant doesn't hold.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

}  // namespace askd::sim
