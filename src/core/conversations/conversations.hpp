// Conversations: what is said where, which ask a reply belongs to, and what was heard before.
#pragma once

#include "core/turn.hpp"

namespace askd::core::conversations {

void decide(Turn& turn, const Wrote& input);
void decide(Turn& turn, const Heard& input);
void decide(Turn& turn, const Identified& input);
// A post became known: replies in its thread that came too early are heard now.
void unpark(Turn& turn, const PostRef& post, Delivery shown);

void apply(State& state, const Fact& fact);

}  // namespace askd::core::conversations
