// What a text means as a value. YAML's own ideas of numbers and truth have no say here.
#pragma once

#include "askd/result.hpp"
#include "askd/settings.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

// `true` or `false`: not yes, on or 1.
Result<bool> read_bool(std::string_view text);

// Decimal digits with an optional minus: no leading zero, no underscore, no other base. Checked against the key's
// bounds.
Result<std::int64_t> read_number(std::string_view text, const Key& key);

Result<std::chrono::milliseconds> read_duration(std::string_view text, const Key& key);

Result<std::uint64_t> read_size(std::string_view text, const Key& key);

// One of the key's words, if it has any, and nothing invisible in it.
Result<std::string> read_text(std::string_view text, const Key& key);

// "[one, two]" as a key's fallback has it, with the brackets or without.
std::vector<std::string> fallback_list(std::string_view text);

}  // namespace askd::config
