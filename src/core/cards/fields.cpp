#include "core/cards/fields.hpp"

#include "base/unicode.hpp"
#include "core/answers/filling.hpp"
#include "core/answers/wording.hpp"
#include "core/cards/labels.hpp"

#include <algorithm>

namespace askd::core::cards {
namespace {

using answers::grouped;
using answers::in_one_line;
using Type = FormField::Type;

// A text field of more characters than this gets several lines.
constexpr std::uint32_t one_line_max = 200;

CardField::Kind kind_of(Type type) {
  switch (type) {
    case Type::number:
      return CardField::Kind::number;
    case Type::integer:
      return CardField::Kind::integer;
    case Type::boolean:
      return CardField::Kind::boolean;
    case Type::choice:
      return CardField::Kind::choice;
    case Type::string:
    case Type::several:
      return CardField::Kind::text;
  }
  return CardField::Kind::text;
}

void add_sentence(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += ' ';
  text += sentence;
  const bool ends = sentence.ends_with('.') || sentence.ends_with('!') || sentence.ends_with('?');
  if (!ends) text += '.';
}

std::string range_text(const FormField& field, const std::string& what) {
  if (field.minimum && field.maximum) return what + " from " + *field.minimum + " to " + *field.maximum;
  if (field.minimum) return what + ", at least " + *field.minimum;
  if (field.maximum) return what + ", at most " + *field.maximum;
  return what;
}

std::string format_text(const FormField& field) {
  if (field.format == "email") return "An email address";
  if (field.format == "uri") return "A web address";
  if (field.format == "date") return "A date, as in 2030-12-31";
  if (field.format == "date-time") return "A date and time, as in 2030-12-31T14:00:00Z";
  return {};
}

std::string length_text(const FormField& field, const std::string& unit) {
  if (field.min_length && field.max_length) {
    return grouped(*field.min_length) + " to " + grouped(*field.max_length) + " " + unit;
  }
  if (field.min_length && *field.min_length > 1) return "At least " + grouped(*field.min_length) + " " + unit;
  if (field.max_length) return "At most " + grouped(*field.max_length) + " " + unit;
  return {};
}

std::string options_text(const std::vector<Button>& options, const std::string& last) {
  std::vector<std::string> labels;
  for (const Button& option : options) labels.push_back("“" + option.label + "”");
  return answers::listed(labels, last);
}

std::vector<Button> options_of(const FormField& field) {
  std::vector<Button> options;
  for (const auto& [value, label] : field.options) {
    options.push_back({value, in_one_line(label.empty() ? value : label), ButtonStyle::plain});
  }
  return options;
}

std::string fallback_text(const FormField& field) {
  const auto fallback = answers::fallback_of(field);
  return fallback ? "If left empty: " + answers::shown_value(field, *fallback) : std::string();
}

std::string hint_of(const FormField& field) {
  std::string hint;
  add_sentence(hint, in_one_line(field.description));
  switch (field.type) {
    case Type::string:
      add_sentence(hint, format_text(field));
      add_sentence(hint, length_text(field, "characters"));
      break;
    case Type::number:
      add_sentence(hint, range_text(field, "A number"));
      break;
    case Type::integer:
      add_sentence(hint, range_text(field, "A whole number"));
      break;
    case Type::boolean:
      add_sentence(hint, "Yes or no");
      break;
    case Type::choice:
      break;
    case Type::several:
      add_sentence(hint, "Any of " + options_text(options_of(field), "and") + ", with commas between them");
      add_sentence(hint, length_text(field, "of them"));
      break;
  }
  add_sentence(hint, fallback_text(field));
  return hint;
}

}  // namespace

CardField field_of(const FormField& field) {
  CardField shown;
  shown.name = field.name;
  shown.title = in_one_line(field.title.empty() ? field.name : field.title);
  shown.kind = kind_of(field.type);
  shown.required = field.required && !field.fallback;
  const bool long_text = !field.max_length || *field.max_length > one_line_max;
  shown.multiline = field.type == Type::string && field.format.empty() && long_text;
  if (field.type == Type::choice) shown.options = options_of(field);
  shown.hint = hint_of(field);
  return shown;
}

CardField fit_field(CardField field, const Capabilities& capabilities) {
  if (field.kind != CardField::Kind::choice || labels_fit(field.options, capabilities.button_label_max)) {
    if (field.options.size() <= capabilities.select_max) return field;
  }
  const bool listed = field.options.size() <= capabilities.select_max;
  if (listed && numbers_fit(field.options.size(), capabilities.button_label_max)) {
    std::string all;
    for (std::size_t i = 0; i < field.options.size(); ++i) {
      all.append(i == 0 ? "" : "; ").append(std::to_string(i + 1)).append(". ").append(field.options[i].label);
    }
    add_sentence(field.hint, all);
    number_labels(field.options, capabilities.button_label_max);
    return field;
  }
  add_sentence(field.hint, "One of " + options_text(field.options, "or"));
  field.kind = CardField::Kind::text;
  field.options.clear();
  return field;
}

std::string field_text(const CardField& field) {
  std::string text;
  if (field.title != field.name) add_sentence(text, field.title);
  add_sentence(text, field.hint);
  if (field.kind == CardField::Kind::choice) add_sentence(text, "One of " + options_text(field.options, "or"));
  if (field.required) add_sentence(text, "Required");
  return text;
}

}  // namespace askd::core::cards
