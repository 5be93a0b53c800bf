// Durations, instants and sizes: whatever is read comes out the same when it is written and read again.
#include "base/check.hpp"
#include "base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto duration = parse_duration(text)) {
    CHECK(duration->count() >= 0 && *duration <= std::chrono::days(36'525), "A duration is beyond 100 years.");
    const auto again = parse_duration(format_duration(*duration));
    CHECK(again && *again == *duration, "A duration written again is another one.");
  }
  if (const auto instant = parse_instant(text)) {
    const std::string written = format_instant(*instant);
    CHECK(written.size() == 24 && written.back() == 'Z');
    const auto again = parse_instant(written);
    CHECK(again && *again == *instant, "A time written again is another one.");
    CHECK(format_instant(*again) == written);
  }
  if (const auto bytes = parse_size(text)) {
    const auto again = parse_size(std::to_string(*bytes));
    CHECK(again && *again == *bytes, "A size written again is another one.");
  }
  return 0;
}
