#include "shapes/answer_json.hpp"

#include "base/schema.hpp"
#include "core/answers/answers.hpp"
#include "core/describe.hpp"
#include "shapes/fields.hpp"
#include "shapes/question_json.hpp"
#include "shapes/utf16_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::shapes {
namespace {

using json::Reader;
using json::Writer;

// A plain button is called "default" in JSON.
constexpr std::array<std::string_view, 3> style_words{"default", "primary", "danger"};
constexpr std::array<std::string_view, 4> form_kinds{"text", "approval", "choice", "fields"};

struct FormWriter {
  Writer& writer;

  void member(std::string_view name, const auto& value) const {
    writer.key(name);
    writer.value(value);
  }
  void operator()(const core::Approval& form) const {
    member("kind", core::Approval::kind);
    member("note", form.note);
  }
  void operator()(const core::Choice& form) const {
    member("kind", core::Choice::kind);
    member("multiple", form.multiple);
    member("note", form.note);
    writer.key("options");
    writer.begin_array();
    for (const core::Option& option : form.options) {
      writer.begin_object();
      member("label", option.label);
      member("style", style_words[static_cast<std::size_t>(option.style)]);
      member("value", option.value);
      writer.end_object();
    }
    writer.end_array();
  }
  void operator()(const core::Text& form) const {
    member("kind", core::Text::kind);
    member("max_length", form.max_length);
    member("multiline", form.multiline);
    member("placeholder", form.placeholder);
  }
  void operator()(const core::Fields& form) const {
    member("kind", core::Fields::kind);
    member("note", form.note);
    writer.key("schema");
    writer.raw(form.schema);
  }
};

void write_strings(Writer& writer, const std::vector<std::string>& texts) {
  writer.begin_array();
  for (const std::string& text : texts) writer.value(text);
  writer.end_array();
}

void write_field(Writer& writer, const core::FieldValue& field) {
  using Type = FormField::Type;
  writer.key(field.name);
  switch (field.type) {
    case Type::number:
    case Type::integer:
    case Type::boolean:
      return writer.raw(field.text);
    case Type::several:
      return write_strings(writer, field.values);
    case Type::string:
    case Type::choice:
      return writer.value(field.text);
  }
}

void write_fields(Writer& writer, const std::vector<core::FieldValue>& fields) {
  std::vector<const core::FieldValue*> sorted;
  sorted.reserve(fields.size());
  for (const core::FieldValue& field : fields) sorted.push_back(&field);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* one, const auto* other) { return before_in_utf16(one->name, other->name); });
  writer.begin_object();
  for (const core::FieldValue* field : sorted) write_field(writer, *field);
  writer.end_object();
}

void read_flag(const Reader& reader, const Json& form, const char* name, bool& flag) {
  if (const Json* json = member_of(form, name)) json::detail::read_bool(reader.member(name), *json, flag);
}

core::Approval read_approval(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 2> known{"kind", "note"};
  core::Approval form;
  only_members(reader, json, known);
  read_flag(reader, json, "note", form.note);
  return form;
}

core::Option read_option(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 3> known{"value", "label", "style"};
  core::Option option;
  if (!only_members(reader, json, known)) return option;
  if (const Json* value = member_of(json, "value"))
    option.value = read_text(reader.member("value"), *value, {.min = 1, .max = option_value_max}).value_or("");
  else
    json::detail::missing_member(reader, "value");
  option.label = option.value;
  if (const Json* label = member_of(json, "label"))
    option.label = read_text(reader.member("label"), *label, {.min = 1, .max = option_label_max}).value_or("");
  if (const Json* style = member_of(json, "style")) {
    const std::string* word = json::detail::expect_string(reader.member("style"), *style);
    if (word == nullptr) return option;
    const auto found = std::find(style_words.begin(), style_words.end(), *word);
    if (found == style_words.end())
      json::detail::unknown_word(reader.member("style"), *word, style_words);
    else
      option.style = static_cast<ButtonStyle>(found - style_words.begin());
  }
  return option;
}

