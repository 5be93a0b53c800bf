// Which option a person means by what they typed.
#pragma once

#include "core/forms.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::answers {

// The two options of an approval: "approve" and "deny".
const std::vector<Option>& approval_options();

// A text as it is compared: in folded case, without invisible characters, skin tones, runs of white space, surrounding
// quotes and asterisks, and closing "." "!" "," ";". A question mark stays: who asks doesn't answer.
std::string folded(std::string_view text);

// True for "yes", "ok", "👍" and the like, false for "no", "👎" and the like. `key` is folded.
std::optional<bool> well_known(std::string_view key);

// Knows a list of options. Whatever could mean two of them means none: a doubtful reply is a comment.
class Matcher {
 public:
  explicit Matcher(const std::vector<Option>& options);

  // The index of the option that `text` names: by its value or label, by its number from 1 ("2", "2.", "2)", "#2"), by
  // both in agreement ("2. Top one"), or by a well-known word if exactly one option is such a word too. A value or a
  // label goes before a number.
  std::optional<std::size_t> one(std::string_view text) const;

  // Of several options, separated by commas, spaces or "and": each once, ascending. Nothing if any part matches none.
  std::optional<std::vector<std::size_t>> several(std::string_view line) const;

  // True unless a number in the list could be taken for the value or the label of another option. If false, the options
  // are better shown without numbers.
  bool numbers_are_clear() const;

 private:
  struct Entry {
    std::string value;
    std::string label;
  };

  std::optional<std::size_t> by_name(std::string_view key) const;
  std::optional<std::size_t> by_number(std::string_view key) const;
  std::optional<std::size_t> by_word(std::string_view key) const;
  bool names(const Entry& entry, std::string_view key) const { return entry.value == key || entry.label == key; }

  std::vector<Entry> entries_;
  std::size_t size_max_ = 0;  // in bytes; what is longer can't name an option
};

}  // namespace askd::core::answers
