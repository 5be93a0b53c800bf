#include "base/unicode.hpp"

#include <cstdlib>
#include <cstring>
#include <memory>

#include <utf8proc.h>

#include "base/check.hpp"

namespace askd::unicode {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t offset) { return static_cast<std::uint8_t>(text[offset]); }

// How many bytes from `offset` on are ASCII, counted in steps of eight as far as possible.
std::size_t ascii_run(std::string_view text, std::size_t offset) {
  constexpr std::uint64_t tops = 0x8080808080808080;
  std::size_t at = offset;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & tops) != 0) break;
  }
  while (at < text.size() && byte_at(text, at) < 0x80) ++at;
  return at - offset;
}

constexpr CodePoint broken{0xfffd, 1};

// What begins with a byte of 0x80 or more.
CodePoint sequence_at(std::string_view text, std::size_t offset) {
  const std::uint8_t lead = byte_at(text, offset);
  if (lead < 0xc2 || lead > 0xf4) return broken;
  const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (offset + size > text.size()) return broken;
  char32_t value = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint8_t byte = byte_at(text, offset + i);
    if ((byte & 0xc0) != 0x80) return broken;
    value = (value << 6) | (byte & 0x3fU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (overlong || surrogate || value > 0x10ffff) return broken;
  return {value, size};
}

// The end of the longest beginning whose cost is at most `most` and that parts no grapheme.
template <class Cost>
std::size_t cut_at(std::string_view text, std::size_t most, Cost cost) {
  std::size_t spent = 0;
  std::size_t boundary = 0;
  utf8proc_int32_t state = 0;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const bool parts = at > 0 && utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                                                  static_cast<utf8proc_int32_t>(point.value), &state);
    if (parts) boundary = at;
    spent += cost(point);
    if (spent > most) return boundary > 0 ? boundary : at;
    before = point.value;
    at += point.size;
  }
  return text.size();
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

// The offset at which the code point that ends at `end` begins.
std::size_t last_start(std::string_view text, std::size_t end) {
  std::size_t start = end - 1;
  while (start > 0 && end - start < 4 && (byte_at(text, start) & 0xc0) == 0x80) --start;
  return code_point_at(text, start).size == end - start ? start : end - 1;
}

}  // namespace

bool valid_utf8(std::string_view text) {
  for (std::size_t at = 0;;) {
    at += ascii_run(text, at);
    if (at == text.size()) return true;
    const CodePoint point = sequence_at(text, at);
    if (point.size == 1) return false;
    at += point.size;
  }
}

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const std::uint8_t byte = byte_at(text, offset);
  if (byte < 0x80) return {byte, 1};
  return sequence_at(text, offset);
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const std::uint32_t c = code_point;
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | (c >> 6));
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3f));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ascii = ascii_run(text, at);
    count += ascii;
    at += ascii;
    if (at == text.size()) break;
    at += code_point_at(text, at).size;
    ++count;
  }
  return count;
}

std::string_view prefix(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  return text.substr(0, cut_at(text, most, [](const CodePoint&) { return std::size_t{1}; }));
}

std::string_view prefix_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  return text.substr(0, cut_at(text, most, [](const CodePoint& point) { return point.size; }));
}

std::string truncate(std::string_view text, std::size_t most, std::string_view mark) {
  if (text.size() <= most || length(text) <= most) return std::string(text);
  const std::size_t mark_length = length(mark);
  if (mark_length > most) return std::string(prefix(text, most));
  return std::string(prefix(text, most - mark_length)).append(mark);
}

std::string fold_name(std::string_view text) {
  CHECK(valid_utf8(text), "A name that isn't UTF-8 came past the doors.");
  constexpr int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_uint8_t* folded = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &folded, static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
  CHECK(size >= 0, "utf8proc can't fold valid UTF-8.");
  return {reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size)};
}

CodePoint code_point_before(std::string_view text, std::size_t offset) {
  return offset == 0 ? CodePoint{} : code_point_at(text, last_start(text, offset));
}

bool is_word(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_SO:
      return true;
    default:
      return false;
  }
}

std::string_view trim(std::string_view text) {
  std::size_t start = 0;
  std::size_t end = text.size();
  while (start < end) {
    const CodePoint point = code_point_at(text, start);
    if (!is_space(point.value)) break;
    start += point.size;
  }
  while (end > start) {
    const std::size_t last = last_start(text, end);
    if (!is_space(code_point_at(text, last).value)) break;
    end = last;
  }
  return text.substr(start, end - start);
}

}  // namespace askd::unicode
