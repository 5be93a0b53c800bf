#include "core/cards/listing.hpp"

#include "base/unicode.hpp"
#include "core/cards/cut.hpp"

#include <algorithm>

namespace askd::core::cards {

std::string Listing::markdown_with(std::size_t text_max) const {
  std::string text = lead + "\n\n";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += lines[i].key + as_markdown(cut_line(lines[i].text, text_max));
  }
  return text;
}

std::string Listing::markdown() const {
  std::size_t longest = 0;
  for (const Line& line : lines) longest = std::max(longest, unicode::length(line.text));
  return markdown_with(longest);
}

std::string Listing::markdown_within(std::size_t most) const {
  std::string whole = markdown();
  if (unicode::length(whole) <= most) return whole;
  std::size_t fits = text_needed ? 2 : 0;
  std::string best = markdown_with(fits);
  if (unicode::length(best) > most) return {};
  for (std::size_t too_long = most + 1; fits + 1 < too_long;) {
    const std::size_t middle = fits + (too_long - fits) / 2;
    std::string text = markdown_with(middle);
    if (unicode::length(text) > most) {
      too_long = middle;
    } else {
      fits = middle;
      best = std::move(text);
    }
  }
  return best;
}

}  // namespace askd::core::cards
