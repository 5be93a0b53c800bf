// Agents that let themselves in with the secret of their class.
#pragma once

#include "daemon.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::bench {

// The channel that agents of the class come into, if somebody made it before.
inline constexpr std::string_view channel_name = "#bench";

// A class of agents, for the configuration. Its secret lies in a file of the run's folder.
std::string enrollment(const Plan& plan);

// Registers agents number `first` to `first + count - 1`; their tokens.
std::vector<std::string> enroll(const Daemon& daemon, std::size_t first, std::size_t count);

// The agent of that token makes the channel; its id.
std::string make_channel(const Daemon& daemon, const std::string& token);

}  // namespace askd::bench
