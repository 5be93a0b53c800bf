#include "base/time.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "base/check.hpp"

namespace askd {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  std::int64_t milliseconds;
};
constexpr std::array<Unit, 5> units{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

constexpr std::int64_t longest = 36'525LL * 86'400'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The whole number at the front of `text`, which is taken off; nothing if there is none or if it is too large.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

// The unit at the front of `text`, which is taken off.
const Unit* take_unit(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && !is_digit(text[size])) ++size;
  const std::string_view name = text.substr(0, size);
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    text.remove_prefix(size);
    return &unit;
  }
  return nullptr;
}

std::optional<std::int64_t> duration_of(std::string_view text) {
  std::int64_t total = 0;
  std::int64_t smallest = std::numeric_limits<std::int64_t>::max();
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const auto number = take_number(text);
    const Unit* unit = number ? take_unit(text) : nullptr;
    if (unit == nullptr || unit->milliseconds >= smallest) return std::nullopt;
    smallest = unit->milliseconds;
    if (*number > (longest - total) / unit->milliseconds) return std::nullopt;
    total += *number * unit->milliseconds;
  }
  return total;
}

// Exactly `digits` digits at the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// Milliseconds after a decimal point; what is finer is dropped.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  int value = 0;
  int place = 100;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    value += (text.front() - '0') * place;
    place /= 10;
  }
  return milliseconds(value);
}

std::optional<milliseconds> take_time_of_day(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_digits(text, 2);
  // 60 is a leap second, which our days don't have: it falls together with the second after it.
  if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const milliseconds whole = std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  if (!take(text, '.')) return whole;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  return whole + *fraction;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return std::chrono::minutes(0);
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const std::chrono::minutes offset = std::chrono::hours(*hour) + std::chrono::minutes(*minute);
  return east ? offset : -offset;
}

std::optional<Instant> instant_of(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
  const auto time = take_time_of_day(text);
  const auto offset = time ? take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) return std::nullopt;
  const Instant instant = *date + *time - *offset;
  constexpr Instant first = std::chrono::sys_days(std::chrono::year(1) / 1 / 1);
  constexpr Instant end = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);
  if (instant < first || instant >= end) return std::nullopt;
  return instant;
}

// Decimal digits of `value`, as many as the place has.
void put(char* place, std::size_t digits, std::int64_t value) {
  for (; digits-- > 0; value /= 10) place[digits] = static_cast<char>('0' + value % 10);
}

}  // namespace

Result<milliseconds> parse_duration(std::string_view text) {
  if (const auto duration = duration_of(text)) return milliseconds(*duration);
  return invalid("A duration is a whole number and a unit, such as 500ms, 90s, 15m, 2h, 3d or 1h30m, up to 100 years.");
}

std::string format_duration(milliseconds duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  for (const Unit& unit : units)
    if (count % unit.milliseconds == 0) return std::to_string(count / unit.milliseconds).append(unit.name);
  return std::to_string(count) + "ms";
}

Result<Instant> parse_instant(std::string_view text) {
  if (const auto instant = instant_of(text)) return *instant;
  return invalid("A time is written as RFC 3339 says, such as 2025-01-31T12:00:00Z or 2025-01-31T13:00:00+01:00.");
}

void append_instant(std::string& out, Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  CHECK(year >= 0 && year <= 9999, "A time lies outside of the years that RFC 3339 can write.");
  std::array<char, 25> text{"0000-00-00T00:00:00.000Z"};
  const std::int64_t time = (instant - day).count();
  put(&text[0], 4, year);
  put(&text[5], 2, static_cast<unsigned>(date.month()));
  put(&text[8], 2, static_cast<unsigned>(date.day()));
  put(&text[11], 2, time / 3'600'000);
  put(&text[14], 2, time / 60'000 % 60);
  put(&text[17], 2, time / 1'000 % 60);
  put(&text[20], 3, time % 1'000);
  out.append(text.data(), text.size() - 1);
}

std::string format_instant(Instant instant) {
  std::string out;
  append_instant(out, instant);
  return out;
}

Result<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int>, 5> suffixes{
      {{"", 0}, {"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};
  const auto number = take_number(text);
  if (number) {
    for (const auto& [suffix, shift] : suffixes)
      if (text == suffix && *number <= (std::numeric_limits<std::int64_t>::max() >> shift))
        return static_cast<std::uint64_t>(*number) << shift;
  }
  return invalid("A size is a whole number of bytes, or one with KiB, MiB or GiB behind it, such as 64KiB.");
}

}  // namespace askd
