// Fills a store with open asks: the daemon's own core, engine and store make them, without the doors.
#pragma once

#include "plan.hpp"

#include <cstddef>
#include <filesystem>

namespace askd::bench {

void fill(const std::filesystem::path& store, std::size_t asks, bool keys);

}  // namespace askd::bench
