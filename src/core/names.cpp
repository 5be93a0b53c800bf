// What may be a name: people type it in a chat, and agents put it in a path.
#include "core/names.hpp"

#include "base/unicode.hpp"

#include <cstddef>
#include <vector>

namespace askd::core {
namespace {

constexpr std::size_t name_max = 64;  // code points

bool is_letter_or_digit(char32_t c) {
  if (c >= 0x80) return true;
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

bool made_of_name_characters(std::string_view text, std::string_view beside) {
  for (std::size_t i = 0; i < text.size();) {
    const auto point = unicode::code_point_at(text, i);
    const bool other = point.value < 0x80 && beside.find(static_cast<char>(point.value)) != std::string_view::npos;
    if (!is_letter_or_digit(point.value) && !other) return false;
    i += point.size;
  }
  return true;
}

bool good_name(std::string_view text) {
  if (text.empty() || unicode::length(text) > name_max || !unicode::valid_utf8(text)) return false;
  return is_letter_or_digit(unicode::code_point_at(text, 0).value) && made_of_name_characters(text, "-_.") &&
         unicode::unbroken(text);
}

}  // namespace

Result<> check_display_name(std::string_view text) {
  const bool good = !text.empty() && text == unicode::trim(text) && unicode::length(text) <= name_max &&
                    unicode::all_visible(text, unicode::Lines::one) && text.find_first_of("@#") == text.npos;
  if (good) return {};
  return invalid(unicode::quoted(text) +
                 " can't be a name: it is one line of 1 to 64 visible characters without @ and #, and begins and ends "
                 "with one that isn't a space");
}

Result<> check_name(std::string_view text) {
  if (good_name(text)) return {};
  return invalid(unicode::quoted(text) +
                 " can't be a name: it is made of 1 to 64 letters, digits, -, _ and ., and begins with a letter or "
                 "digit");
}

Result<> check_channel_name(std::string_view text) {
  if (text.starts_with('#') && good_name(text.substr(1))) return {};
  if (good_name(text))
    return invalid("a channel's name begins with #: write \"#" + std::string(text) + "\", with the quotes");
  return invalid(unicode::quoted(text) +
                 " can't be a channel's name: after # come 1 to 64 letters, digits, -, _ and ., as in \"#research\"");
}

Result<> check_pattern(std::string_view text) {
  const bool good = !text.empty() && unicode::valid_utf8(text) && unicode::length(text) <= name_max &&
                    made_of_name_characters(text, "-_.*") && unicode::unbroken(text);
  if (good) return {};
  return invalid(unicode::quoted(text) +
                 " is no pattern of agents' names: write letters, digits, -, _, . and * for anything, as in "
                 "\"research-*\", or class:NAME for an enrollment class");
}

bool fits_pattern(std::string_view name, std::string_view pattern) {
  return name.find('*') == std::string_view::npos && patterns_overlap(name, pattern);
}

// Both are walked at once: cell (i, j) says whether the rests of both patterns have a name in common.
bool patterns_overlap(std::string_view one, std::string_view other) {
  std::vector<std::vector<bool>> common(one.size() + 1, std::vector<bool>(other.size() + 1, false));
  common[one.size()][other.size()] = true;
  for (std::size_t i = one.size() + 1; i-- > 0;) {
    for (std::size_t j = other.size() + 1; j-- > 0;) {
      const bool star = i < one.size() && one[i] == '*';
      const bool other_star = j < other.size() && other[j] == '*';
      bool fits = common[i][j];
      if (star) fits = fits || common[i + 1][j] || (j < other.size() && common[i][j + 1]);
      if (other_star) fits = fits || common[i][j + 1] || (i < one.size() && common[i + 1][j]);
      if (!star && !other_star && i < one.size() && j < other.size() && one[i] == other[j])
        fits = fits || common[i + 1][j + 1];
      common[i][j] = fits;
    }
  }
  return common[0][0];
}

}  // namespace askd::core
