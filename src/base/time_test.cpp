#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace askd {
namespace {

using std::chrono::milliseconds;

TEST(Duration, IsReadAsPeopleWriteIt) {
  const std::vector<std::pair<std::string, std::int64_t>> cases{
      {"500ms", 500},       {"90s", 90'000},       {"15m", 900'000},
      {"2h", 7'200'000},    {"3d", 259'200'000},   {"0s", 0},
      {"1h30m", 5'400'000}, {"1d1ms", 86'400'001}, {"36525d", 36'525LL * 86'400'000},
  };
  for (const auto& [text, expected] : cases) {
    const auto duration = parse_duration(text);
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(duration->count(), expected) << text;
  }
  for (const char* bad : {"", "90", "s", "-5s", "+5s", "1.5h", "5 s", "5S", "1m1h", "1h1h", "5sx", "36526d", "5y",
                          "99999999999999999999s", "9223372036854775807d", " 5s", "5s "})
    EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Duration, IsWrittenInTheLargestUnitThatFits) {
  const std::vector<std::pair<std::int64_t, std::string>> cases{
      {0, "0s"},       {1, "1ms"},        {1500, "1500ms"},   {90'000, "90s"},
      {120'000, "2m"}, {7'200'000, "2h"}, {86'400'000, "1d"}, {-2000, "-2s"},
  };
  for (const auto& [count, expected] : cases) EXPECT_EQ(format_duration(milliseconds(count)), expected);
  for (const std::int64_t count : {1LL, 999LL, 61'000LL, 3'600'000LL, 123'456'789LL})
    EXPECT_EQ(parse_duration(format_duration(milliseconds(count)))->count(), count);
}

TEST(InstantText, IsReadAsRfc3339) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"2025-01-31T12:00:00Z", "2025-01-31T12:00:00.000Z"},
      {"2025-01-31t12:00:00z", "2025-01-31T12:00:00.000Z"},
      {"2025-01-31 12:00:00Z", "2025-01-31T12:00:00.000Z"},
      {"2025-01-31T12:00:00.5+01:30", "2025-01-31T10:30:00.500Z"},
      {"2025-01-31T23:30:00-01:00", "2025-02-01T00:30:00.000Z"},
      {"2025-01-31T12:00:00.123999999999Z", "2025-01-31T12:00:00.123Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
  };
  for (const auto& [text, expected] : cases) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(format_instant(*instant), expected) << text;
  }
  for (const char* bad : {"",
                          "2025-01-31",
                          "2025-01-31T12:00:00",
                          "2025-01-31T12:00Z",
                          "2025-02-29T00:00:00Z",
                          "2025-13-01T00:00:00Z",
                          "2025-00-01T00:00:00Z",
                          "2025-01-32T00:00:00Z",
                          "2025-01-31T24:00:00Z",
                          "2025-01-31T12:60:00Z",
                          "2025-01-31T12:00:61Z",
                          "2025-01-31T12:00:00.Z",
                          "2025-01-31T12:00:00+1:00",
                          "2025-01-31T12:00:00+24:00",
                          "2025-01-31T12:00:00Zx",
                          "0000-01-01T00:00:00Z",
                          "0001-01-01T00:00:00+00:01",
                          "9999-12-31T23:59:59-00:01",
                          "12025-01-31T12:00:00Z",
                          "2025-1-31T12:00:00Z",
                          "tomorrow"})
    EXPECT_FALSE(parse_instant(bad)) << bad;
}

TEST(InstantText, GoesRoundForEveryDayOfFourCenturies) {
  const Instant first = std::chrono::sys_days(std::chrono::year(1900) / 1 / 1);
  for (int day = 0; day < 400 * 365; ++day) {
    const Instant instant = first + std::chrono::days(day) + milliseconds(day * 589 % 86'400'000);
    ASSERT_EQ(*parse_instant(format_instant(instant)), instant);
  }
}

TEST(Size, IsReadWithBinaryUnits) {
  const std::vector<std::pair<std::string, std::uint64_t>> cases{
      {"0", 0}, {"123", 123}, {"123B", 123}, {"64KiB", 65'536}, {"1MiB", 1'048'576}, {"2GiB", 2'147'483'648}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(*parse_size(text), expected) << text;
  for (const char* bad : {"", "MiB", "-1", "1.5MiB", "1MB", "1kb", "1 MiB", "9223372036854775807GiB"})
    EXPECT_FALSE(parse_size(bad)) << bad;
}

}  // namespace
}  // namespace askd
