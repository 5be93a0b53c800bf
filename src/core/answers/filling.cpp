#include "core/answers/filling.hpp"

#include "base/unicode.hpp"
#include "core/answers/matching.hpp"
#include "core/answers/wording.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace askd::core::answers {
namespace {

using Type = FormField::Type;

// RFC 6901.
std::string pointer_to(std::string_view name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

const FormField* field_named(const Fields& form, std::string_view name) {
  const auto found = std::ranges::find(form.fields, name, &FormField::name);
  return found == form.fields.end() ? nullptr : &*found;
}

std::vector<Option> options_of(const FormField& field) {
  std::vector<Option> options;
  for (const auto& [value, label] : field.options) options.push_back({value, label});
  return options;
}

bool is_option(const FormField& field, std::string_view value) {
  return std::ranges::any_of(field.options, [&](const auto& option) { return option.first == value; });
}

bool is_blank(const FieldValue& given) {
  const auto blank = [](const std::string& text) { return unicode::trim(text).empty(); };
  return blank(given.text) && std::ranges::all_of(given.values, blank);
}

// Text may stand for anything, since modals and replies know nothing else; what came as a number or a boolean must be
// wanted as one.
bool may_stand_for(Type given, Type wanted) {
  const auto is_number = [](Type type) { return type == Type::number || type == Type::integer; };
  if (given == wanted || given == Type::string) return true;
  if (given == Type::choice) return wanted == Type::string;
  return is_number(given) && is_number(wanted);
}

// As check_value() words it: who reads it knows the field by its title.
Error wrong(const FormField& field, const std::string& what) {
  return invalid(in_one_line(field.title.empty() ? field.name : field.title) + " " + what + ".");
}

std::string wanted_text(Type type) {
  switch (type) {
    case Type::string:
      return "must be a text";
    case Type::number:
      return "must be a number";
    case Type::integer:
      return "must be a whole number";
    case Type::boolean:
      return "must be true or false";
    case Type::choice:
      return "must be one of its options";
    case Type::several:
      return "must be a list of its options";
  }
  return "must fit its type";
}

std::string options_text(const FormField& field) {
  std::vector<std::string> values;
  for (const auto& option : field.options) values.push_back(in_one_line(option.first));
  return listed(values, "or");
}

// What a text picks of several options; empty if any part of it names none.
std::vector<std::string> picks_of(const FormField& field, std::string_view text) {
  std::vector<std::string> picks;
  const auto found = Matcher(options_of(field)).several(text);
  if (!found) return picks;
  for (const std::size_t index : *found) picks.push_back(field.options[index].first);
  return picks;
}

Result<std::string> one_text(const FormField& field, const FieldValue& given, Spelling spelling) {
  std::string text = given.text;
  if (given.values.size() == 1 && text.empty()) text = given.values.front();
  if (given.values.size() > 1) return wrong(field, "takes one value only");
  if (spelling == Spelling::exact) {
    if (field.type == Type::choice && !is_option(field, text))
      return wrong(field, "must be one of " + options_text(field));
    return check_value(field, text);
  }
  if (field.type == Type::boolean) {
    if (const auto meant = well_known(folded(text))) return std::string(*meant ? "true" : "false");
  }
  if (field.type == Type::choice && !is_option(field, text)) {
    const auto index = Matcher(options_of(field)).one(text);
    if (!index) return wrong(field, "must be one of " + options_text(field));
    text = field.options[*index].first;
  }
  return check_value(field, text);
}

Result<std::vector<std::string>> several_texts(const FormField& field, const FieldValue& given, Spelling spelling) {
  std::vector<std::string> texts = given.values;
  if (texts.empty() && !unicode::trim(given.text).empty()) texts = {given.text};
  if (spelling == Spelling::loose && texts.size() == 1 && !is_option(field, texts.front())) {
    texts = picks_of(field, texts.front());
    if (texts.empty()) return wrong(field, "must name one or more of " + options_text(field));
  }
  for (const std::string& text : texts) {
    if (!is_option(field, text)) return wrong(field, "must name only " + options_text(field));
  }
  return check_values(field, texts);
}

Result<FieldValue> value_of(const FormField& field, const FieldValue& given, Spelling spelling) {
  FieldValue value{.name = field.name, .type = field.type, .text = {}, .values = {}};
  if (!may_stand_for(given.type, field.type)) return wrong(field, wanted_text(field.type));
  if (field.type == Type::several) {
    auto texts = several_texts(field, given, spelling);
    if (!texts) return texts.error();
    value.values = std::move(*texts);
    return value;
  }
  auto text = one_text(field, given, spelling);
  if (!text) return text.error();
  value.text = std::move(*text);
  return value;
}

// A default of several options has one value on each line.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Problem> strangers(const Fields& form, const std::vector<FieldValue>& given) {
  std::vector<Problem> problems;
  std::set<std::string_view> seen;
  for (const FieldValue& value : given) {
    if (!field_named(form, value.name)) {
      problems.push_back({pointer_to(value.name), in_one_line(value.name) + " is no field of the form."});
    } else if (!seen.insert(value.name).second) {
      problems.push_back({pointer_to(value.name), in_one_line(value.name) + " is given twice."});
    }
  }
  return problems;
}

Error misfit(std::vector<Problem> problems) {
  std::string message = "The answer doesn't fit the form.";
  for (const Problem& problem : problems) message.append(" ").append(problem.detail);
  return Error{Fault::invalid, std::move(message), std::move(problems)};
}

std::string shown_text(const FormField& field, const std::string& value) {
  if (field.type == Type::boolean) return value == "true" ? "yes" : "no";
  for (const auto& [option, label] : field.options) {
    if (option == value && !label.empty()) return in_one_line(label);
  }
  return in_one_line(value);
}

// Lines of `field: value`, one at a time.
class LineReader {
 public:
  explicit LineReader(const Fields& form) : form_(form) {
    for (const FormField& field : form.fields) keys_.push_back({folded(field.name), folded(field.title)});
  }

