// Who is asked: names in a request, resolved to channels and people of the agent's team.
#pragma once

#include "core/turn.hpp"

#include <string>
#include <vector>

namespace askd::core::routing {

// Resolves "#channel", "@person" and "@group". None at all is the catch-all: the team's inbox. A name that nobody has
// is refused at its place: pointer "/to/0".
std::vector<Target> targets_of(Turn& turn, const TeamId& team, const std::vector<std::string>& names,
                               const std::string& pointer);

}  // namespace askd::core::routing
