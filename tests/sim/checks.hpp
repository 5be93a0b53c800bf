// The invariants of the world.
#pragma once

#include "sim/world.hpp"

namespace askd::sim {

struct Checks {
  const World& shown;
  World& world;

  explicit Checks(World& of) : shown(of), world(of) {}

  // After every step: at most one outcome (I1), no expiry before its time (I3), and nobody told what isn't on disk
  // (I2).
  void always();
  // After the calm: all the others.
  void finally();

 private:
  void note(const core::Fact& fact);
  void chain() const;               // I4: numbers gapless, hashes whole
  void asks_ended() const;          // I5
  void rows_are_the_log() const;    // I6
  void deliveries_done() const;     // I7
  void heard_once() const;          // I8
  void deeds_left_a_trace() const;  // I9
  // stream_checks.cpp
  void messages_are_there() const;     // I10
  void rooms_hear_each_other() const;  // I12
  void streams_are_the_log() const;    // I11
};

}  // namespace askd::sim
