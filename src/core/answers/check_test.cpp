// Answers that come as data, and presses.
#include "core/answers/answers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::core::answers {
namespace {

using Type = FormField::Type;
using Picks = std::vector<std::string>;
using Filled = std::vector<FieldValue>;

Choice cities(bool multiple = false) {
  return Choice{.options = {{"oslo", "Oslo"}, {"rome", "Rome"}, {"1", "One"}}, .multiple = multiple};
}

Fields server() {
  Fields form;
  form.fields = {
      {.name = "cost", .type = Type::number, .required = true, .minimum = "1", .maximum = "100"},
      {.name = "a/b~c", .title = "Region", .type = Type::choice, .required = true, .options = {{"eu", "Europe"}}},
      {.name = "days", .type = Type::several, .options = {{"mo", "Monday"}, {"tu", "Tue, late"}}, .fallback = "tu"},
      {.name = "on", .type = Type::boolean},
      {.name = "who", .type = Type::string, .min_length = 2},
  };
  return form;
}

struct Bad {
  Form form;
  Value value;
  std::string pointer;
};

TEST(Check, TakesWhatFitsAndMakesItCanonical) {
  EXPECT_EQ(check(Approval{}, Value("deny")).value(), Value("deny"));
  EXPECT_EQ(check(cities(), Value("1")).value(), Value("1"));
  EXPECT_EQ(check(cities(true), Value(Picks{"rome", "oslo", "rome"})).value(), Value(Picks{"oslo", "rome"}));
  EXPECT_EQ(check(Text{}, Value(" two\nlines \n")).value(), Value(" two\nlines"));
  const Filled given = {{.name = "on", .type = Type::boolean, .text = "true"},
                        {.name = "a/b~c", .type = Type::string, .text = "eu"},
                        {.name = "cost", .type = Type::integer, .text = "12.0"}};
  const Filled want = {{.name = "cost", .type = Type::number, .text = "12"},
                       {.name = "a/b~c", .type = Type::choice, .text = "eu"},
                       {.name = "days", .type = Type::several, .text = "", .values = {"tu"}},
                       {.name = "on", .type = Type::boolean, .text = "true"}};
  EXPECT_EQ(check(server(), Value(given)).value(), Value(want));
}

TEST(Check, NamesWhatDoesNotFit) {
  const std::vector<Bad> cases = {
      {Approval{}, Value("Approve"), ""},
      {Approval{}, Value("yes"), ""},
      {Approval{}, Value(Picks{"approve"}), ""},
      {cities(), Value("Oslo"), ""},
      {cities(), Value("2"), ""},
      {cities(), Value(Picks{"oslo"}), ""},
      {cities(true), Value("oslo"), ""},
      {cities(true), Value(Picks{}), ""},
      {cities(true), Value(Picks{"oslo", "Rome"}), "/1"},
      {Text{}, Value(" \n"), ""},
      {Text{.max_length = 2}, Value("abc"), ""},
      {Text{}, Value(Filled{}), ""},
      {server(), Value("cost: 12"), ""},
  };
  for (const Bad& bad : cases) {
    const auto checked = check(bad.form, bad.value);
    ASSERT_TRUE(checked.has_error()) << describe(bad.form, bad.value);
    EXPECT_EQ(checked.error().fault, Fault::invalid);
    ASSERT_EQ(checked.error().problems.size(), 1U) << describe(bad.form, bad.value);
    EXPECT_EQ(checked.error().problems.front().pointer, bad.pointer) << describe(bad.form, bad.value);
    EXPECT_FALSE(checked.error().message.empty());
  }
}

TEST(Check, NamesEveryFieldAtOnce) {
  const Filled given = {{.name = "cost", .type = Type::number, .text = "101"},
                        {.name = "days", .type = Type::several, .text = "", .values = {"mo", "Monday"}},
                        {.name = "on", .type = Type::number, .text = "1"},
                        {.name = "who", .type = Type::boolean, .text = "true"},
                        {.name = "x/y", .type = Type::string, .text = "?"},
                        {.name = "cost", .type = Type::number, .text = "1"}};
  const auto checked = check(server(), Value(given));
  ASSERT_TRUE(checked.has_error());
  std::vector<std::string> pointers;
  for (const Problem& problem : checked.error().problems) pointers.push_back(problem.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/x~1y", "/cost", "/cost", "/a~1b~0c", "/days", "/on", "/who"}));
  EXPECT_NE(checked.error().message.find("Region is required."), std::string::npos) << checked.error().message;
}

TEST(Check, DataNamesOptionsByTheirValuesOnly) {
  for (const char* text : {"Europe", "1", "EU", " eu"}) {
    const Filled given = {{.name = "cost", .type = Type::number, .text = "2"},
                          {.name = "a/b~c", .type = Type::string, .text = text}};
    EXPECT_TRUE(check(server(), Value(given)).has_error()) << text;
  }
}

TEST(CheckNote, DependsOnTheForm) {
  EXPECT_TRUE(check_note(Approval{}, "why not").has_value());
  EXPECT_TRUE(check_note(Text{}, "").has_value());
  EXPECT_TRUE(check_note(Text{}, "a note").has_error());
  EXPECT_TRUE(check_note(Approval{.note = false}, "a note").has_error());
  EXPECT_TRUE(check_note(Fields{.note = true}, std::string(2'000, 'x')).has_value());
  EXPECT_TRUE(check_note(Fields{.note = true}, std::string(2'001, 'x')).has_error());
}

Inbound press(std::string said, Picks values = {}) {
  Inbound in;
  in.said = std::move(said);
  in.values = std::move(values);
  in.pressed = true;
  return in;
}

TEST(ReadPress, TakesTheValueAndTheNote) {
  Inbound approve = press("approve");
  approve.note = " after lunch \n";
  EXPECT_EQ(read_press(Approval{}, approve).value(), (Reading{Value("approve"), "after lunch"}));
  EXPECT_EQ(read_press(cities(), press("rome")).value().value, Value("rome"));
  EXPECT_EQ(read_press(cities(), press("", {"rome"})).value().value, Value("rome"));
  EXPECT_EQ(read_press(cities(true), press("", {"1", "oslo"})).value().value, Value(Picks{"oslo", "1"}));
  EXPECT_EQ(read_press(cities(true), press("oslo")).value().value, Value(Picks{"oslo"}));
  EXPECT_EQ(read_press(Text{}, press("free text")).value().value, Value("free text"));
}

TEST(ReadPress, RefusesWhatNoButtonSays) {
  EXPECT_TRUE(read_press(Approval{}, press("yes")).has_error());
  EXPECT_TRUE(read_press(Approval{}, press("")).has_error());
  EXPECT_TRUE(read_press(cities(), press("2")).has_error());
  EXPECT_TRUE(read_press(cities(), press("", {"oslo", "rome"})).has_error());
  EXPECT_TRUE(read_press(cities(true), press("")).has_error());
  Inbound noted = press("text");
  noted.note = "a note";
  EXPECT_TRUE(read_press(Text{}, noted).has_error());
  EXPECT_TRUE(read_press(server(), press("cost: 12")).has_error());
}

TEST(ReadPress, ReadsTheFieldsOfAModal) {
  Inbound modal = press("");
  modal.filled = {{"a/b~c", "europe"}, {"cost", " 12 "}, {"who", ""}, {"days", "tu"}, {"days", "mo"}, {"on", "yes"}};
  const Filled want = {{.name = "cost", .type = Type::number, .text = "12"},
                       {.name = "a/b~c", .type = Type::choice, .text = "eu"},
                       {.name = "days", .type = Type::several, .text = "", .values = {"mo", "tu"}},
                       {.name = "on", .type = Type::boolean, .text = "true"}};
  EXPECT_EQ(read_press(server(), modal).value().value, Value(want));
  modal.filled = {{"a/b~c", "eu"}, {"cost", "12"}, {"cost", "13"}};
  const auto twice = read_press(server(), modal);
  ASSERT_TRUE(twice.has_error());
  EXPECT_EQ(twice.error().problems.front().pointer, "/cost");
  modal.filled = {{"a/b~c", "eu"}, {"cost", "12"}, {"days", "Tue, late and monday"}};
  EXPECT_EQ(std::get<Filled>(read_press(server(), modal).value().value)[2].values, (Picks{"mo", "tu"}));
}

}  // namespace
}  // namespace askd::core::answers
