#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/schema.hpp"

namespace askd::schema {
namespace {

Result<std::vector<Field>> fields_of(const std::string& text) { return parse_fields(*json::parse(text)); }

TEST(Schema, ReadsWhatElicitationUses) {
  const auto fields = fields_of(R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
    "title": "Order", "additionalProperties": false,
    "properties": {
      "mail": {"type": "string", "format": "email", "title": "Your mail", "description": "Where to", "maxLength": 254},
      "age": {"type": "integer", "minimum": 18, "maximum": 99.0, "default": 21},
      "price": {"type": "number", "minimum": 0.10, "default": 1e2},
      "again": {"type": "boolean", "default": true},
      "color": {"type": "string", "enum": ["r", "g"], "enumNames": ["Red", "Green"], "default": "g"},
      "size": {"type": "string", "oneOf": [{"const": "s", "title": "Small"}, {"const": "l"}]},
      "tags": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string", "enum": ["x", "y"]},
               "default": ["y", "x"]},
      "more": {"type": "array", "items": {"anyOf": [{"const": "p", "title": "P"}]}}},
    "required": ["mail", "age"]})");
  ASSERT_TRUE(fields) << fields.error().message;
  ASSERT_EQ(fields->size(), 8u);
  const std::vector<Field>& f = *fields;
  const std::vector<std::string> names{"age", "mail", "again", "color", "more", "price", "size", "tags"};
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(f[i].name, names[i]);
  EXPECT_EQ(f[0].type, Field::Type::integer);
  EXPECT_TRUE(f[0].required);
  EXPECT_EQ(f[0].minimum, "18");
  EXPECT_EQ(f[0].maximum, "99");
  EXPECT_EQ(f[0].fallback, "21");
  EXPECT_EQ(f[1].title, "Your mail");
  EXPECT_EQ(f[1].description, "Where to");
  EXPECT_EQ(f[1].format, "email");
  EXPECT_EQ(f[1].max_length, 254u);
  EXPECT_EQ(f[2].fallback, "true");
  EXPECT_FALSE(f[2].required);
  EXPECT_EQ(f[3].options, (std::vector<std::pair<std::string, std::string>>{{"r", "Red"}, {"g", "Green"}}));
  EXPECT_EQ(f[3].fallback, "g");
  EXPECT_EQ(f[4].type, Field::Type::several);
  EXPECT_EQ(f[5].minimum, "0.1");
  EXPECT_EQ(f[5].fallback, "100");
  EXPECT_EQ(f[6].options, (std::vector<std::pair<std::string, std::string>>{{"s", "Small"}, {"l", "l"}}));
  EXPECT_EQ(f[7].min_length, 1u);
  EXPECT_EQ(f[7].fallback, "y\nx");
}

TEST(Schema, TellsEveryProblem) {
  const auto fields = fields_of(R"({"type": "array", "allOf": [], "required": ["a", "nobody", 5],
    "properties": {
      "a": {"type": "string", "pattern": "x", "minLength": 5, "maxLength": 2},
      "b": {"type": "object", "properties": {}},
      "c": {"type": "integer", "minimum": "1", "default": "x"},
      "d": {"type": "string", "enum": ["x", "x", 1, ""]},
      "e": {"type": "string", "format": "emial"},
      "f": {"type": "number", "minimum": 2, "maximum": 1, "exclusiveMinimum": 0},
      "g": {"type": "string", "oneOf": [{"title": "no value"}, 5]},
      "h": {"type": "array", "items": {"type": "string"}},
      "i": {"type": "array"},
      "j": {"type": "string", "enum": ["x"], "default": "y"},
      "k": {"type": "integer", "maximum": 5, "default": 7},
      "l": {"type": "string", "enum": ["a", "b"], "enumNames": ["A"]},
      "m": 5, "n": {"title": 5}, "o": {"type": ["string", "null"]}}})");
  ASSERT_FALSE(fields);
  std::vector<std::string> pointers;
  for (const Problem& problem : fields.error().problems) pointers.push_back(problem.pointer);
  const std::vector<std::string> expected{"/allOf",
                                          "/type",
                                          "/properties/a/pattern",
                                          "/properties/a/minLength",
                                          "/properties/b/type",
                                          "/properties/c/minimum",
                                          "/properties/c/default",
                                          "/properties/d/enum/1",
                                          "/properties/d/enum/2",
                                          "/properties/d/enum/3",
                                          "/properties/e/format",
                                          "/properties/f/exclusiveMinimum",
                                          "/properties/f/minimum",
                                          "/properties/g/oneOf/0/const",
                                          "/properties/g/oneOf/1",
                                          "/properties/h/items",
                                          "/properties/i/items",
                                          "/properties/j/default",
                                          "/properties/k/default",
                                          "/properties/l/enumNames",
                                          "/properties/m",
                                          "/properties/n/title",
                                          "/properties/n/type",
                                          "/properties/o/type",
                                          "/required/2",
                                          "/required/1"};
  EXPECT_EQ(pointers, expected);
}

TEST(Schema, BoundsItsSize) {
  EXPECT_FALSE(fields_of("5"));
  EXPECT_FALSE(fields_of("{}"));
  EXPECT_FALSE(fields_of(R"({"type":"object","properties":{}})"));
  EXPECT_FALSE(fields_of(R"({"type":"object","properties":[]})"));
  Json schema{{"type", "object"}};
  for (std::size_t i = 0; i < fields_max; ++i) schema["properties"]["f" + std::to_string(i)] = {{"type", "boolean"}};
  EXPECT_TRUE(parse_fields(schema));
  schema["properties"]["more"] = {{"type", "boolean"}};
  EXPECT_FALSE(parse_fields(schema));
  Json choice{{"type", "object"}};
  for (std::size_t i = 0; i <= options_max; ++i) choice["properties"]["c"]["enum"].push_back(std::to_string(i));
  EXPECT_FALSE(parse_fields(choice));
  EXPECT_FALSE(fields_of(R"({"type":"object","properties":{"":{"type":"boolean"}}})"));
  EXPECT_FALSE(fields_of(R"({"type":"object","properties":{"a\u202eb":{"type":"boolean"}}})"));
}

}  // namespace
}  // namespace askd::schema
