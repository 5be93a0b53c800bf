#include "config/naming.hpp"

#include "base/unicode.hpp"

#include <cstddef>
#include <vector>

namespace askd::config {
namespace {

constexpr std::size_t name_max = 64;    // code points
constexpr std::size_t email_max = 254;  // RFC 5321, 4.5.3.1.3 less the angle brackets

bool is_letter_or_digit(char32_t c) {
  if (c >= 0x80) return true;
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

std::string quoted(std::string_view text) { return "\"" + unicode::truncate(unicode::visible(text), 80) + "\""; }

bool made_of_name_characters(std::string_view text, std::string_view beside) {
  for (std::size_t i = 0; i < text.size();) {
    const auto point = unicode::code_point_at(text, i);
    const bool other = point.value < 0x80 && beside.find(static_cast<char>(point.value)) != std::string_view::npos;
    if (!is_letter_or_digit(point.value) && !other) return false;
    i += point.size;
  }
  return true;
}

// White space beyond ASCII and what can't be seen would make two names look alike.
bool plain_to_see(std::string_view text) {
  if (!unicode::all_visible(text, unicode::Lines::one)) return false;
  for (std::size_t i = 0; i < text.size(); i += unicode::code_point_at(text, i).size) {
    const std::string_view one = text.substr(i, unicode::code_point_at(text, i).size);
    if (unicode::trim(one).empty()) return false;
  }
  return true;
}

bool good_name(std::string_view text) {
  if (text.empty() || unicode::length(text) > name_max || !unicode::valid_utf8(text)) return false;
  return is_letter_or_digit(unicode::code_point_at(text, 0).value) && made_of_name_characters(text, "-_.") &&
         plain_to_see(text);
}

}  // namespace

Result<> check_name(std::string_view text) {
  if (good_name(text)) return {};
  return invalid(quoted(text) +
                 " can't be a name: it is made of 1 to 64 letters, digits, -, _ and ., and begins with a letter or "
                 "digit");
}

Result<> check_channel_name(std::string_view text) {
  if (text.starts_with('#') && good_name(text.substr(1))) return {};
  if (good_name(text))
    return invalid("a channel's name begins with #, and is quoted since # begins a comment: write \"#" +
                   std::string(text) + "\"");
  return invalid(quoted(text) +
                 " can't be a channel's name: after # come 1 to 64 letters, digits, -, _ and ., as in \"#research\"");
}

Result<std::string> parse_email(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool once = at != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos;
  const bool good = once && at > 0 && at + 1 < text.size() && text.size() <= email_max && plain_to_see(text) &&
                    text.find_first_of("<>(),;:\"\\[]") == std::string_view::npos;
  if (!good) return invalid(quoted(text) + " is no email address: write it as in ana@example.com");
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Result<> check_pattern(std::string_view text) {
  const bool good = !text.empty() && unicode::valid_utf8(text) && unicode::length(text) <= name_max &&
                    made_of_name_characters(text, "-_.*") && plain_to_see(text);
  if (good) return {};
  return invalid(quoted(text) +
                 " is no pattern of agents' names: write letters, digits, -, _, . and * for anything, as in "
                 "\"research-*\", or class:NAME for an enrollment class");
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

}  // namespace askd::config
