// Reads askd.yaml and the files of teams.d beside it into one Configuration, or into all that is wrong with them.
#pragma once

#include "config/backends.hpp"
#include "config/configuration.hpp"
#include "config/overrides.hpp"
#include "config/surroundings.hpp"

#include "askd/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

inline constexpr std::string_view default_file = "/etc/askd/askd.yaml";

// A file in memory. Without a team it is askd.yaml; otherwise it is that team's.
struct SourceFile {
  std::string name;  // for the faults, and its folder for relative paths
  std::string bytes;
  std::string team = {};
};

// Flags win over the environment, which wins over the files, which win over the defaults. Touches nothing but the
// surroundings. The error holds every fault, one a line, and is Fault::invalid.
Result<Configuration> read(const std::vector<SourceFile>& files, const Flags& flags, AdapterTypes types,
                           const Surroundings& surroundings);

// The same from disk. Without `file` it is the default one, which then may be missing; teams.d may always be missing.
// Touches neither network nor store, and makes adapters without starting them. The roster has no digest.
Result<Configuration> check(const std::optional<std::filesystem::path>& file, const Environment& environment,
                            const Flags& flags, AdapterTypes types);

// As check(), with the roster's digest: SHA-256 over the bytes of the files, one after the other in their order.
Result<Configuration> load(const std::optional<std::filesystem::path>& file, const Environment& environment,
                           const Flags& flags, AdapterTypes types);

// All settings of askd.yaml, and of a team's file.
void declare(Section& is, Configuration& configuration, AdapterTypes types, const Surroundings& surroundings);

}  // namespace askd::config
