// Decimal numbers as text: read, compared and written digit by digit, so that nothing is rounded.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace askd {

// ±0.d₁d₂d₃… × 10^point, without zeros at either end of the digits; zero has no digits and no sign.
struct Decimal {
  bool negative = false;
  std::string digits = {};
  int point = 0;

  bool whole() const { return static_cast<int>(digits.size()) <= point || digits.empty(); }
  bool operator==(const Decimal&) const = default;
  std::strong_ordering operator<=>(const Decimal& other) const;
};

// A number as JSON writes it, or as people do: "+5", ".5" and "5." too. Nothing if it isn't one, has more than 100
// digits (zeros at the ends apart), or isn't between 1e-308 and 1e308 in size.
std::optional<Decimal> parse_decimal(std::string_view text);

// As ECMAScript writes numbers (and so RFC 8785): plain from 1e-6 to 1e21, with an exponent beyond.
void append_decimal(std::string& out, bool negative, std::string_view digits, int point);
std::string to_text(const Decimal& decimal);

}  // namespace askd
