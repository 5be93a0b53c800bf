#include "shapes/waiting.hpp"

#include "base/time.hpp"
#include "base/unicode.hpp"
#include "shapes/cursor.hpp"

#include <algorithm>
#include <charconv>

namespace askd::shapes {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A number of seconds without a unit. What has too many digits is longer than anything allowed.
std::optional<milliseconds> bare_seconds(std::string_view text, milliseconds most) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t count = 0;
  const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc{} || count > std::chrono::duration_cast<seconds>(most).count()) return most;
  return seconds(count);
}

// "wait=30" among the preferences of one field, which are separated by commas; each may have parameters.
std::optional<milliseconds> preferred_wait(std::string_view field, milliseconds most) {
  while (!field.empty()) {
    const auto comma = field.find(',');
    std::string_view preference = unicode::trim(field.substr(0, field.find_first_of(",;")));
    field = comma == std::string_view::npos ? std::string_view{} : field.substr(comma + 1);
    const auto equals = preference.find('=');
    if (equals == std::string_view::npos) continue;
    if (!net::same_name(unicode::trim(preference.substr(0, equals)), "wait")) continue;
    std::string_view value = unicode::trim(preference.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return bare_seconds(value, most);
  }
  return std::nullopt;
}

Error wrong(std::string_view name, std::string detail) {
  const std::string pointer = "?" + std::string(name);
  return Error{Fault::invalid, pointer + " " + detail + ".", {{pointer, detail}}};
}

}  // namespace

std::string Waiting::applied() const {
  return "wait=" + std::to_string(std::chrono::duration_cast<seconds>(wait.value_or(milliseconds(0))).count());
}

Result<milliseconds> parse_wait(std::string_view text, milliseconds most) {
  if (const auto bare = bare_seconds(text, most)) return *bare;
  const auto duration = parse_duration(text);
  if (!duration) return invalid("A wait is a duration such as 30s, or a number of seconds.");
  return std::min(*duration, most);
}

Result<Waiting> read_waiting(const net::Request& request, const Bounds& bounds) {
  Waiting waiting;
  if (const auto wait = request.param("wait")) {
    const auto parsed = parse_wait(*wait, bounds.wait_max);
    if (!parsed) return wrong("wait", "must be a duration such as 30s, or a number of seconds");
    waiting.wait = *parsed;
  } else {
    for (const std::string_view field : request.headers.all("Prefer")) {
      if (!waiting.wait) waiting.wait = preferred_wait(field, bounds.wait_max);
    }
    waiting.preferred = waiting.wait.has_value();
  }
  if (const auto until = request.param("until")) {
    if (*until != "end" && *until != "activity") return wrong("until", "must be end or activity");
    waiting.until = *until == "activity" ? Until::activity : Until::end;
  }
  if (const auto after = request.param("after")) {
    waiting.after = parse_cursor(*after);
    if (!waiting.after) return wrong("after", "must be a cursor that askd gave, such as an ask's activity");
  }
  return waiting;
}

}  // namespace askd::shapes
