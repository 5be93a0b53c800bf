// Every route of the people's door but the pages, one list for each family.
#pragma once

#include "inbox/visit.hpp"

#include <span>
#include <vector>

namespace askd::inbox {

const std::vector<Route>& routes();

std::span<const Route> ask_routes();
std::span<const Route> conversation_routes();
std::span<const Route> entry_routes();
std::span<const Route> people_routes();
std::span<const Route> event_routes();
std::span<const Route> audit_routes();
std::span<const Route> channel_routes();
std::span<const Route> agent_routes();
std::span<const Route> backend_routes();

}  // namespace askd::inbox
