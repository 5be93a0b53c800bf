// Cutting text so that one sees that it was cut, and so that what follows it is still read as it was meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::cards {

// The line itself if it has at most `most` code points, or its beginning up to a word, with "…" after it.
std::string cut_line(std::string_view line, std::size_t most);

// The same for Markdown, cut after a paragraph, a line or a word, and never within an address. A fence of code that is
// open at the cut is closed.
std::string cut_markdown(std::string_view markdown, std::size_t most);

// The line that closes the fence of code which is open at the end of `markdown`; empty if none is.
std::string closing_fence(std::string_view markdown);

// A plain line as Markdown that shows it as it is. It may stand after "1. " or "- ".
std::string as_markdown(std::string_view line);

// "Left out here: the end of the text and 2 of 12 entries. The whole is at https://…"; empty if nothing was left out.
std::string cut_sentence(const std::vector<std::string>& left_out, std::string_view url);

}  // namespace askd::core::cards
