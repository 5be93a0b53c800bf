// What people type, and what it means.
#include "core/answers/answers.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace askd::core::answers {
namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text.append(text.empty() ? "" : "|").append(value);
  return text;
}

// "value", "a|b" for several, "cost=12|region=eu" for fields; "(comment)" for nothing.
std::string text_of(const std::optional<Reading>& reading) {
  if (!reading) return "(comment)";
  std::string text;
  if (const auto* one = std::get_if<std::string>(&reading->value)) {
    text = *one;
  } else if (const auto* several = std::get_if<std::vector<std::string>>(&reading->value)) {
    text = joined(*several);
  } else {
    std::vector<std::string> fields;
    for (const FieldValue& field : std::get<std::vector<FieldValue>>(reading->value)) {
      fields.push_back(field.name + "=" + field.text + joined(field.values));
    }
    text = joined(fields);
  }
  return reading->note.empty() ? text : text + " / " + reading->note;
}

struct Case {
  std::string said;
  std::string want;
};

void expect_all(const Form& form, const std::vector<Case>& cases) {
  for (const Case& one : cases) EXPECT_EQ(text_of(read(form, one.said)), one.want) << "said: " << one.said;
}

TEST(ReadApproval, WordsAndEmojiDecide) {
  expect_all(Approval{}, {
                             {"approve", "approve"},
                             {"  Approved. ", "approve"},
                             {"YES!!!", "approve"},
                             {"y", "approve"},
                             {"Ok", "approve"},
                             {"okay,", "approve"},
                             {"LGTM", "approve"},
                             {"*yes*", "approve"},
                             {"\"approve\"", "approve"},
                             {"“Yes.”", "approve"},
                             {"**approve**.", "approve"},
                             {"👍", "approve"},
                             {"👍🏽", "approve"},
                             {"✅", "approve"},
                             {"✔️", "approve"},
                             {":+1:", "approve"},
                             {":+1::skin-tone-3:", "approve"},
                             {"+1", "approve"},
                             {"1", "approve"},
                             {"1. approve", "approve"},
                             {"deny", "deny"},
                             {"Denied", "deny"},
                             {"no", "deny"},
                             {"N", "deny"},
                             {"reject", "deny"},
                             {"👎🏿", "deny"},
                             {"❌", "deny"},
                             {"-1", "deny"},
                             {"2)", "deny"},
                             {"#2", "deny"},
                         });
}

TEST(ReadApproval, WhateverIsInDoubtIsAComment) {
  for (const char* said : {"",
                           "   ",
                           "\n\n",
                           "yes but not before noon",
                           "yes, but",
                           "no problem",
                           "no?",
                           "yes?",
                           "approve?",
                           "1 or 2?",
                           "maybe",
                           "2. approve",
                           "3",
                           "0",
                           "01",
                           "1.5",
                           "not approved",
                           "ja",
                           "y n",
                           "👍👎",
                           "approve deny",
                           "okay so",
                           "I say yes",
                           "yes.no",
                           "...",
                           "**",
                           "!",
                           "👍 if the tests pass"}) {
    EXPECT_EQ(text_of(read(Approval{}, said)), "(comment)") << "said: " << said;
  }
}

TEST(ReadApproval, FirstLineDecidesTheRestIsTheNote) {
  expect_all(Approval{}, {
                             {"yes\nbut only on Monday", "approve / but only on Monday"},
                             {"\n\n  no  \r\n\r\n too risky\r\nask Ben \n", "deny / too risky\r\nask Ben"},
                             {"yes\n\n\n", "approve"},
                             {"but only on Monday\nyes", "(comment)"},
                         });
  expect_all(Approval{.note = false}, {{"yes\nkeep these words", "approve / keep these words"}});
}

TEST(ReadApproval, ANoteHasTwoThousandCharacters) {
  std::string note;
  for (std::size_t i = 0; i < note_max; ++i) note += "ä";
  const auto reading = read(Approval{}, "yes\n" + note);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->note, note);
  EXPECT_FALSE(read(Approval{}, "yes\n" + note + "ä"));
}

TEST(ReadApproval, BytesThatAreNoTextAreAComment) {
  EXPECT_FALSE(read(Approval{}, "\xff\xfe"));
  EXPECT_FALSE(read(Approval{}, std::string("yes\0no", 6)));
  EXPECT_FALSE(read(Approval{}, std::string(1'000'000, 'y')));
}

Choice oslo() { return Choice{.options = {{"all", "All three"}, {"top", "Top one"}, {"none", "None, thanks"}}}; }

