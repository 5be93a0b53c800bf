// Decimals, two at a time: written and read again they are the same, and their order is that of the numbers.
#include "base/check.hpp"
#include "base/decimal.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using askd::Decimal;

void check_one(const Decimal& decimal) {
  const std::string text = askd::to_text(decimal);
  const auto again = askd::parse_decimal(text);
  CHECK(again && *again == decimal, "A decimal written again is another one.");
  CHECK(askd::to_text(*again) == text);
  CHECK(decimal.digits.empty() || (decimal.digits.front() != '0' && decimal.digits.back() != '0'));
  CHECK(!decimal.digits.empty() || !decimal.negative, "Zero has a sign.");
  const double number = std::strtod(text.c_str(), nullptr);
  CHECK(std::isfinite(number) && std::signbit(number) == decimal.negative);
  // What has at most 15 digits is told apart by a double.
  if (decimal.digits.size() <= 15 && std::fabs(number) < 1e15) CHECK(decimal.whole() == (number == std::floor(number)));
}

void check_order(const Decimal& one, const Decimal& other) {
  const auto order = one <=> other;
  CHECK(((other <=> one) < 0) == (order > 0) && ((other <=> one) == 0) == (order == 0),
        "The order depends on who comes first.");
  CHECK((order == 0) == (one == other));
  const double a = std::strtod(askd::to_text(one).c_str(), nullptr);
  const double b = std::strtod(askd::to_text(other).c_str(), nullptr);
  if (a < b) CHECK(order < 0, "The smaller number isn't smaller.");
  if (a > b) CHECK(order > 0, "The greater number isn't greater.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto space = text.find(' ');
  const auto one = askd::parse_decimal(text.substr(0, space));
  if (one) check_one(*one);
  if (space == text.npos) return 0;
  const auto other = askd::parse_decimal(text.substr(space + 1));
  if (other) check_one(*other);
  if (one && other) check_order(*one, *other);
  return 0;
}
