#include "core/answers/matching.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace askd::core::answers {
namespace {

constexpr std::array<std::string_view, 17> yes_words = {"approve",
                                                        "approved",
                                                        "yes",
                                                        "y",
                                                        "ok",
                                                        "okay",
                                                        "lgtm",
                                                        "+1",
                                                        "👍",
                                                        "✅",
                                                        "✔",
                                                        "☑",
                                                        ":+1:",
                                                        ":thumbsup:",
                                                        ":white_check_mark:",
                                                        ":heavy_check_mark:",
                                                        ":ballot_box_with_check:"};
constexpr std::array<std::string_view, 14> no_words = {"deny", "denied", "no", "n", "reject", "rejected",     "-1",
                                                       "👎",    "❌",      "✖",  "❎", ":-1:",   ":thumbsdown:", ":x:"};

// A line of more words than this is prose, not a list of options.
constexpr std::size_t words_max = 64;

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// Skin tones, variation selectors, and the frame of a keycap: they change how an emoji looks, not what it says.
bool is_look(char32_t c) { return (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0xFE0E || c == 0xFE0F || c == 0x20E3; }

bool wraps(char32_t c) {
  static constexpr std::u32string_view marks = U"\"'`*_~“”„‟‘’‚‛«»‹›";
  return marks.find(c) != std::u32string_view::npos;
}

bool closes(char32_t c) { return c == '.' || c == '!' || c == ',' || c == ';' || c == 0x3002 || c == 0x3001; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::u32string code_points(std::string_view text) {
  std::u32string all;
  for (std::size_t at = 0; at < text.size();) {
    const unicode::CodePoint next = unicode::code_point_at(text, at);
    all += next.value;
    at += next.size;
  }
  return all;
}

// Single spaces, none at the ends, nothing that only concerns the look of an emoji.
std::u32string plain(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_look(c)) continue;
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != U' ') {
      out += U' ';
    }
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

std::u32string_view unwrapped(std::u32string_view text) {
  while (!text.empty() && (wraps(text.front()) || text.front() == U' ')) text.remove_prefix(1);
  while (!text.empty() && (wraps(text.back()) || closes(text.back()) || text.back() == U' ')) text.remove_suffix(1);
  return text;
}

// ":+1::skin-tone-3:" says ":+1:".
std::string_view without_tone(std::string_view key) {
  const std::size_t tone = key.find("::skin-tone-");
  if (tone == std::string_view::npos || !key.ends_with(':')) return key;
  return key.substr(0, tone + 1);
}

// A number from 1 to 999 without leading zeros at the beginning of `key`, after an optional "#"; what follows is
// `rest`.
struct Leading {
  std::size_t number = 0;  // 0: there is none
  std::string_view rest;
};

Leading leading_number(std::string_view key) {
  if (key.starts_with('#')) key.remove_prefix(1);
  std::size_t digits = 0;
  std::size_t number = 0;
  while (digits < key.size() && digits < 4 && is_digit(key[digits])) {
    number = number * 10 + static_cast<std::size_t>(key[digits] - '0');
    ++digits;
  }
  if (digits == 0 || digits > 3 || key.front() == '0') return {};
  return {number, key.substr(digits)};
}

struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool separator = false;  // a comma and the like, which may stand anywhere
};

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  bool inside = false;
  for (std::size_t at = 0; at < line.size();) {
    const unicode::CodePoint next = unicode::code_point_at(line, at);
    const bool separator = next.value == ',' || next.value == ';' || next.value == '&' || next.value == 0x3001;
    if (separator) {
      words.push_back({at, at + next.size, true});
    } else if (!is_space(next.value) && inside) {
      words.back().end = at + next.size;
    } else if (!is_space(next.value)) {
      words.push_back({at, at + next.size, false});
    }
    inside = !separator && !is_space(next.value);
    at += next.size;
  }
  return words;
}

}  // namespace

const std::vector<Option>& approval_options() {
  static const std::vector<Option> options = {{"approve", "Approve", ButtonStyle::primary},
                                              {"deny", "Deny", ButtonStyle::danger}};
  return options;
}

