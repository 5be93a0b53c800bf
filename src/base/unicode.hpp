// Text as UTF-8: is it valid, how long is it, where may it be cut, and what in it can't be seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askd::unicode {

// Shortest forms only, no surrogates, nothing beyond U+10FFFF (RFC 3629).
bool valid_utf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // in bytes; 0 at the end of the text
};

// The code point at `offset`. A byte that begins no valid sequence comes out as U+FFFD of size 1.
CodePoint code_point_at(std::string_view text, std::size_t offset);

// The code point that ends before `offset`, which begins one; of size 0 at the start of the text.
CodePoint code_point_before(std::string_view text, std::size_t offset);

// A letter, a mark on one, a digit or number of any script, or a pictograph: what names and words are made of, beside
// signs and spaces.
bool is_word(char32_t code_point);

void append_utf8(std::string& out, char32_t code_point);

// In code points.
std::size_t length(std::string_view text);

// The longest beginning of at most `most` code points that parts no grapheme (letter and accent, flag, family). A first
// grapheme that alone is longer than that is cut within.
std::string_view prefix(std::string_view text, std::size_t most);

// As prefix(), with at most `most` bytes.
std::string_view prefix_bytes(std::string_view text, std::size_t most);

// `text` if it has at most `most` code points, or its beginning with `mark` after it, `most` code points in all.
std::string truncate(std::string_view text, std::size_t most, std::string_view mark = "…");

enum class Lines : std::uint8_t {
  one,  // line feeds and tabs are made visible too
  many  // they stay
};

// What can't be seen and might deceive is spelled out, as ⟨U+202E⟩: control characters, bidirectional controls,
// zero-width and other invisible format characters, tags, and variation selectors and joiners outside of emoji. Bytes
// that aren't UTF-8 become U+FFFD. Doing it twice changes nothing more.
std::string visible(std::string_view text, Lines lines = Lines::many);

// True if visible() would change nothing.
bool all_visible(std::string_view text, Lines lines = Lines::many);

// True for one line without white space (see trim()) and without what can't be seen: no other text looks the same for
// want of either.
bool unbroken(std::string_view text);

// In quotes, for a sentence about what somebody wrote: one line, with what can't be seen spelled out, 80 code points at
// most.
std::string quoted(std::string_view text);

// NFKC and case folding, invisible characters dropped: two names are the same if they fold to the same. `text` must be
// valid UTF-8.
std::string fold_name(std::string_view text);

// As fold_name(), and letters of other scripts that look like Latin ones (Cyrillic, Greek, Armenian and others, after
// the confusables of Unicode's UTS 39) stand as those: two names that look the same have the same skeleton. Latin
// letters stay apart (l and 1, rn and m): a name that people can type is theirs to choose. `text` must be valid UTF-8.
std::string skeleton(std::string_view text);

// Without white space (ASCII's, and U+00A0, U+2000-200A, U+202F, U+205F, U+3000) at both ends.
std::string_view trim(std::string_view text);

}  // namespace askd::unicode
