#include "letters.hpp"

#include <algorithm>

namespace askd::adapters::slack {
namespace {

constexpr std::string_view mark = "…";

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
std::size_t units(char c) { return continues(c) ? 0 : static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1; }

// The bytes that hold the first `most` units.
std::size_t bytes_within(std::string_view text, std::size_t most) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    used += units(text[i]);
    if (used > most) return i;
  }
  return text.size();
}

}  // namespace

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += units(c);
  return count;
}

std::string clip(std::string_view text, std::size_t most) {
  if (length(text) <= most) return std::string(text);
  if (most == 0) return {};
  std::string cut(text.substr(0, bytes_within(text, most - 1)));
  return cut.append(mark);
}

std::string clip_escaped(std::string_view text, std::size_t most) {
  if (length(text) <= most) return std::string(text);
  if (most == 0) return {};
  std::string_view cut = text.substr(0, bytes_within(text, most - 1));
  const std::size_t amp = cut.rfind('&');
  if (amp != std::string_view::npos && cut.find(';', amp) == std::string_view::npos) cut = cut.substr(0, amp);
  const std::size_t open = cut.rfind('<');
  if (open != std::string_view::npos && cut.find('>', open) == std::string_view::npos) cut = cut.substr(0, open);
  return std::string(cut).append(mark);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t from = text.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(space) - from + 1);
}

}  // namespace askd::adapters::slack
