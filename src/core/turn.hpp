// One input's worth of decisions.
#pragma once

#include "core/core.hpp"

namespace askd::core {

// What is emitted is already applied, so that the next line sees it.
class Turn {
 public:
  Turn(State& state, const Roster& roster, Instant now) : state_(state), roster_(roster), now_(now) {}

  const State& state() const { return state_; }
  const Roster& roster() const { return roster_; }
  Instant now() const { return now_; }

  void emit(Fact fact);
  // The input can't be taken. Nothing may have been emitted before.
  void refuse(Error error);
  void refuse(Fault fault, std::string message) { refuse(Error{fault, std::move(message)}); }
  void refuse_field(std::string pointer, std::string detail);
  // The input was taken before; `subject` is what it made then.
  void repeat(Ulid subject);
  void result(Ulid subject) { outcome_.subject = subject; }

  bool refused() const { return outcome_.error.has_value(); }
  Outcome take() { return std::move(outcome_); }

 private:
  State& state_;
  const Roster& roster_;
  Instant now_;
  Outcome outcome_ = {};
};

}  // namespace askd::core
