// Facts → the canonical JSON that stands in the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.hpp"
#include "core/values.hpp"

namespace askd::store {

// A text that the log names by its hash only. `text` lies in the fact that was written.
struct LongText {
  core::Digest hash;
  std::string_view text;
};

// Prose of more bytes than this is a long text.
inline constexpr std::size_t short_prose = 256;

// Appends the fact as JSON in the form of RFC 8785, with its kind among its members:
// {"ask":{…},"kind":"ask.opened"}. What is empty (a text, a list, an id, an unset time) is left out, so that a member
// that is added later changes nothing of what older facts mean. Prose is a string, or {"sha256":"<hex>"} where it is
// long, and what the log doesn't hold itself is appended to `texts`. A Sealed is {"sealed":"<hex>"}: its hash, and
// nowhere its text.
void write_fact(std::string& out, const core::Fact& fact, std::vector<LongText>& texts);

// Appends record JSON to `out` with each {"sha256":…} replaced by what `find` knows of it: the text as a string, or
// "(erased)" where it returns nothing.
template <class Find>
void append_resolved(std::string& out, std::string_view json, Find find);

namespace detail {
// The next reference at or behind `from`: where it begins and which hash it names. Nothing: there is none.
struct Reference {
  std::size_t begin = std::string_view::npos;
  std::size_t end = std::string_view::npos;
  core::Digest hash = {};
};
Reference next_reference(std::string_view json, std::size_t from);
void append_json_string(std::string& out, std::string_view text);
}  // namespace detail

template <class Find>
void append_resolved(std::string& out, std::string_view json, Find find) {
  std::size_t at = 0;
  for (;;) {
    const detail::Reference reference = detail::next_reference(json, at);
    if (reference.begin == json.npos) break;
    out += json.substr(at, reference.begin - at);
    const auto text = find(reference.hash);
    detail::append_json_string(out, text ? std::string_view(*text) : std::string_view("(erased)"));
    at = reference.end;
  }
  out += json.substr(at);
}

}  // namespace askd::store
