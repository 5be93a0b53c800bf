// Instants, durations and sizes as people and protocols write them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "askd/result.hpp"
#include "askd/words.hpp"

namespace askd {

// "500ms", "90s", "15m", "2h", "3d", or several of them from large to small: "1h30m". At most 100 years.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

// In the largest unit that leaves no rest: 90 s is "90s", 120 s is "2m".
std::string format_duration(std::chrono::milliseconds duration);

// RFC 3339 with any offset. Digits beyond milliseconds are dropped. Years 1 to 9999.
Result<Instant> parse_instant(std::string_view text);

// RFC 3339 in UTC with three decimals: "2025-01-31T12:00:00.000Z". Years 0 to 9999.
std::string format_instant(Instant instant);
void append_instant(std::string& out, Instant instant);

// "123" (bytes), "64KiB", "1MiB", "2GiB".
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace askd
