// The files of a configuration on disk.
#pragma once

#include "config/config.hpp"
#include "config/faults.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace askd::config {

// askd.yaml, if there is one, and then teams.d/*.yaml beside it in the order of their names. Tells every file that
// can't be read. Nothing if askd.yaml is among these: without it, what the others name can't be checked.
std::optional<std::vector<SourceFile>> gather(const std::optional<std::filesystem::path>& file, Faults& faults);

}  // namespace askd::config
