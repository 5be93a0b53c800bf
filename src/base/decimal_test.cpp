#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/decimal.hpp"

namespace askd {
namespace {

TEST(Decimal, IsWrittenCanonically) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"0", "0"},
      {"-0", "0"},
      {"000", "0"},
      {"0.000", "0"},
      {"5", "5"},
      {"+5", "5"},
      {"007", "7"},
      {".5", "0.5"},
      {"5.", "5"},
      {"12.50", "12.5"},
      {"-12.050", "-12.05"},
      {"1e3", "1000"},
      {"1E-3", "0.001"},
      {"1.5e+2", "150"},
      {"0.000001", "0.000001"},
      {"0.0000001", "1e-7"},
      {"1e21", "1e+21"},
      {"1e20", "100000000000000000000"},
      {"123456789012345678901234", "1.23456789012345678901234e+23"},
      {"0e999", "0"},
      {"1e307", "1e+307"},
      {"9007199254740993", "9007199254740993"},
  };
  for (const auto& [text, expected] : cases) {
    const auto decimal = parse_decimal(text);
    ASSERT_TRUE(decimal) << text;
    EXPECT_EQ(to_text(*decimal), expected) << text;
    EXPECT_EQ(parse_decimal(to_text(*decimal)), decimal) << text;
  }
  for (const char* bad : {"",   "-",    "+",     ".",   "e5",      "1e",    "1e+",    "1,5",      "1 000", " 1",
                          "1 ", "0x10", "1.2.3", "--1", "1e99999", "1e308", "1e-400", "Infinity", "NaN",   "١"})
    EXPECT_FALSE(parse_decimal(bad)) << bad;
  EXPECT_FALSE(parse_decimal(std::string(101, '1')));
  EXPECT_FALSE(parse_decimal(std::string(1'000, '0')));
  const auto longest = parse_decimal("." + std::string(100, '1'));
  ASSERT_TRUE(longest);
  EXPECT_EQ(parse_decimal(to_text(*longest)), longest);
}

TEST(Decimal, IsComparedDigitByDigit) {
  const std::vector<std::string> ascending{
      "-1e300", "-10",  "-9.5", "-9.05", "-0.1", "-0.01", "0",   "1e-300",           "0.01",
      "0.1",    "0.11", "1",    "9.5",   "9.55", "10",    "100", "9007199254740992", "9007199254740993",
      "1e300"};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(*parse_decimal(ascending[i]) < *parse_decimal(ascending[j]), i < j)
          << ascending[i] << " " << ascending[j];
      EXPECT_EQ(*parse_decimal(ascending[i]) == *parse_decimal(ascending[j]), i == j);
    }
  }
}

TEST(Decimal, KnowsWhatIsWhole) {
  for (const char* whole : {"0", "5", "5.0", "1e3", "1.5e1", "-7"}) EXPECT_TRUE(parse_decimal(whole)->whole()) << whole;
  for (const char* part : {"0.5", "5.01", "1e-3", "1.55e1"}) EXPECT_FALSE(parse_decimal(part)->whole()) << part;
}

}  // namespace
}  // namespace askd
