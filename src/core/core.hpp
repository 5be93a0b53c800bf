// Every decision, as four functions without I/O.
#pragma once

#include "core/fact.hpp"
#include "core/input.hpp"
#include "core/roster.hpp"
#include "core/state.hpp"

#include "askd/result.hpp"

#include <optional>
#include <vector>

namespace askd::core {

// What became of one input. With an error there are no facts; a refusal that the audit log must know of is a fact and
// may come with an error for the one who tried.
struct Outcome {
  Facts facts = {};
  Sequence first = 0;  // the number of facts[0]
  std::optional<Error> error = {};
  bool repeated = false;  // the same was asked before: `subject` is what it made then
  Ulid subject = {};      // what the input made, or is about
};

// Decides what `input` means at `now`, applies it to `state`, and says what was decided.
// The same state, roster, input and instant always give the same facts.
Outcome decide(State& state, const Roster& roster, Input input, Instant now);

// The only code that changes what a State knows: live inside decide(), and again at replay.
void apply(State& state, const Fact& fact);

// When decide(Ticked) next has something to do by itself.
std::optional<Instant> alarm(const State& state);

// The rows that `input` needs and that aren't in memory. What is read can name more rows: ask again after admit().
std::vector<RowKey> wants(const State& state, const Input& input);

// The earliest moment at which an errand that is owed may be run.
Instant due(const State& state, const Errand& errand);

}  // namespace askd::core
