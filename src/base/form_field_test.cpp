#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/form_field.hpp"

namespace askd {
namespace {

using Type = FormField::Type;

FormField field_of(Type type) {
  FormField field;
  field.name = "field";
  field.type = type;
  return field;
}

// The canonical text, or what is wrong behind a "!".
std::string checked(const FormField& field, const std::string& text) {
  const auto value = check_value(field, text);
  return value ? *value : "!" + value.error().message;
}

struct Case {
  std::string text;
  std::string expected;
};

void expect(const FormField& field, const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(checked(field, c.text), c.expected) << c.text;
}

TEST(FormFields, CheckNumbersWithoutRounding) {
  FormField number = field_of(Type::number);
  number.minimum = "0.1";
  number.maximum = "9007199254740992";
  expect(number, {{"0.1", "0.1"},
                  {" 12.50 ", "12.5"},
                  {"1e3", "1000"},
                  {"0.09999999999999999999999999", "!field must be from 0.1 to 9007199254740992."},
                  {"9007199254740992.0000001", "!field must be from 0.1 to 9007199254740992."},
                  {"9007199254740993", "!field must be from 0.1 to 9007199254740992."},
                  {"", "!field must be a number such as 12 or 12.5."},
                  {"12,5", "!field must be a number such as 12 or 12.5."},
                  {"twelve", "!field must be a number such as 12 or 12.5."}});
  FormField integer = field_of(Type::integer);
  integer.title = "Age";
  integer.minimum = "18";
  expect(integer, {{"18", "18"},
                   {"18.0", "18"},
                   {"-0", "!Age must be at least 18."},
                   {"17", "!Age must be at least 18."},
                   {"18.5", "!Age must be a whole number such as 12."}});
  integer.minimum.reset();
  integer.maximum = "-1";
  expect(integer, {{"-1", "-1"}, {"0", "!Age must be at most -1."}});
}

TEST(FormFields, CheckBooleans) {
  const std::string wrong = "!field must be yes or no.";
  expect(field_of(Type::boolean), {{"true", "true"},
                                   {" YES ", "true"},
                                   {"False", "false"},
                                   {"no", "false"},
                                   {"", wrong},
                                   {"1", wrong},
                                   {"nope", wrong}});
}

TEST(FormFields, CheckTexts) {
  FormField text = field_of(Type::string);
  text.min_length = 2;
  text.max_length = 3;
  expect(text, {{"ab", "ab"},
                {"äöü", "äöü"},
                {"👍👍👍", "👍👍👍"},
                {" a ", " a "},
                {"a", "!field must have at least 2 characters."},
                {"abcd", "!field must have at most 3 characters, not 4."},
                {"a\xff", "!field must be UTF-8 text."}});
  FormField required = field_of(Type::string);
  required.required = true;
  expect(required, {{"", "!field must not be empty."}, {"x", "x"}});
}

TEST(FormFields, CheckFormats) {
  const auto with_format = [](const std::string& format) {
    FormField field = field_of(Type::string);
    field.format = format;
    return field;
  };
  const auto accepts = [&](const std::string& format, const std::vector<std::string>& texts, bool yes) {
    for (const std::string& text : texts)
      EXPECT_EQ(check_value(with_format(format), text).has_value(), yes) << format << ": " << text;
  };
  accepts("email",
          {"ana@example.com", "a.b+c@sub.example.co.uk", "admin@local", " ana@example.com ", "jürgen@müller.de"}, true);
  accepts("email",
          {"", "ana", "@example.com", "ana@", "ana@.com", "ana@a..b", "a na@x.de", "a@b@c.de/x", "<a@b.de>",
           "a@b.de,c@d.de", "a\n@b.de"},
          false);
  accepts("uri", {"https://example.com", "http://x/y?z#w", "mailto:ana@example.com", "urn:isbn:1"}, true);
  accepts("uri", {"", "example.com", "/path", "https://exa mple.com", "http://[::1", "%%%"}, false);
  accepts("date", {"2025-01-31", "2024-02-29"}, true);
  accepts("date", {"", "2025-02-29", "31.01.2025", "2025-1-1", "2025-01-31T00:00:00Z"}, false);
  accepts("date-time", {"2025-01-31T12:00:00Z", "2025-01-31T12:00:00.5+01:00"}, true);
  accepts("date-time", {"", "2025-01-31", "2025-01-31T12:00:00"}, false);
}

TEST(FormFields, CheckChoices) {
  FormField field = field_of(Type::choice);
  field.options = {
      {"all", "All three"}, {"top", "Only the top one"}, {"1", "One"}, {"same", "Zwei"}, {"other", "ZWEI"}};
  const std::string wrong = "!field must be one of: All three, Only the top one, One, Zwei, ZWEI.";
  expect(field, {{"all", "all"},
                 {" ALL THREE ", "all"},
                 {"only the top one", "top"},
                 {"1", "1"},
                 {"2", "top"},
                 {"5", "other"},
                 {"Zwei", "same"},
                 {"ZWEI", "other"},
                 {"zwei", wrong},
                 {"6", wrong},
                 {"0", wrong},
                 {"-1", wrong},
                 {"", wrong},
                 {"al", wrong}});
}

TEST(FormFields, CheckSeveral) {
  FormField field = field_of(Type::several);
  field.options = {{"a", "A"}, {"b", "B"}, {"c", "C"}};
  field.min_length = 1;
  field.max_length = 2;
  EXPECT_EQ(*check_values(field, {"C", "1", "c"}), (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(check_values(field, {}).error().message, "field needs at least 1 of: A, B, C.");
  EXPECT_EQ(check_values(field, {"a", "b", "c"}).error().message, "field takes at most 2 options.");
  EXPECT_EQ(check_values(field, {"d"}).error().message, "field must be some of: A, B, C.");
}

}  // namespace
}  // namespace askd
