// The fields of a form, filled in: checked, completed by their defaults, and in the form's order.
#pragma once

#include "core/forms.hpp"

#include "askd/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::answers {

// How an option of a field is named: data names its value, people also write its label or its number.
enum class Spelling : std::uint8_t { exact, loose };

// A field that is given empty by people counts as not given. The error names every field at once, as "/cost".
Result<std::vector<FieldValue>> fill(const Fields& form, const std::vector<FieldValue>& given, Spelling spelling);

// The default that the form's author gave the field.
std::optional<FieldValue> fallback_of(const FormField& field);

// What a field was filled in with, for people: labels of options, "yes" and "no".
std::string shown_value(const FormField& field, const FieldValue& value);

// Reads lines of `field: value`. Nothing, if none is there, or if what is there doesn't fit. The lines that name no
// field are the note.
struct Lines {
  std::vector<FieldValue> values = {};
  std::string note = {};
};
std::optional<Lines> read_lines(const Fields& form, std::string_view said);

}  // namespace askd::core::answers
