// Which rooms a thing is posted into.
#pragma once

#include "core/turn.hpp"

#include <vector>

namespace askd::core::deliveries {

// The rooms that the targets are bound to, each once: those of channels, and the first identity of people.
std::vector<Room> rooms_of(const State& state, const Roster& roster, const std::vector<Target>& targets);

// Queues one delivery of an ask or a notice for each room.
void queue_into(Turn& turn, Ulid subject, const std::vector<Room>& rooms);

}  // namespace askd::core::deliveries
