#include "base/schema.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/decimal.hpp"
#include "base/json_read.hpp"
#include "base/unicode.hpp"

namespace askd::schema {
namespace {

using json::Reader;
using Words = std::span<const std::string_view>;

constexpr std::size_t name_max = 100;
constexpr std::size_t title_max = 200;
constexpr std::size_t description_max = 2'000;

// Says nothing about values, so it may stand anywhere.
constexpr std::array<std::string_view, 8> annotations{"$comment",   "$id",      "$schema",  "description",
                                                      "deprecated", "examples", "readOnly", "title"};

bool among(std::string_view word, Words words) { return std::find(words.begin(), words.end(), word) != words.end(); }

// A keyword that we don't know might forbid what we would let pass, so it is a problem.
void refuse_keywords(const Reader& reader, const Json& schema, Words known) {
  for (const auto& [keyword, value] : schema.items())
    if (!among(keyword, known) && !among(keyword, annotations))
      reader.member(keyword).problem("is not supported in a form; remove it, or ask for text and check the answer");
}

// The text of a member; empty if it isn't there.
std::string text_of(const Reader& reader, const Json& schema, const char* name, std::size_t most) {
  const auto member = schema.find(name);
  if (member == schema.end()) return {};
  std::string text;
  const Reader at = reader.member(name);
  json::read_value(at, *member, text);
  if (unicode::length(text) > most) at.problem("must have at most " + std::to_string(most) + " characters");
  return text;
}

std::optional<std::uint32_t> count_of(const Reader& reader, const Json& schema, const char* name) {
  const auto member = schema.find(name);
  if (member == schema.end()) return std::nullopt;
  std::uint32_t count = 0;
  json::read_value(reader.member(name), *member, count);
  return count;
}

void check_order(const Reader& reader, const char* name, bool wrong_way_round, const char* other) {
  if (wrong_way_round) reader.member(name).problem("must not be above " + std::string(other));
}

void read_string(const Reader& reader, const Json& property, Field& field) {
  constexpr std::array<std::string_view, 5> known{"type", "default", "format", "minLength", "maxLength"};
  constexpr std::array<std::string_view, 4> formats{"email", "uri", "date", "date-time"};
  refuse_keywords(reader, property, known);
  field.type = Field::Type::string;
  field.min_length = count_of(reader, property, "minLength");
  field.max_length = count_of(reader, property, "maxLength");
  check_order(reader, "minLength", field.min_length && field.max_length && *field.min_length > *field.max_length,
              "maxLength");
  field.format = text_of(reader, property, "format", name_max);
  if (!field.format.empty() && !among(field.format, formats))
    json::detail::unknown_word(reader.member("format"), field.format, formats);
}

std::optional<std::string> bound_of(const Reader& reader, const Json& property, const char* name) {
  const auto member = property.find(name);
  if (member == property.end()) return std::nullopt;
  if (!member->is_number()) {
    reader.member(name).problem("must be a number");
    return std::nullopt;
  }
  std::string text = json::canonical(*member);
  if (parse_decimal(text)) return text;
  reader.member(name).problem("must be a number below 1e308");
  return std::nullopt;
}

void read_number(const Reader& reader, const Json& property, Field& field, Field::Type type) {
  constexpr std::array<std::string_view, 4> known{"type", "default", "minimum", "maximum"};
  refuse_keywords(reader, property, known);
  field.type = type;
  field.minimum = bound_of(reader, property, "minimum");
  field.maximum = bound_of(reader, property, "maximum");
  if (!field.minimum || !field.maximum) return;
  check_order(reader, "minimum", *parse_decimal(*field.minimum) > *parse_decimal(*field.maximum), "maximum");
}

void add_option(const Reader& reader, Field& field, std::string value, std::string label) {
  if (value.empty() || unicode::length(value) > title_max || !unicode::all_visible(value, unicode::Lines::one))
    return reader.problem("must be 1 to " + std::to_string(title_max) + " visible characters");
  if (unicode::length(label) > title_max)
    return reader.problem("has a title of more than " + std::to_string(title_max) + " characters");
  for (const auto& option : field.options)
    if (option.first == value) return reader.problem("stands twice: each option needs a value of its own");
  if (label.empty()) label = value;
  field.options.emplace_back(std::move(value), std::move(label));
}

bool check_count(const Reader& reader, const Json& list) {
  if (!json::detail::expect_array(reader, list)) return false;
  if (!list.empty() && list.size() <= options_max) return true;
  reader.problem("must have 1 to " + std::to_string(options_max) + " entries");
  return false;
}

// {"enum": [value], "enumNames"?: [label]}
void read_enum(const Reader& reader, const Json& property, Field& field) {
  const Json& values = property["enum"];
  const Reader at = reader.member("enum");
  if (!check_count(at, values)) return;
  std::vector<std::string> labels;
  if (const auto names = property.find("enumNames"); names != property.end()) {
    json::read_value(reader.member("enumNames"), *names, labels);
    if (labels.size() != values.size()) reader.member("enumNames").problem("must have as many entries as enum");
  }
  labels.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string value;
    if (!values[i].is_string()) {
      at.element(i).problem("must be a string");
      continue;
    }
    add_option(at.element(i), field, values[i].get<std::string>(), labels[i]);
  }
}

// {"oneOf" or "anyOf": [{"const": value, "title"?: label}]}
void read_titled(const Reader& reader, const Json& property, const char* keyword, Field& field) {
  constexpr std::array<std::string_view, 2> known{"const", "type"};
  const Json& options = property[keyword];
  const Reader list = reader.member(keyword);
  if (!check_count(list, options)) return;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Reader at = list.element(i);
    if (!json::detail::expect_object(at, options[i])) continue;
    refuse_keywords(at, options[i], known);
    const auto value = options[i].find("const");
    if (value == options[i].end() || !value->is_string()) {
      at.member("const").problem("must be a string");
      continue;
    }
    add_option(at, field, value->get<std::string>(), text_of(at, options[i], "title", title_max));
  }
}

