#include "base/decimal.hpp"

#include <algorithm>
#include <cstddef>

namespace askd {
namespace {

constexpr std::size_t digits_max = 100;
// Zeros at the ends don't count among the digits, but somebody has to read them.
constexpr std::size_t text_max = 500;
constexpr int exponent_max = 308;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits at the front of `text`.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// The number after an "e"; nothing if there is none, or if it is absurdly long.
std::optional<int> take_exponent(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view digits = take_digits(text);
  if (digits.empty() || digits.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

// Drops zeros at both ends; those in front of the first digit move the point.
void normalise(Decimal& decimal) {
  const std::size_t first = decimal.digits.find_first_not_of('0');
  if (first == std::string::npos) {
    decimal = {};
    return;
  }
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  decimal.digits.erase(0, first);
  decimal.point -= static_cast<int>(first);
}

std::strong_ordering compare_size(const Decimal& one, const Decimal& other) {
  if (one.digits.empty() || other.digits.empty()) return one.digits.size() <=> other.digits.size();
  if (one.point != other.point) return one.point <=> other.point;
  return one.digits.compare(other.digits) <=> 0;
}

}  // namespace

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (negative != other.negative) return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return negative ? compare_size(other, *this) : compare_size(*this, other);
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal decimal;
  decimal.negative = take(text, '-');
  if (!decimal.negative) take(text, '+');
  const std::string_view whole = take_digits(text);
  const std::string_view fraction = take(text, '.') ? take_digits(text) : std::string_view{};
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (whole.size() + fraction.size() > text_max) return std::nullopt;
  int exponent = 0;
  if (take(text, 'e') || take(text, 'E')) {
    const std::optional<int> given = take_exponent(text);
    if (!given) return std::nullopt;
    exponent = *given;
  }
  if (!text.empty()) return std::nullopt;
  decimal.digits.append(whole).append(fraction);
  decimal.point = static_cast<int>(whole.size()) + exponent;
  normalise(decimal);
  if (decimal.digits.size() > digits_max) return std::nullopt;
  if (decimal.point > exponent_max || decimal.point < -exponent_max) return std::nullopt;
  return decimal;
}

void append_decimal(std::string& out, bool negative, std::string_view digits, int point) {
  if (digits.empty()) {
    out += '0';
    return;
  }
  if (negative) out += '-';
  const int count = static_cast<int>(digits.size());
  if (point > 21 || point <= -6) {
    out += digits.front();
    if (count > 1) out.append(1, '.').append(digits.substr(1));
    out += point > 0 ? "e+" : "e-";
    out += std::to_string(point > 0 ? point - 1 : 1 - point);
  } else if (point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else if (point >= count) {
    out.append(digits).append(static_cast<std::size_t>(point - count), '0');
  } else {
    const auto whole = static_cast<std::size_t>(point);
    out.append(digits.substr(0, whole)).append(1, '.').append(digits.substr(whole));
  }
}

std::string to_text(const Decimal& decimal) {
  std::string out;
  append_decimal(out, decimal.negative, decimal.digits, decimal.point);
  return out;
}

}  // namespace askd