TEST(ReadChoice, ByNumberValueOrLabel) {
  expect_all(oslo(), {
                         {"2", "top"},
                         {"2.", "top"},
                         {"2)", "top"},
                         {"#2", "top"},
                         {"2️⃣", "top"},
                         {"TOP", "top"},
                         {"top one", "top"},
                         {"  Top   One! ", "top"},
                         {"‘Top one’", "top"},
                         {"2. Top one", "top"},
                         {"2) top", "top"},
                         {"2: Top one", "top"},
                         {"#1 all three\nand quickly", "all / and quickly"},
                         {"none, thanks", "none"},
                         {"1. Top one", "(comment)"},
                         {"4", "(comment)"},
                         {"0", "(comment)"},
                         {"1 2", "(comment)"},
                         {"1, 2", "(comment)"},
                         {"1 or 2?", "(comment)"},
                         {"top one please", "(comment)"},
                         {"yes", "(comment)"},
                         {"99999999999999999999", "(comment)"},
                     });
}

TEST(ReadChoice, LettersOfAllAlphabetsFold) {
  const Choice form{.options = {{"a", "Ärger"}, {"b", "ЗАВТРА"}, {"c", "Straße"}, {"d", "Ｆｕｌｌ"}}};
  expect_all(form, {{"ärger", "a"}, {"завтра", "b"}, {"STRASSE", "c"}, {"full", "d"}});
}

TEST(ReadChoice, AWellKnownWordNeedsAnOptionThatIsOne) {
  const Choice form{.options = {{"ship", "Yes"}, {"hold", "No"}, {"later", "Later"}}};
  expect_all(form, {{"ok", "ship"}, {"👍", "ship"}, {"👎", "hold"}, {"n", "hold"}, {"later", "later"}});
  const Choice twice{.options = {{"a", "Yes"}, {"b", "OK"}}};
  expect_all(twice, {{"yes", "a"}, {"ok", "b"}, {"👍", "(comment)"}});
  const Choice odd{.options = {{"a", "no"}, {"yes", "Not yet"}}};
  expect_all(odd, {{"yes", "yes"}, {"no", "a"}});
}

TEST(ReadChoice, ALabelGoesBeforeANumber) {
  const Choice form{.options = {{"ten", "10"}, {"two", "2"}, {"one", "1"}}};
  expect_all(form, {{"1", "one"}, {"2", "two"}, {"3", "one"}, {"10", "ten"}});
}

TEST(ReadChoice, TwoOptionsOfOneNameNameNone) {
  const Choice form{.options = {{"a", "Prod"}, {"b", "PROD"}, {"c", "a"}}};
  expect_all(form, {{"prod", "(comment)"}, {"Prod", "(comment)"}, {"a", "(comment)"}, {"b", "b"}, {"1", "a"}});
}

TEST(ReadSeveral, SeparatedByCommasSpacesOrAnd) {
  Choice form = oslo();
  form.multiple = true;
  expect_all(form, {
                       {"1", "all"},
                       {"3, 1", "all|none"},
                       {"3 1", "all|none"},
                       {"1,3", "all|none"},
                       {"1 and 3", "all|none"},
                       {"1, 2 and 3.", "all|top|none"},
                       {"1; 2 & 3", "all|top|none"},
                       {"#1 #2", "all|top"},
                       {"2, 2, top", "top"},
                       {"Top one and all three", "all|top"},
                       {"top, none, thanks", "top|none"},
                       {"top 3\nnot Oslo", "top|none / not Oslo"},
                       {"1,", "all"},
                       {"1, 4", "(comment)"},
                       {"1 or 2", "(comment)"},
                       {"1 and", "(comment)"},
                       {"and", "(comment)"},
                       {",", "(comment)"},
                       {"1 2 but not 3", "(comment)"},
                       {"1-3", "(comment)"},
                   });
}

TEST(ReadSeveral, ALabelMayHoldTheSeparator) {
  const Choice form{.options = {{"b", "Bread and butter"}, {"j", "Jam"}, {"r", "Red, green"}}, .multiple = true};
  expect_all(form, {{"bread and butter and jam", "b|j"}, {"red, green, jam", "j|r"}, {"red", "(comment)"}});
}

TEST(ReadSeveral, AHostileLineIsReadInTime) {
  Choice form{.options = {{"long", "a a a a a a a a a a b"}, {"b", "a"}}, .multiple = true};
  std::string line;
  for (int i = 0; i < 63; ++i) line += "a ";
  EXPECT_EQ(text_of(read(form, line)), "b");
  EXPECT_EQ(text_of(read(form, line + "c")), "(comment)");
  EXPECT_EQ(text_of(read(form, line + line)), "(comment)");
}

TEST(ReadText, AllOfItIsTheAnswer) {
  expect_all(Text{}, {
                         {"yes", "yes"},
                         {"  indented\n\nsecond line \n\n", "  indented\n\nsecond line"},
                         {" \n\t ", "(comment)"},
                         {"", "(comment)"},
                     });
  const Text short_text{.max_length = 3};
  expect_all(short_text, {{"äöü", "äöü"}, {"äöü  ", "äöü"}, {"äöüß", "(comment)"}});
}

using Type = FormField::Type;