void read_choice(const Reader& reader, const Json& property, Field& field) {
  constexpr std::array<std::string_view, 5> known{"type", "default", "enum", "enumNames", "oneOf"};
  refuse_keywords(reader, property, known);
  field.type = Field::Type::choice;
  if (property.contains("enum"))
    read_enum(reader, property, field);
  else
    read_titled(reader, property, "oneOf", field);
}

void read_several(const Reader& reader, const Json& property, Field& field) {
  constexpr std::array<std::string_view, 6> known{"type", "default", "items", "minItems", "maxItems", "uniqueItems"};
  constexpr std::array<std::string_view, 5> known_items{"type", "enum", "enumNames", "anyOf", "oneOf"};
  refuse_keywords(reader, property, known);
  field.type = Field::Type::several;
  field.min_length = count_of(reader, property, "minItems");
  field.max_length = count_of(reader, property, "maxItems");
  check_order(reader, "minItems", field.min_length && field.max_length && *field.min_length > *field.max_length,
              "maxItems");
  const Reader at = reader.member("items");
  const auto items = property.find("items");
  if (items == property.end()) return at.problem("is required: it names the options");
  if (!json::detail::expect_object(at, *items)) return;
  refuse_keywords(at, *items, known_items);
  if (items->contains("enum"))
    read_enum(at, *items, field);
  else if (items->contains("anyOf"))
    read_titled(at, *items, "anyOf", field);
  else if (items->contains("oneOf"))
    read_titled(at, *items, "oneOf", field);
  else
    at.problem("must have enum or anyOf: a list of free text isn't supported in a form");
}

void read_by_type(const Reader& reader, const Json& property, Field& field) {
  constexpr std::array<std::string_view, 5> types{"string", "number", "integer", "boolean", "array"};
  constexpr std::array<std::string_view, 2> known_of_boolean{"type", "default"};
  std::string type = text_of(reader, property, "type", name_max);
  if (type.empty() && (property.contains("enum") || property.contains("oneOf"))) type = "string";
  if (type == "string" && (property.contains("enum") || property.contains("oneOf")))
    return read_choice(reader, property, field);
  if (type == "string") return read_string(reader, property, field);
  if (type == "number") return read_number(reader, property, field, Field::Type::number);
  if (type == "integer") return read_number(reader, property, field, Field::Type::integer);
  if (type == "array") return read_several(reader, property, field);
  if (type != "boolean") {
    if (!property.contains("type") || property["type"].is_string())
      json::detail::unknown_word(reader.member("type"), type, types);
    return;
  }
  field.type = Field::Type::boolean;
  refuse_keywords(reader, property, known_of_boolean);
}

