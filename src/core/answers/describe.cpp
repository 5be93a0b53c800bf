// Answers, and how to give them, in one line for people.
#include "core/answers/answers.hpp"
#include "core/answers/filling.hpp"
#include "core/answers/matching.hpp"
#include "core/answers/wording.hpp"

#include <algorithm>

namespace askd::core::answers {
namespace {

std::string label_of(const std::vector<Option>& options, const std::string& value) {
  const auto found = std::ranges::find(options, value, &Option::value);
  return in_one_line(found == options.end() || found->label.empty() ? value : found->label);
}

const std::vector<Option>& options_of(const Form& form) {
  static const std::vector<Option> none;
  if (const auto* choice = std::get_if<Choice>(&form)) return choice->options;
  return std::holds_alternative<Approval>(form) ? approval_options() : none;
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text.append(text.empty() ? "" : ", ").append(item);
  return text;
}

std::string describe_field(const Form& form, const FieldValue& value) {
  FormField field{.name = value.name, .type = value.type};
  if (const auto* fields = std::get_if<Fields>(&form)) {
    const auto found = std::ranges::find(fields->fields, value.name, &FormField::name);
    if (found != fields->fields.end()) field = *found;
  }
  return in_one_line(field.title.empty() ? field.name : field.title) + ": " + shown_value(field, value);
}

std::string note_hint(bool note) { return note ? " A note may follow on the next lines." : ""; }

std::string hint_for(const Text& form) {
  return "Reply with your answer, in at most " + grouped(form.max_length) + " characters.";
}

std::string hint_for(const Approval& form) { return "Reply “approve” or “deny”." + note_hint(form.note); }

std::string hint_for(const Choice& form) {
  const std::size_t count = form.options.size();
  const bool numbers = Matcher(form.options).numbers_are_clear();
  std::string text;
  if (numbers && form.multiple) {
    text = "Reply with the numbers of all that you pick, as in “1, " + std::to_string(std::max<std::size_t>(count, 2)) +
           "”.";
  } else if (numbers && count == 2) {
    text = "Reply 1 or 2.";
  } else if (numbers && count == 3) {
    text = "Reply 1, 2 or 3.";
  } else if (numbers) {
    text = "Reply with a number from 1 to " + std::to_string(count) + ".";
  } else {
    text = form.multiple ? "Reply with all options that you pick, word for word, with commas between them."
                         : "Reply with one of the options, word for word.";
  }
  return text + note_hint(form.note);
}

std::string hint_for(const Fields& form) {
  constexpr std::size_t named_max = 5;
  std::vector<std::string> lines;
  for (const FormField& field : form.fields) {
    if (lines.size() == named_max) break;
    lines.push_back("“" + in_one_line(field.name) + ": …”");
  }
  const bool all = form.fields.size() <= named_max;
  return "Reply with one line for each field" + std::string(all ? ": " : ", as in ") + listed(lines, "and") + "." +
         note_hint(form.note);
}

}  // namespace

std::string describe(const Form& form, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return label_of(options_of(form), *text);
  std::vector<std::string> items;
  if (const auto* picked = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& pick : *picked) items.push_back(label_of(options_of(form), pick));
  } else {
    for (const FieldValue& field : std::get<std::vector<FieldValue>>(value)) {
      items.push_back(describe_field(form, field));
    }
  }
  return joined(items);
}

std::string hint(const Form& form) {
  return std::visit([](const auto& kind) { return hint_for(kind); }, form);
}

}  // namespace askd::core::answers
