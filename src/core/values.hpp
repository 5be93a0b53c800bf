// Small types that several nouns of the core share.
#pragma once

#include "askd/id.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace askd::core {

// A team's name; the name of its file in teams.d. "default" where nobody made teams.
using TeamId = std::string;
inline constexpr std::string_view default_team = "default";

// A number of a record in the log, from 1 without gaps. Cursors of streams are made of it.
using Sequence = std::uint64_t;

// SHA-256.
using Digest = std::array<std::uint8_t, 32>;

// A text that people or agents wrote. A long one stands in the log as its hash, so that it can be erased without
// breaking the chain.
struct Prose {
  std::string text;
  bool operator==(const Prose&) const = default;
};

// A text that must not be in an exported log at all (a password's hash): the log always holds its hash only.
struct Sealed {
  std::string text;
  bool operator==(const Sealed&) const = default;
};

}  // namespace askd::core