bool default_fits(const Json& value, Field::Type type) {
  switch (type) {
    case Field::Type::number:
    case Field::Type::integer:
      return value.is_number();
    case Field::Type::boolean:
      return value.is_boolean();
    case Field::Type::several:
      return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); });
    case Field::Type::string:
    case Field::Type::choice:
      break;
  }
  return value.is_string();
}

bool has_option(const Field& field, const std::string& value) {
  return std::any_of(field.options.begin(), field.options.end(), [&](const auto& o) { return o.first == value; });
}

void read_default(const Reader& reader, const Json& property, Field& field) {
  const auto given = property.find("default");
  if (given == property.end() || given->is_null()) return;
  const Reader at = reader.member("default");
  if (!default_fits(*given, field.type)) return at.problem("must have the type of the field");
  if (field.type == Field::Type::several) {
    std::string joined;
    for (const Json& value : *given) {
      if (!has_option(field, value.get<std::string>())) return at.problem("must name options of the field");
      joined.append(joined.empty() ? "" : "\n").append(value.get<std::string>());
    }
    field.fallback = std::move(joined);
    return;
  }
  std::string text = given->is_string() ? given->get<std::string>() : json::canonical(*given);
  if (field.type == Field::Type::choice && !has_option(field, text))
    return at.problem("must be the value of an option");
  Field optional = field;
  optional.required = false;
  const auto checked = check_value(optional, text);
  if (!checked) return at.problem("doesn't fit: " + checked.error().message);
  field.fallback = *checked;
}

Field read_field(const Reader& reader, const std::string& name, const Json& property) {
  Field field;
  field.name = name;
  if (name.empty() || unicode::length(name) > name_max || !unicode::all_visible(name, unicode::Lines::one))
    reader.problem("must have a name of 1 to " + std::to_string(name_max) + " visible characters");
  if (!json::detail::expect_object(reader, property)) return field;
  field.title = text_of(reader, property, "title", title_max);
  field.description = text_of(reader, property, "description", description_max);
  read_by_type(reader, property, field);
  read_default(reader, property, field);
  return field;
}

void read_required(const Reader& reader, const Json& schema, std::vector<Field>& fields) {
  const auto required = schema.find("required");
  if (required == schema.end()) return;
  const Reader list = reader.member("required");
  std::vector<std::string> names;
  json::read_value(list, *required, names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!(*required)[i].is_string()) continue;
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == names[i]; });
    if (field == fields.end())
      list.element(i).problem("names no property");
    else
      field->required = true;
  }
}

}  // namespace

Result<std::vector<Field>> parse_fields(const Json& schema) {
  constexpr std::array<std::string_view, 4> known{"type", "properties", "required", "additionalProperties"};
  std::vector<Problem> problems;
  const Reader reader(problems);
  std::vector<Field> fields;
  if (!json::detail::expect_object(reader, schema)) return json::error_of(std::move(problems));
  refuse_keywords(reader, schema, known);
  if (schema.value("type", Json()) != "object") reader.member("type").problem("must be 'object'");
  const Reader at = reader.member("properties");
  const auto properties = schema.find("properties");
  if (properties == schema.end() || !properties->is_object() || properties->empty() ||
      properties->size() > fields_max) {
    at.problem("must be an object of 1 to " + std::to_string(fields_max) + " properties");
    return json::error_of(std::move(problems));
  }
  for (const auto& [name, property] : properties->items())
    fields.push_back(read_field(at.member(name), name, property));
  read_required(reader, schema, fields);
  if (!problems.empty()) return json::error_of(std::move(problems));
  std::stable_partition(fields.begin(), fields.end(), [](const Field& field) { return field.required; });
  return fields;
}

}  // namespace askd::schema
