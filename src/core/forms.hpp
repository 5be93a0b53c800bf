// What may be answered, and the answers: the four forms of an ask, as data.
#pragma once

#include "base/form_field.hpp"

#include "askd/words.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace askd::core {

struct Option {
  std::string value;
  std::string label;
  ButtonStyle style = ButtonStyle::plain;
  bool operator==(const Option&) const = default;
};

struct Approval {
  static constexpr std::string_view kind = "approval";
  bool note = true;
  bool operator==(const Approval&) const = default;
};

// 2 to 25 options; with `multiple`, any number of them (at least one) is an answer.
struct Choice {
  static constexpr std::string_view kind = "choice";
  std::vector<Option> options = {};
  bool multiple = false;
  bool note = true;
  bool operator==(const Choice&) const = default;
};

// `max_length` in code points.
struct Text {
  static constexpr std::string_view kind = "text";
  bool multiline = false;
  std::uint32_t max_length = 10'000;
  std::string placeholder = {};
  bool operator==(const Text&) const = default;
};

// `schema` is the canonical JSON that the agent sent and gets back; `fields` is the same, read.
struct Fields {
  static constexpr std::string_view kind = "fields";
  std::string schema = {};
  std::vector<FormField> fields = {};
  bool note = false;
  bool operator==(const Fields&) const = default;
};

using Form = std::variant<Text, Approval, Choice, Fields>;

// One filled-in field. `text` is canonical for its type: a number as JSON writes it, "true", or the value of an option.
// Of a field of several options, `values` are those picked.
struct FieldValue {
  std::string name;
  FormField::Type type = FormField::Type::string;
  std::string text;
  std::vector<std::string> values = {};
  bool operator==(const FieldValue&) const = default;
};

// "approve", "deny", an option's value or a text; several options' values; or the fields of a form.
using Value = std::variant<std::string, std::vector<std::string>, std::vector<FieldValue>>;

}  // namespace askd::core