// Two options that share a value can't be told apart by the agent, two that share a label not by people.
void refuse_twins(const Reader& reader, const std::vector<core::Option>& options) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto like = [&](std::string core::Option::*member) {
      const auto& text = options[i].*member;
      const auto end = options.begin() + static_cast<std::ptrdiff_t>(i);
      return !text.empty() &&
             std::any_of(options.begin(), end, [&](const auto& other) { return other.*member == text; });
    };
    const bool same_value = like(&core::Option::value);
    if (same_value) reader.element(i).member("value").problem("is the value of another option already");
    if (!same_value && like(&core::Option::label))
      reader.element(i).member("label").problem("is the label of another option already");
  }
}

core::Choice read_choice(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 4> known{"kind", "options", "multiple", "note"};
  constexpr std::size_t options_min = 2;
  constexpr std::size_t options_max = 25;
  core::Choice form;
  only_members(reader, json, known);
  read_flag(reader, json, "multiple", form.multiple);
  read_flag(reader, json, "note", form.note);
  const Json* options = member_of(json, "options");
  if (options == nullptr) {
    json::detail::missing_member(reader, "options");
    return form;
  }
  const Reader at = reader.member("options");
  if (!json::detail::expect_array(at, *options)) return form;
  if (options->size() < options_min || options->size() > options_max) {
    at.problem("must have 2 to 25 options");
    return form;
  }
  for (std::size_t i = 0; i < options->size(); ++i) form.options.push_back(read_option(at.element(i), (*options)[i]));
  refuse_twins(at, form.options);
  return form;
}

core::Text read_text_form(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 4> known{"kind", "multiline", "max_length", "placeholder"};
  core::Text form;
  only_members(reader, json, known);
  read_flag(reader, json, "multiline", form.multiline);
  if (const Json* most = member_of(json, "max_length")) {
    std::int64_t length = 0;
    if (json::detail::read_signed(reader.member("max_length"), *most, 1, text_answer_max, length))
      form.max_length = static_cast<std::uint32_t>(length);
  }
  if (const Json* text = member_of(json, "placeholder"))
    form.placeholder = read_text(reader.member("placeholder"), *text, {.max = placeholder_max}).value_or("");
  return form;
}

core::Fields read_fields(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 3> known{"kind", "schema", "note"};
  core::Fields form;
  only_members(reader, json, known);
  read_flag(reader, json, "note", form.note);
  const Json* schema = member_of(json, "schema");
  if (schema == nullptr) {
    json::detail::missing_member(reader, "schema");
    return form;
  }
  auto fields = schema::parse_fields(*schema);
  if (!fields) {
    const Error error = fields.error();
    for (const Problem& problem : error.problems)
      problem_below(reader.member("schema"), problem.pointer, problem.detail);
    return form;
  }
  form.schema = json::canonical(*schema);
  form.fields = std::move(*fields);
  return form;
}

std::optional<std::vector<std::string>> read_strings(const Reader& reader, const Json& json) {
  if (!json::detail::expect_array(reader, json)) return std::nullopt;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string* text = json::detail::expect_string(reader.element(i), json[i]);
    if (text == nullptr) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

std::string_view type_in_words(FormField::Type type) {
  switch (type) {
    case FormField::Type::number:
      return "must be a number";
    case FormField::Type::integer:
      return "must be a whole number";
    case FormField::Type::boolean:
      return "must be true or false";
    case FormField::Type::several:
      return "must be an array of strings";
    case FormField::Type::string:
    case FormField::Type::choice:
      break;
  }
  return "must be a string";
}

// A string may stand for any type: what people type comes as one, and the check reads it.
bool has_type(const Json& json, FormField::Type type) {
  if (json.is_string()) return true;
  if (json.is_boolean()) return type == FormField::Type::boolean;
  return json.is_number() && (type == FormField::Type::number || type == FormField::Type::integer);
}

void read_field_value(const Reader& reader, const Json& json, const FormField* field,
                      std::vector<core::FieldValue>& fields) {
  core::FieldValue value;
  value.type = field == nullptr ? FormField::Type::string : field->type;
  if (value.type == FormField::Type::several && json.is_array()) {
    auto texts = read_strings(reader, json);
    if (!texts) return;
    value.values = std::move(*texts);
  } else if (!has_type(json, value.type)) {
    return reader.problem(std::string(type_in_words(value.type)));
  } else if (value.type == FormField::Type::several) {
    value.values.push_back(json.get<std::string>());
  } else {
    value.text = json.is_string() ? json.get<std::string>() : json::canonical(json);
  }
  fields.push_back(std::move(value));
}

std::optional<core::Value> read_field_values(const Reader& reader, const Json& json, const core::Fields& form) {
  if (!json::detail::expect_object(reader, json)) return std::nullopt;
  std::vector<core::FieldValue> fields;
  for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
    if (value.is_null()) continue;
    const auto field = std::find_if(form.fields.begin(), form.fields.end(),
                                    [&, &wanted = name](const FormField& one) { return one.name == wanted; });
    const std::size_t before = fields.size();
    read_field_value(reader.member(name), value, field == form.fields.end() ? nullptr : &*field, fields);
    if (fields.size() > before) fields.back().name = name;
  }
  return core::Value{std::move(fields)};
}

}  // namespace

