// Channels: found by name, declared by files, joined by people.
#pragma once

#include "core/turn.hpp"

#include <string_view>
#include <vector>

namespace askd::core::channels {

// Names are unique in a team after NFKC and case folding; the '#' may be left out.
ChannelId named(const State& state, const TeamId& team, std::string_view name);

// Makes the channels of the files as the files say, adopts those of the same name, and archives those that left.
void reconcile(Turn& turn, std::vector<Ulid>& fresh);

void apply(State& state, const Fact& fact);
// Puts a channel into State with its index, as apply() and a start do.
void remember(State& state, Channel channel);

}  // namespace askd::core::channels
