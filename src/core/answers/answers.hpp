// The answer grammar: what a person wrote or picked, read as an answer to a form.
#pragma once

#include "core/forms.hpp"

#include "askd/result.hpp"
#include "askd/words.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::core::answers {

// Of a note, in code points.
inline constexpr std::size_t note_max = 2'000;

struct Reading {
  Value value = {};
  std::string note = {};
  bool operator==(const Reading&) const = default;
};

// Reads a typed reply. For an approval or a choice the first line is matched, case-insensitively, with an option's
// number, value or label or a well-known word or emoji, and the rest is the note, also where the form takes none: no
// word is lost. For fields, lines of `field: value` by name or title; lines that name no field are the note, if the
// form takes one. For text, all of it. Nothing: it's a comment, as is all that could mean two things, that is longer
// than the form or a note allows, or that lacks a required field. Quoted lines and signatures must be gone already.
std::optional<Reading> read(const Form& form, std::string_view said);

// Reads what a button, a menu or a modal sent: `said` (or the one of `values`) for an approval, a choice or a text,
// `values` for several options, `filled` for fields (one name twice for two options of the same field), and `note`. An
// error says in a sentence what doesn't fit; its problems point into the value, as in check().
Result<Reading> read_press(const Form& form, const Inbound& press);

// Checks a value that came as data (from the inbox, or as an ask's default) and makes it canonical: options by their
// value, each once and in the form's order; fields in the form's order, completed by their defaults; a text without
// white space at its end. The problems name every fault at once and point into the value: "/cost" for a field, "/1" for
// the second of several options, "" for the whole.
Result<Value> check(const Form& form, const Value& value);

// Checks a note: whether the form takes one, and its length (at most 2,000 code points).
Result<> check_note(const Form& form, std::string_view note);

// One line for people: "Approve", the label of an option, "cost: 12, region: eu".
std::string describe(const Form& form, const Value& value);

// One line that tells a person how to answer by typing, and how long that may be: "Reply 1, 2 or 3."
std::string hint(const Form& form);

}  // namespace askd::core::answers