Fields server(bool note = false) {
  Fields form;
  form.note = note;
  form.fields = {
      {.name = "cost", .title = "Monthly cost", .type = Type::number, .required = true, .minimum = "1"},
      {.name = "region",
       .type = Type::choice,
       .required = true,
       .options = {{"eu", "Europe"}, {"us", "United States"}},
       .fallback = "eu"},
      {.name = "backup", .title = "Back up: daily?", .type = Type::boolean},
      {.name = "days", .type = Type::several, .options = {{"mo", "Monday"}, {"tu", "Tuesday"}, {"we", "Wednesday"}}},
      {.name = "who", .type = Type::string, .max_length = 10},
  };
  return form;
}

TEST(ReadFields, LinesOfFieldAndValue) {
  expect_all(server(), {
                           {"cost: 12", "cost=12|region=eu"},
                           {"Cost = 12.50\nREGION: us", "cost=12.5|region=us"},
                           {"monthly cost: 3\nregion: united states", "cost=3|region=us"},
                           {"**cost**: 3\r\n\r\nregion: 2", "cost=3|region=us"},
                           {"- cost: 3", "(comment)"},
                           {"cost: 3\nback up: daily?: yes", "cost=3|region=eu|backup=true"},
                           {"cost: 3\nbackup: 👎", "cost=3|region=eu|backup=false"},
                           {"cost: 3\ndays: tuesday and 1", "cost=3|region=eu|days=mo|tu"},
                           {"cost: 3\nwho: Ana: or Ben=Ci", "(comment)"},
                           {"cost: 3\nwho: A: b=c", "cost=3|region=eu|who=A: b=c"},
                           {"cost: 3\nregion:", "cost=3|region=eu"},
                           {"who: Ana", "(comment)"},
                           {"cost:", "(comment)"},
                           {"cost: twelve", "(comment)"},
                           {"cost: 0", "(comment)"},
                           {"cost: 3\nregion: mars", "(comment)"},
                           {"cost: 3\ndays: 1, 9", "(comment)"},
                           {"cost: 3\ncost: 4", "(comment)"},
                           {"cost: 3\nplease hurry", "(comment)"},
                           {"hello", "(comment)"},
                           {"", "(comment)"},
                       });
}

TEST(ReadFields, OtherLinesAreTheNoteWhereThereIsOne) {
  expect_all(server(true), {
                               {"please hurry\ncost: 3\n\nsee: https://example.com",  // the link names no field
                                "cost=3|region=eu / please hurry\n\nsee: https://example.com"},
                               {"please hurry", "(comment)"},
                           });
}

TEST(ReadFields, ATitleOfTwoFieldsNamesNone) {
  Fields form;
  form.fields = {{.name = "a", .title = "Size"}, {.name = "b", .title = "size"}, {.name = "c", .title = "a"}};
  expect_all(form, {{"size: 1", "(comment)"}, {"a: 1", "a=1"}, {"b: 2\nc: 3", "b=2|c=3"}});
}

TEST(ReadFields, DefaultsFillIn) {
  Fields form = server();
  form.fields[0].fallback = "5";
  form.fields[3].fallback = "mo\nwe";
  expect_all(form, {{"region: us", "cost=5|region=us|days=mo|we"}, {"no idea", "(comment)"}});
}

TEST(Describe, OneLineForPeople) {
  EXPECT_EQ(describe(Approval{}, Value("approve")), "Approve");
  EXPECT_EQ(describe(oslo(), Value("top")), "Top one");
  EXPECT_EQ(describe(oslo(), Value("gone")), "gone");
  EXPECT_EQ(describe(oslo(), Value(std::vector<std::string>{"all", "top"})), "All three, Top one");
  EXPECT_EQ(describe(Text{}, Value("two\n  lines\u202e")), "two lines⟨U+202E⟩");
  const std::vector<FieldValue> filled = {{.name = "cost", .type = Type::number, .text = "12"},
                                          {.name = "region", .type = Type::choice, .text = "us"},
                                          {.name = "backup", .type = Type::boolean, .text = "true"},
                                          {.name = "days", .type = Type::several, .text = "", .values = {"mo", "we"}}};
  EXPECT_EQ(describe(server(), Value(filled)),
            "Monthly cost: 12, region: United States, Back up: daily?: yes, days: Monday and Wednesday");
}

TEST(Hint, SaysHowToTypeAnAnswer) {
  EXPECT_EQ(hint(Approval{}), "Reply “approve” or “deny”. A note may follow on the next lines.");
  EXPECT_EQ(hint(Approval{.note = false}), "Reply “approve” or “deny”.");
  EXPECT_EQ(hint(Text{}), "Reply with your answer, in at most 10,000 characters.");
  Choice form = oslo();
  form.note = false;
  EXPECT_EQ(hint(form), "Reply 1, 2 or 3.");
  form.multiple = true;
  EXPECT_EQ(hint(form), "Reply with the numbers of all that you pick, as in “1, 3”.");
  form.multiple = false;
  form.options.push_back({"1", "Another"});
  EXPECT_EQ(hint(form), "Reply with one of the options, word for word.");
  EXPECT_EQ(hint(server()),
            "Reply with one line for each field: “cost: …”, “region: …”, “backup: …”, “days: …” and “who: …”.");
}

}  // namespace
}  // namespace askd::core::answers
