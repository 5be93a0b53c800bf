// The names that operators give: what may be written, so that people can type it in a chat and agents in a path.
#pragma once

#include "askd/result.hpp"

#include <string>
#include <string_view>

namespace askd::config {

// Of people, groups, teams, tags, backends and enrollment classes: 1 to 64 letters, digits, '-', '_' or '.' of any
// script, beginning with a letter or digit. The error is a sentence about `text`.
Result<> check_name(std::string_view text);

// '#' and a name.
Result<> check_channel_name(std::string_view text);

// A mail address, roughly: one '@' with something on both sides, and no white space. In lower case.
Result<std::string> parse_email(std::string_view text);

// "research-*": a name with stars.
Result<> check_pattern(std::string_view text);

// True if some name fits both patterns.
bool patterns_overlap(std::string_view one, std::string_view other);

}  // namespace askd::config
