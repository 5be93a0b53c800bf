#include "config/scalars.hpp"

#include "base/time.hpp"
#include "base/unicode.hpp"
#include "config/meant.hpp"

#include <charconv>
#include <limits>

namespace askd::config {
namespace {

using unicode::quoted;

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

std::string duration_of(std::int64_t milliseconds) { return format_duration(std::chrono::milliseconds(milliseconds)); }

}  // namespace

Result<bool> read_bool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return invalid(quoted(text) + " is neither true nor false: write one of these");
}

Result<std::int64_t> read_number(std::string_view text, const Key& key) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !all_digits(digits))
    return invalid(quoted(text) + " is no whole number: write decimal digits only, as in 1000");
  if (digits.size() > 1 && digits.front() == '0')
    return invalid(quoted(text) + " begins with a zero, which could mean another base: leave the zero out");
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || end != text.data() + text.size()) return invalid(quoted(text) + " is too large a number");
  if (number < key.least) return invalid(quoted(text) + " is too small: the least is " + std::to_string(key.least));
  if (number > key.most) return invalid(quoted(text) + " is too large: the most is " + std::to_string(key.most));
  return number;
}

Result<std::chrono::milliseconds> read_duration(std::string_view text, const Key& key) {
  const auto duration = parse_duration(text);
  if (!duration)
    return invalid(quoted(text) + " is no duration: write a number and its unit, as in 90s, 15m, 2h or 3d");
  if (duration->count() < key.least)
    return invalid(quoted(text) + " is too short: the least is " + duration_of(key.least));
  if (duration->count() > key.most) return invalid(quoted(text) + " is too long: the most is " + duration_of(key.most));
  return *duration;
}

Result<std::uint64_t> read_size(std::string_view text, const Key& key) {
  const auto size = parse_size(text);
  if (!size) return invalid(quoted(text) + " is no size: write bytes, or a number and its unit, as in 64KiB or 1MiB");
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const auto bytes = static_cast<std::int64_t>(*size > most ? most : *size);
  if (bytes < key.least)
    return invalid(quoted(text) + " is too small: the least is " + std::to_string(key.least) + " bytes");
  if (bytes > key.most)
    return invalid(quoted(text) + " is too large: the most is " + std::to_string(key.most) + " bytes");
  return *size;
}

Result<std::string> read_text(std::string_view text, const Key& key) {
  if (!unicode::all_visible(text))
    return invalid("an invisible character stands in " + quoted(text) + ": type it anew instead of pasting it");
  std::string value(text);
  if (key.one_of.empty()) return value;
  for (const std::string& word : key.one_of)
    if (word == value) return value;
  const std::string guess = meant(value, key.one_of);
  return invalid(quoted(text) + " isn't possible here: write " + one_of_these(key.one_of) +
                 (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
}

std::vector<std::string> fallback_list(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::vector<std::string> out;
  while (!unicode::trim(text).empty()) {
    const std::size_t comma = text.find(',');
    out.emplace_back(unicode::trim(text.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return out;
}

}  // namespace askd::config
