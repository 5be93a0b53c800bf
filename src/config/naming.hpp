// The addresses that operators give; what may be a name is the core's to say.
#pragma once

#include "core/names.hpp"

#include "askd/result.hpp"

#include <string>
#include <string_view>

namespace askd::config {

using core::check_channel_name;
using core::check_name;
using core::check_pattern;
using core::patterns_overlap;

// A mail address, roughly: one '@' with something on both sides, and no white space. In lower case.
Result<std::string> parse_email(std::string_view text);

}  // namespace askd::config
