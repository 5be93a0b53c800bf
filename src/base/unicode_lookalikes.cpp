// Which letters look like Latin ones.
#include "base/unicode.hpp"

#include <algorithm>
#include <array>

namespace askd::unicode {
namespace {

struct Lookalike {
  char32_t letter;
  char latin;
};

// After fold_name(), so lower case only. Sorted. From confusables.txt of UTS 39: pairs that people can't tell apart in
// common fonts, and those whose capitals they can't (U+03B1 doesn't look like a, but its capital does).
constexpr std::array<Lookalike, 61> lookalikes{{
    {0x00df, 'b'}, {0x0131, 'i'}, {0x0251, 'a'}, {0x0261, 'g'}, {0x026a, 'i'}, {0x0280, 'r'}, {0x028f, 'y'},
    {0x03b1, 'a'}, {0x03b2, 'b'}, {0x03b3, 'y'}, {0x03b5, 'e'}, {0x03b6, 'z'}, {0x03b7, 'h'}, {0x03b9, 'i'},
    {0x03ba, 'k'}, {0x03bc, 'm'}, {0x03bd, 'v'}, {0x03bf, 'o'}, {0x03c1, 'p'}, {0x03c3, 'o'}, {0x03c4, 't'},
    {0x03c5, 'u'}, {0x03c7, 'x'}, {0x0430, 'a'}, {0x0432, 'b'}, {0x0433, 'r'}, {0x0435, 'e'}, {0x043a, 'k'},
    {0x043c, 'm'}, {0x043d, 'h'}, {0x043e, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'},
    {0x0445, 'x'}, {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x0475, 'v'}, {0x04ae, 'y'}, {0x04af, 'y'},
    {0x04bb, 'h'}, {0x04cf, 'l'}, {0x0501, 'd'}, {0x051b, 'q'}, {0x051d, 'w'}, {0x0561, 'w'}, {0x0563, 'q'},
    {0x0566, 'q'}, {0x0570, 'h'}, {0x0578, 'n'}, {0x057c, 'n'}, {0x057d, 'u'}, {0x0581, 'g'}, {0x0582, 'i'},
    {0x0584, 'f'}, {0x0585, 'o'}, {0x1d04, 'c'}, {0x1d0f, 'o'}, {0x1d21, 'w'},
}};

}  // namespace

std::string skeleton(std::string_view text) {
  const std::string folded = fold_name(text);
  std::string out;
  for (std::size_t i = 0; i < folded.size();) {
    const CodePoint point = code_point_at(folded, i);
    const auto* found = std::lower_bound(lookalikes.begin(), lookalikes.end(), point.value,
                                         [](const Lookalike& one, char32_t letter) { return one.letter < letter; });
    if (found != lookalikes.end() && found->letter == point.value)
      out += found->latin;
    else
      out += std::string_view(folded).substr(i, point.size);
    i += point.size;
  }
  return out;
}

}  // namespace askd::unicode
