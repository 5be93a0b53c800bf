// Agents: their tokens and the stored cursors of their streams.
#pragma once

#include "core/turn.hpp"

namespace askd::core::agents {

// The agent whose token this is, unless the token has expired.
const Agent* with_token(const State& state, const Digest& hash, Instant now);

void decide(Turn& turn, const Acknowledged& input);

void apply(State& state, const Fact& fact);
// Puts an agent into State with its index, as apply() and a start do.
void remember(State& state, Agent agent);

}  // namespace askd::core::agents
