#include "core/answers/wording.hpp"

#include "base/unicode.hpp"

namespace askd::core::answers {

std::string in_one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char c : unicode::trim(text)) {
    const bool white = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!white) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return unicode::visible(line, unicode::Lines::one);
}

std::string grouped(std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0 && i + 1 == items.size()) {
      text.append(" ").append(last).append(" ");
    } else if (i > 0) {
      text += ", ";
    }
    text += items[i];
  }
  return text;
}

}  // namespace askd::core::answers
