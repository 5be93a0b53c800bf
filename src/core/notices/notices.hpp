// Notices: messages that need no answer.
#pragma once

#include "core/turn.hpp"

namespace askd::core::notices {

void decide(Turn& turn, const Requested& input);

void apply(State& state, const Fact& fact);

}  // namespace askd::core::notices
