// A list in a card's body that people need for answering: the options in full, or the fields to fill in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::cards {

struct Listing {
  // `key` is Markdown and always shown ("1. ", "- **cost**: "), `text` is plain and may be cut.
  struct Line {
    std::string key;
    std::string text;
  };

  // A paragraph before the list, so that it never continues a list of the agent's and gets other numbers.
  std::string lead = {};
  std::vector<Line> lines = {};
  std::string what = {};        // as people are told if it is cut: "the full labels of the options"
  bool text_needed = true;      // a line without a beginning of its text is no use
  bool answer_needs_it = true;  // without the list nobody could answer here

  bool empty() const { return lines.empty(); }
  std::string markdown() const;

  // As markdown(), with the longest texts cut until it has at most `most` code points; empty if that can't be.
  std::string markdown_within(std::size_t most) const;

 private:
  std::string markdown_with(std::size_t text_max) const;
};

}  // namespace askd::core::cards
