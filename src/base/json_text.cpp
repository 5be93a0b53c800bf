// How JSON is spelled: strings, numbers, and the canonical form of RFC 8785.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/unicode.hpp"

namespace askd::json {
namespace {

// Printable ASCII but for the quote and the backslash.
constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// True only if all eight bytes are plain. May be wrong the other way round, which costs time only.
bool eight_plain(const char* bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t tops = 0x8080808080808080;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t quote = word ^ (ones * '"');
  const std::uint64_t backslash = word ^ (ones * '\\');
  const std::uint64_t below_space = word - ones * 0x20;
  return ((word | below_space | (quote - ones) | (backslash - ones)) & tops) == 0;
}

std::size_t plain_run(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at + 8 <= text.size() && eight_plain(text.data() + at)) at += 8;
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default: {
      const auto byte = static_cast<unsigned char>(c);
      out.append("\\u00").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
  }
}

template <class T>
void append_integer(std::string& out, T number) {
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

// The shortest digits that read back as the same double, laid out as ECMAScript does.
void append_double(std::string& out, double number) {
  CHECK(std::isfinite(number), "JSON has no number that isn't finite.");
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific).ptr;
  const std::string_view written(text.data(), static_cast<std::size_t>(end - text.data()));
  const auto decimal = parse_decimal(written);
  if (decimal) return append_decimal(out, decimal->negative, decimal->digits, decimal->point);
  // Beyond 1e308 and below 1e-308, where the two notations agree.
  out += written;
}

// RFC 8785 knows doubles only: an integer that none holds exactly becomes the nearest one.
template <class T>
void append_canonical_integer(std::string& out, T number) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (std::cmp_less_equal(number, exact) && std::cmp_greater_equal(number, -exact))
    append_integer(out, number);
  else
    append_double(out, static_cast<double>(number));
}

// UTF-16 sorts U+E000 to U+FFFF behind what needs two units; UTF-8 sorts them before.
bool less_in_utf16(std::string_view one, std::string_view other) {
  const auto [here, there] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  if (here == one.end() || there == other.end()) return here == one.end() && there != other.end();
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xf0) return byte - 2;
    return byte >= 0xee ? byte + 0x10 : int{byte};
  };
  return rank(*here) < rank(*there);
}

void append_object(std::string& out, const Json& json) {
  const auto& object = json.get_ref<const Json::object_t&>();
  std::vector<const Json::object_t::value_type*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* one, const auto* other) { return less_in_utf16(one->first, other->first); });
  char separator = '{';
  for (const auto* member : members) {
    out += separator;
    append_string(out, member->first);
    out += ':';
    append_canonical(out, member->second);
    separator = ',';
  }
  if (members.empty()) out += '{';
  out += '}';
}

void append_array(std::string& out, const Json& json) {
  out += '[';
  bool first = true;
  for (const Json& element : json) {
    if (!first) out += ',';
    append_canonical(out, element);
    first = false;
  }
  out += ']';
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t done = 0;
  bool checked = false;
  for (;;) {
    const std::size_t stop = plain_run(text, done);
    out.append(text.substr(done, stop - done));
    if (stop == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[stop]);
    if (byte < 0x80) {
      append_escaped(out, text[stop]);
    } else {
      CHECK(checked || unicode::valid_utf8(text.substr(stop)), "A string that isn't UTF-8 came past the doors.");
      checked = true;
      out += text[stop];
    }
    done = stop + 1;
  }
  out += '"';
}

void append_canonical(std::string& out, const Json& json) {
  switch (json.type()) {
    case Json::value_t::object:
      return append_object(out, json);
    case Json::value_t::array:
      return append_array(out, json);
    case Json::value_t::string:
      return append_string(out, json.get_ref<const std::string&>());
    case Json::value_t::boolean:
      out += json.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      return append_canonical_integer(out, json.get<std::int64_t>());
    case Json::value_t::number_unsigned:
      return append_canonical_integer(out, json.get<std::uint64_t>());
    case Json::value_t::number_float:
      return append_double(out, json.get<double>());
    case Json::value_t::null:
      out += "null";
      return;
    case Json::value_t::binary:
    case Json::value_t::discarded:
      break;
  }
  CHECK(false, "A Json holds something that JSON text can't say.");
}

std::string canonical(const Json& json) {
  std::string out;
  append_canonical(out, json);
  return out;
}

void append_pointer(std::string& pointer, std::string_view step) {
  pointer += '/';
  for (const char c : step) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

void Writer::key(std::string_view name) {
  separate();
  append_string(out_, name);
  out_ += ':';
  comma_ = false;
}

void Writer::value(std::string_view text) {
  separate();
  append_string(out_, text);
  comma_ = true;
}

void Writer::value(const Json& canonical) {
  separate();
  append_canonical(out_, canonical);
  comma_ = true;
}

void Writer::integer(std::int64_t number) {
  separate();
  append_integer(out_, number);
  comma_ = true;
}

void Writer::natural(std::uint64_t number) {
  separate();
  append_integer(out_, number);
  comma_ = true;
}

}  // namespace askd::json