std::string folded(std::string_view text) {
  const bool valid = unicode::valid_utf8(text);
  const std::string folded_case = unicode::fold_name(valid ? std::string(text) : unicode::visible(text));
  const std::u32string whole = plain(code_points(folded_case));
  std::string out;
  for (const char32_t c : unwrapped(whole)) unicode::append_utf8(out, c);
  return out;
}

std::optional<bool> well_known(std::string_view key) {
  const std::string_view word = without_tone(key);
  if (std::ranges::find(yes_words, word) != yes_words.end()) return true;
  if (std::ranges::find(no_words, word) != no_words.end()) return false;
  return std::nullopt;
}

Matcher::Matcher(const std::vector<Option>& options) {
  std::size_t longest = 0;
  for (const Option& option : options) {
    entries_.push_back({folded(option.value), folded(option.label)});
    longest = std::max({longest, option.value.size(), option.label.size()});
  }
  size_max_ = longest * 4 + 64;
}

std::optional<std::size_t> Matcher::one(std::string_view text) const {
  if (text.size() > size_max_) return std::nullopt;
  const std::string key = folded(text);
  if (key.empty()) return std::nullopt;
  const bool named = std::ranges::any_of(entries_, [&](const Entry& entry) { return names(entry, key); });
  if (named) return by_name(key);
  if (const auto numbered = by_number(key)) return numbered;
  return by_word(key);
}

std::optional<std::size_t> Matcher::by_name(std::string_view key) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!names(entries_[i], key)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::optional<std::size_t> Matcher::by_number(std::string_view key) const {
  auto [number, rest] = leading_number(key);
  if (number == 0 || number > entries_.size()) return std::nullopt;
  const std::size_t index = number - 1;
  if (rest.starts_with('.') || rest.starts_with(')') || rest.starts_with(':')) rest.remove_prefix(1);
  if (rest.empty()) return index;
  if (!rest.starts_with(' ')) return std::nullopt;
  const std::string name = folded(rest);
  const bool same = by_name(name) == index || by_word(name) == index;
  return same ? std::optional(index) : std::nullopt;
}

std::optional<std::size_t> Matcher::by_word(std::string_view key) const {
  const std::optional<bool> meant = well_known(key);
  if (!meant) return std::nullopt;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (well_known(entries_[i].value) != meant && well_known(entries_[i].label) != meant) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::optional<std::vector<std::size_t>> Matcher::several(std::string_view line) const {
  const std::vector<Word> words = words_of(line);
  if (words.empty() || words.size() > words_max) return std::nullopt;

  // From the end: `read[i]` are the options that the words from i on name, if all of them can be read. A label may hold
  // commas and "and", so the longest run of words that names an option is tried first.
  std::vector<std::optional<std::vector<std::size_t>>> read(words.size() + 1);
  read.back().emplace();
  for (std::size_t i = words.size(); i-- > 0;) {
    for (std::size_t j = words.size(); j > i && !read[i]; --j) {
      if (!read[j]) continue;
      const auto option = one(line.substr(words[i].begin, words[j - 1].end - words[i].begin));
      if (!option) continue;
      read[i] = read[j];
      read[i]->push_back(*option);
    }
    if (read[i]) continue;
    const std::string_view word = line.substr(words[i].begin, words[i].end - words[i].begin);
    const bool joins = i > 0 && i + 1 < words.size() && folded(word) == "and";
    if (words[i].separator || joins) read[i] = read[i + 1];
  }
  if (!read.front() || read.front()->empty()) return std::nullopt;
  std::vector<std::size_t> picked = *read.front();
  std::ranges::sort(picked);
  picked.erase(std::unique(picked.begin(), picked.end()), picked.end());
  return picked;
}

bool Matcher::numbers_are_clear() const {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    for (const std::string& name : {entries_[i].value, entries_[i].label}) {
      const auto [number, rest] = leading_number(name);
      if (number != 0 && rest.empty() && number <= entries_.size() && number != i + 1) return false;
    }
  }
  return true;
}

}  // namespace askd::core::answers
