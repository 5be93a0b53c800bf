// The names that people, operators and agents give to things.
#pragma once

#include "askd/result.hpp"

#include <string_view>

namespace askd::core {

// Of people, groups, teams, tags, backends and enrollment classes: 1 to 64 letters, digits, '-', '_' or '.' of any
// script, beginning with a letter or digit. The error is a sentence about `text`.
Result<> check_name(std::string_view text);

// '#' and a name.
Result<> check_channel_name(std::string_view text);

// Of agents that register: 1 to 64 visible characters in one line, neither '@' nor '#' among them.
Result<> check_display_name(std::string_view text);

// "research-*": a name with stars.
Result<> check_pattern(std::string_view text);

bool fits_pattern(std::string_view name, std::string_view pattern);

// True if some name fits both patterns.
bool patterns_overlap(std::string_view one, std::string_view other);

}  // namespace askd::core