void write_form(Writer& writer, const core::Form& form) {
  writer.begin_object();
  std::visit(FormWriter{writer}, form);
  writer.end_object();
}

void write_value(Writer& writer, const core::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return writer.value(*text);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) return write_strings(writer, *texts);
  write_fields(writer, std::get<std::vector<core::FieldValue>>(value));
}

void write_answer(Writer& writer, const core::Answer& answer, const core::Digest& digest) {
  writer.begin_object();
  writer.key("value");
  write_value(writer, answer.value);
  writer.key("note");
  writer.value(answer.note.text);
  if (answer.by || !answer.by_name.empty()) {
    writer.key("by");
    writer.begin_object();
    if (answer.by) {
      writer.key("person");
      json::write_value(writer, answer.by);
    }
    writer.key("name");
    writer.value(answer.by_name);
    writer.key("assurance");
    json::write_value(writer, answer.assurance);
    writer.end_object();
  }
  writer.key("decided_by");
  json::write_value(writer, answer.decided_by);
  writer.key("digest");
  json::write_value(writer, digest);
  if (!answer.backend.empty()) {
    writer.key("via");
    writer.begin_object();
    writer.key("backend");
    writer.value(answer.backend);
    writer.key("room");
    writer.value(answer.room.empty() ? answer.backend : answer.room);
    if (!answer.link.empty()) {
      writer.key("link");
      writer.value(answer.link);
    }
    writer.end_object();
  }
  writer.key("at");
  json::write_value(writer, answer.at);
  writer.end_object();
}

core::Form read_form(const Reader& reader, const Json& json) {
  const std::string* kind = json::detail::kind_of(reader, json);
  if (kind == nullptr) return core::Text{};
  if (*kind == core::Approval::kind) return read_approval(reader, json);
  if (*kind == core::Choice::kind) return read_choice(reader, json);
  if (*kind == core::Text::kind) return read_text_form(reader, json);
  if (*kind == core::Fields::kind) return read_fields(reader, json);
  json::detail::unknown_word(reader.member("kind"), *kind, form_kinds);
  return core::Text{};
}

std::optional<core::Value> read_value_for(const Reader& reader, const Json& json, const core::Form& form) {
  if (const auto* fields = std::get_if<core::Fields>(&form)) return read_field_values(reader, json, *fields);
  const auto* choice = std::get_if<core::Choice>(&form);
  if (choice != nullptr && choice->multiple) {
    auto texts = read_strings(reader, json);
    return texts ? std::optional<core::Value>(std::move(*texts)) : std::nullopt;
  }
  const std::string* text = json::detail::expect_string(reader, json);
  return text == nullptr ? std::nullopt : std::optional<core::Value>(*text);
}

Result<AnswerRequest> read_answer(const Json& body, const core::Form& form) {
  constexpr std::array<std::string_view, 2> known{"value", "note"};
  std::vector<Problem> problems;
  const Reader reader(problems);
  AnswerRequest request;
  if (only_members(reader, body, known)) {
    if (const auto value = body.find("value"); value == body.end())
      json::detail::missing_member(reader, "value");
    else if (auto read = read_value_for(reader.member("value"), *value, form))
      request.value = std::move(*read);
    if (const Json* note = member_of(body, "note"))
      request.note =
          read_text(reader.member("note"), *note, {.max = core::answers::note_max, .lines = true}).value_or("");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return request;
}

}  // namespace askd::shapes