  // False if a field is named a second time.
  bool take(std::string_view line) {
    const auto found = split(line);
    if (!found) {
      note_.append(line).append("\n");
      return true;
    }
    const FormField& field = form_.fields[found->first];
    const auto same = [&](const FieldValue& value) { return value.name == field.name; };
    if (std::ranges::any_of(values_, same)) return false;
    values_.push_back({.name = field.name, .type = Type::string, .text = found->second, .values = {}});
    return true;
  }

  const std::vector<FieldValue>& values() const { return values_; }
  std::string note() const { return std::string(unicode::trim(note_)); }

 private:
  // The field that the line names before its first fitting ":" or "=", and the text after it.
  std::optional<std::pair<std::size_t, std::string>> split(std::string_view line) const {
    constexpr std::size_t key_bytes_max = 2'000;
    for (std::size_t at = line.find_first_of(":="); at < std::min(line.size(), key_bytes_max);
         at = line.find_first_of(":=", at + 1)) {
      const auto field = named(folded(line.substr(0, at)));
      if (field) return std::pair(*field, std::string(unicode::trim(line.substr(at + 1))));
    }
    return std::nullopt;
  }

  // A name goes before a title; a title of two fields names none.
  std::optional<std::size_t> named(const std::string& key) const {
    if (key.empty()) return std::nullopt;
    std::vector<std::size_t> by_name;
    std::vector<std::size_t> by_title;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (keys_[i].first == key) by_name.push_back(i);
      if (keys_[i].second == key) by_title.push_back(i);
    }
    if (by_name.size() == 1) return by_name.front();
    if (by_name.empty() && by_title.size() == 1) return by_title.front();
    return std::nullopt;
  }

  const Fields& form_;
  std::vector<std::pair<std::string, std::string>> keys_ = {};
  std::vector<FieldValue> values_ = {};
  std::string note_ = {};
};

}  // namespace

std::optional<FieldValue> fallback_of(const FormField& field) {
  if (!field.fallback) return std::nullopt;
  FieldValue value{.name = field.name, .type = field.type, .text = {}, .values = {}};
  if (field.type == Type::several) {
    value.values = lines_of(*field.fallback);
  } else {
    value.text = *field.fallback;
  }
  return value;
}

std::string shown_value(const FormField& field, const FieldValue& value) {
  if (field.type != Type::several) return shown_text(field, value.text);
  std::vector<std::string> picks;
  for (const std::string& pick : value.values) picks.push_back(shown_text(field, pick));
  return picks.empty() ? "none" : listed(picks, "and");
}

Result<std::vector<FieldValue>> fill(const Fields& form, const std::vector<FieldValue>& given, Spelling spelling) {
  std::vector<Problem> problems = strangers(form, given);
  std::vector<FieldValue> filled;
  for (const FormField& field : form.fields) {
    const auto found = std::ranges::find(given, field.name, &FieldValue::name);
    const bool blank = found != given.end() && spelling == Spelling::loose && is_blank(*found);
    if (found != given.end() && !blank) {
      auto value = value_of(field, *found, spelling);
      if (value) {
        filled.push_back(std::move(*value));
      } else {
        problems.push_back({pointer_to(field.name), value.error().message});
      }
      continue;
    }
    if (auto fallback = fallback_of(field)) {
      filled.push_back(std::move(*fallback));
    } else if (field.required) {
      problems.push_back({pointer_to(field.name), wrong(field, "is required").message});
    }
  }
  if (!problems.empty()) return misfit(std::move(problems));
  return filled;
}

std::optional<Lines> read_lines(const Fields& form, std::string_view said) {
  LineReader reader(form);
  while (!said.empty()) {
    const std::size_t end = std::min(said.find_first_of("\r\n"), said.size());
    if (!reader.take(said.substr(0, end))) return std::nullopt;
    said.remove_prefix(std::min(end + 1, said.size()));
  }
  if (reader.values().empty()) return std::nullopt;
  if (!reader.note().empty() && !form.note) return std::nullopt;
  auto filled = fill(form, reader.values(), Spelling::loose);
  if (!filled) return std::nullopt;
  return Lines{std::move(*filled), reader.note()};
}

}  // namespace askd::core::answers
