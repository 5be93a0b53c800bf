#include "base/json_read.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"

namespace askd::json {
namespace {

// How many letters must be added, dropped, changed or swapped with the next to turn one into the other.
std::size_t edit_distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(other.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::vector<std::size_t> row(other.size() + 1, i);
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t change = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, std::move(row));
  }
  return last.back();
}

// The known name that was probably meant; empty if none comes close.
std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  if (name.size() > 64) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

std::string quoted(std::string_view word) { return "'" + std::string(word) + "'"; }

// 'a', 'b' or 'c'.
std::string listed(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += quoted(words[i]);
  }
  return out;
}

}  // namespace

void Reader::problem(std::string detail) const { problems_.push_back({pointer(), std::move(detail)}); }

std::string Reader::pointer() const {
  if (parent_ == nullptr) return std::string(name_);
  std::string out = parent_->pointer();
  if (index_ == not_an_index)
    append_pointer(out, name_);
  else
    append_pointer(out, std::to_string(index_));
  return out;
}

Error error_of(std::vector<Problem> problems) {
  if (problems.empty()) return invalid("The JSON isn't valid.");
  const Problem& first = problems.front();
  std::string message = first.pointer.empty() ? "It " : unicode::visible(first.pointer, unicode::Lines::one) + " ";
  message += first.detail;
  if (problems.size() == 2) message += ", and one other field isn't valid";
  if (problems.size() > 2) message += ", and " + std::to_string(problems.size() - 1) + " other fields aren't valid";
  return Error{Fault::invalid, message + ".", std::move(problems)};
}

namespace detail {

bool expect_object(const Reader& reader, const Json& json) {
  if (!json.is_object()) reader.problem("must be an object");
  return json.is_object();
}

bool expect_array(const Reader& reader, const Json& json) {
  if (!json.is_array()) reader.problem("must be an array");
  return json.is_array();
}

const std::string* expect_string(const Reader& reader, const Json& json) {
  const auto* text = json.get_ptr<const std::string*>();
  if (text == nullptr) reader.problem("must be a string");
  return text;
}

bool read_bool(const Reader& reader, const Json& json, bool& value) {
  const auto* flag = json.get_ptr<const bool*>();
  if (flag == nullptr) {
    reader.problem("must be true or false");
    return false;
  }
  value = *flag;
  return true;
}

// 5.0 is as whole as 5, as far as a double can tell.
bool whole_double(const Json& json, double& value) {
  constexpr double exact = 9007199254740992.0;
  if (!json.is_number_float()) return false;
  value = json.get<double>();
  return std::trunc(value) == value && std::abs(value) <= exact;
}

template <class T>
bool refuse_integer(const Reader& reader, T min, T max) {
  reader.problem("must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return false;
}

bool read_signed(const Reader& reader, const Json& json, std::int64_t min, std::int64_t max, std::int64_t& value) {
  std::int64_t given = 0;
  double number = 0;
  if (const auto* natural = json.get_ptr<const std::uint64_t*>()) {
    if (std::cmp_greater(*natural, max)) return refuse_integer(reader, min, max);
    given = static_cast<std::int64_t>(*natural);
  } else if (const auto* integer = json.get_ptr<const std::int64_t*>()) {
    given = *integer;
  } else if (whole_double(json, number)) {
    given = static_cast<std::int64_t>(number);
  } else {
    return refuse_integer(reader, min, max);
  }
  if (given < min || given > max) return refuse_integer(reader, min, max);
  value = given;
  return true;
}

bool read_unsigned(const Reader& reader, const Json& json, std::uint64_t max, std::uint64_t& value) {
  std::uint64_t given = 0;
  double number = 0;
  if (const auto* natural = json.get_ptr<const std::uint64_t*>()) {
    given = *natural;
  } else if (const auto* integer = json.get_ptr<const std::int64_t*>(); integer != nullptr && *integer >= 0) {
    given = static_cast<std::uint64_t>(*integer);
  } else if (whole_double(json, number) && number >= 0) {
    given = static_cast<std::uint64_t>(number);
  } else {
    return refuse_integer(reader, std::uint64_t{0}, max);
  }
  if (given > max) return refuse_integer(reader, std::uint64_t{0}, max);
  value = given;
  return true;
}

bool read_instant(const Reader& reader, const Json& json, Instant& value) {
  const std::string* text = expect_string(reader, json);
  if (text == nullptr) return false;
  const auto instant = parse_instant(*text);
  if (!instant) {
    reader.problem("must be a time such as 2025-01-31T12:00:00Z");
    return false;
  }
  value = *instant;
  return true;
}

bool read_ulid(const Reader& reader, const Json& json, std::string_view prefix, Ulid& value) {
  const std::string* text = expect_string(reader, json);
  if (text == nullptr) return false;
  const bool begins_well = text->starts_with(prefix);
  const auto ulid = begins_well ? parse_ulid(std::string_view(*text).substr(prefix.size())) : std::nullopt;
  if (!ulid) {
    reader.problem("must be an id: " + (prefix.empty() ? "" : quoted(prefix) + " and ") + "26 letters and digits");
    return false;
  }
  value = *ulid;
  return true;
}

bool read_bytes(const Reader& reader, const Json& json, std::uint8_t* bytes, std::size_t size) {
  const std::string* text = expect_string(reader, json);
  if (text == nullptr) return false;
  const auto plain = crypto::unhex(*text);
  if (!plain || plain->size() != size) {
    reader.problem("must be " + std::to_string(2 * size) + " hexadecimal digits");
    return false;
  }
  std::copy(plain->begin(), plain->end(), bytes);
  return true;
}

void unknown_member(const Reader& reader, std::string_view name, std::span<const std::string_view> known) {
  const std::string_view meant = nearest(name, known);
  std::string detail = "is not a known field";
  if (!meant.empty())
    detail += "; did you mean " + quoted(meant) + "?";
  else if (!known.empty())
    detail += "; known are " + listed(known);
  reader.member(name).problem(std::move(detail));
}

void unknown_word(const Reader& reader, std::string_view word, std::span<const std::string_view> allowed) {
  const std::string_view meant = nearest(word, allowed);
  std::string detail = "must be " + std::string(allowed.size() > 1 ? "one of " : "") + listed(allowed);
  if (!meant.empty()) detail += "; did you mean " + quoted(meant) + "?";
  reader.problem(std::move(detail));
}

void missing_member(const Reader& reader, std::string_view name) { reader.member(name).problem("is required"); }

const std::string* kind_of(const Reader& reader, const Json& json) {
  if (!expect_object(reader, json)) return nullptr;
  const auto kind = json.find("kind");
  if (kind != json.end()) return expect_string(reader.member("kind"), *kind);
  missing_member(reader, "kind");
  return nullptr;
}

}  // namespace detail
}  // namespace askd::json
