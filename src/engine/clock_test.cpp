// Wall time never runs backwards here, and a jump is noticed once.
#include "engine/clock.hpp"

#include <gtest/gtest.h>

namespace askd::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

struct Machine {
  Instant wall{milliseconds(1'700'000'000'000)};
  milliseconds steady{5'000};
  Clock clock{[this] { return wall; }, [this] { return steady; }};

  void pass(milliseconds time) {
    wall += time;
    steady += time;
  }
};

TEST(Clock, AStepBackIsHeldUntilWallTimeCatchesUp) {
  Machine machine;
  const Instant before = machine.clock.now();
  machine.wall -= minutes(5);
  EXPECT_EQ(machine.clock.now(), before);
  machine.pass(minutes(4));
  EXPECT_EQ(machine.clock.now(), before);
  machine.pass(minutes(2));
  EXPECT_EQ(machine.clock.now(), before + minutes(1));
}

TEST(Clock, IsNeverBeforeTheLastRecord) {
  Machine machine;
  const Instant later = machine.wall + minutes(30);
  machine.clock.never_before(later);
  EXPECT_EQ(machine.clock.now(), later);
}

TEST(Clock, AStepForwardIsAJumpOnce) {
  Machine machine;
  EXPECT_FALSE(machine.clock.jumped());
  machine.pass(minutes(10));
  EXPECT_FALSE(machine.clock.jumped());
  machine.wall += milliseconds(60'000);
  EXPECT_FALSE(machine.clock.jumped());
  machine.wall += milliseconds(60'001);
  EXPECT_TRUE(machine.clock.jumped());
  EXPECT_FALSE(machine.clock.jumped());
}

TEST(Clock, AStepBackIsNoJump) {
  Machine machine;
  EXPECT_FALSE(machine.clock.jumped());
  machine.wall -= minutes(10);
  EXPECT_FALSE(machine.clock.jumped());
}

}  // namespace
}  // namespace askd::engine
