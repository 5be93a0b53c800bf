// What agents and people say in channels.
#pragma once

#include "core/turn.hpp"

namespace askd::core::conversations {

// Decides a message to a channel; it was found to be no repetition before.
void speak(Turn& turn, const Wrote& input);
// Numbers a message that is said in a channel, finds whom it mentions, and takes it to the channel's other rooms.
void say(Turn& turn, const Channel& channel, Said said);

}  // namespace askd::core::conversations
