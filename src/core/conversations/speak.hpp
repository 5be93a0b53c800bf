// What agents and people say in channels.
#pragma once

#include "core/turn.hpp"

namespace askd::core::conversations {

// Decides a message to a channel; it was found to be no repetition before.
void speak(Turn& turn, const Wrote& input);

}  // namespace askd::core::conversations
