#include "shapes/cursor.hpp"

namespace askd::shapes {
namespace {
constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t cursor_size = 16;
}  // namespace

void append_cursor(std::string& out, core::Sequence sequence) {
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[(sequence >> shift) & 15];
}

std::string cursor_text(core::Sequence sequence) {
  std::string out;
  append_cursor(out, sequence);
  return out;
}

std::optional<core::Sequence> parse_cursor(std::string_view text) {
  if (text.size() != cursor_size) return std::nullopt;
  core::Sequence sequence = 0;
  for (const char c : text) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    sequence = (sequence << 4) | digit;
  }
  return sequence;
}

}  // namespace askd::shapes
