// What came as data, from the inbox, a press or an ask's default: checked and made canonical.
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/answers/filling.hpp"
#include "core/answers/matching.hpp"
#include "core/answers/wording.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::answers {
namespace {

Error misfit(std::string pointer, const std::string& detail) {
  std::string sentence = "The answer " + detail + ".";
  return Error{Fault::invalid, sentence, {{std::move(pointer), sentence}}};
}

std::string values_text(const std::vector<Option>& options) {
  std::vector<std::string> values;
  for (const Option& option : options) values.push_back("“" + in_one_line(option.value) + "”");
  return listed(values, "or");
}

bool is_option(const std::vector<Option>& options, const std::string& value) {
  return std::ranges::find(options, value, &Option::value) != options.end();
}

Result<Value> check_one(const std::vector<Option>& options, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text && is_option(options, *text)) return Value(*text);
  return misfit("", "must be " + values_text(options));
}

Result<Value> check_several(const std::vector<Option>& options, const Value& value) {
  const auto* picked = std::get_if<std::vector<std::string>>(&value);
  if (!picked) return misfit("", "must be a list of the options' values");
  if (picked->empty()) return misfit("", "must name at least one option");
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < picked->size(); ++i) {
    if (is_option(options, (*picked)[i])) continue;
    problems.push_back({"/" + std::to_string(i), "Each value must be " + values_text(options) + "."});
  }
  if (!problems.empty()) return Error{Fault::invalid, "The answer names what is no option.", std::move(problems)};
  std::vector<std::string> values;
  for (const Option& option : options) {
    if (std::ranges::find(*picked, option.value) != picked->end()) values.push_back(option.value);
  }
  return Value(std::move(values));
}

Result<Value> check_as(const Approval&, const Value& value) { return check_one(approval_options(), value); }

Result<Value> check_as(const Choice& form, const Value& value) {
  return form.multiple ? check_several(form.options, value) : check_one(form.options, value);
}

Result<Value> check_as(const Text& form, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return misfit("", "must be a text");
  const std::string_view trimmed = unicode::trim(*text);
  if (trimmed.empty()) return misfit("", "must not be empty");
  const std::string whole = text->substr(0, text->find(trimmed) + trimmed.size());
  const std::size_t length = unicode::length(whole);
  if (length <= form.max_length) return Value(whole);
  return misfit("", "has " + grouped(length) + " characters, and at most " + grouped(form.max_length) + " fit");
}

Result<Value> check_as(const Fields& form, const Value& value) {
  const auto* given = std::get_if<std::vector<FieldValue>>(&value);
  if (!given) return misfit("", "must be an object of the form's fields");
  auto filled = fill(form, *given, Spelling::exact);
  if (!filled) return filled.error();
  return Value(std::move(*filled));
}

bool takes_note(const Form& form) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (requires { kind.note; }) {
          return kind.note;
        } else {
          return false;
        }
      },
      form);
}

// A modal sends one pair per field, or several of the same name where several options were picked.
std::vector<FieldValue> gathered(const Inbound& press) {
  std::vector<FieldValue> given;
  for (const auto& [name, text] : press.filled) {
    const auto before = std::ranges::find(given, name, &FieldValue::name);
    if (before == given.end()) {
      given.push_back({.name = name, .type = FormField::Type::string, .text = {}, .values = {text}});
    } else {
      before->values.push_back(text);
    }
  }
  return given;
}

Result<Value> pressed_value(const Form& form, const Inbound& press) {
  if (const auto* fields = std::get_if<Fields>(&form)) {
    auto filled = fill(*fields, gathered(press), Spelling::loose);
    if (!filled) return filled.error();
    return Value(std::move(*filled));
  }
  const auto* choice = std::get_if<Choice>(&form);
  if (choice && choice->multiple) {
    const bool one = press.values.empty() && !press.said.empty();
    return check(form, one ? std::vector<std::string>{press.said} : press.values);
  }
  const bool listed_one = press.said.empty() && press.values.size() == 1;
  return check(form, listed_one ? press.values.front() : press.said);
}

}  // namespace

Result<Reading> read_press(const Form& form, const Inbound& press) {
  auto value = pressed_value(form, press);
  if (!value) return value.error();
  const std::string note(unicode::trim(press.note));
  if (auto fits = check_note(form, note); !fits) return fits.error();
  return Reading{std::move(*value), note};
}

Result<Value> check(const Form& form, const Value& value) {
  return std::visit([&](const auto& kind) { return check_as(kind, value); }, form);
}

Result<> check_note(const Form& form, std::string_view note) {
  if (note.empty()) return {};
  std::string why;
  if (!takes_note(form)) {
    why = "This ask takes no note with its answer: write it into the conversation.";
  } else if (const std::size_t length = unicode::length(note); length > note_max) {
    why = "The note has " + grouped(length) + " characters, and at most " + grouped(note_max) +
          " fit: write the rest into the conversation.";
  }
  if (why.empty()) return {};
  return Error{Fault::invalid, why, {{"/note", why}}};
}

}  // namespace askd::core::answers
