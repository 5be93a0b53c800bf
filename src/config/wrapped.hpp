// Breaks a sentence into lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

// Lines of at most `width` bytes, parted at spaces; a longer word has a line to itself.
inline std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (!lines.empty() && lines.back().size() + 1 + word.size() <= width)
      lines.back().append(" ").append(word);
    else
      lines.emplace_back(word);
    text.remove_prefix(word.size() < text.size() ? word.size() + 1 : text.size());
  }
  return lines;
}

}  // namespace askd::config
