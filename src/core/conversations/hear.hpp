// What a person did on a platform, taken to the ask or the conversation that it means.
#pragma once

#include "core/turn.hpp"

namespace askd::core::conversations {

// Finds out what `what` is about, and decides it. It was deduplicated before. `id` names the message it may become.
void hear(Turn& turn, const MessageId& id, const BackendId& backend, const Inbound& what);

// What was parked until its post was known for ours: the one that shows this delivery.
void hear_parked(Turn& turn, const Parked& parked, const Delivery& shown);

// Said in a room itself that no channel is bound to, and not to askd.
bool is_chatter(const State& state, const Inbound& what);

}  // namespace askd::core::conversations
