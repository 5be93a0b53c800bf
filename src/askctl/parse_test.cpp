#include "askctl/parse.hpp"

#include "askctl/exits.hpp"
#include "askctl/table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace askd::askctl {
namespace {

TEST(Parse, CommandOptionsAndArgument) {
  const Parsed parsed = parse({"ask", "--to", "#ops", "Deploy?", "--to", "@ana", "--approve", "--body", "-", "-q"});
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  EXPECT_EQ(parsed.command->name, "ask");
  EXPECT_EQ(parsed.given.text("TITLE"), "Deploy?");
  ASSERT_EQ(parsed.given.all("to").size(), 2U);
  EXPECT_EQ(parsed.given.all("to")[1], "@ana");
  EXPECT_TRUE(parsed.given.has("approve"));
  EXPECT_TRUE(parsed.given.has("quiet"));
  EXPECT_EQ(parsed.given.text("body"), "-");
  EXPECT_FALSE(parsed.given.has("text"));
}

TEST(Parse, ValuesAreTakenAsTheyAre) {
  const Parsed parsed =
      parse({"ask", "[a,b]", "--option", "[x,y]", "--option={}", "--default", "", "--context", "a=b=c"});
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  EXPECT_EQ(parsed.given.text("TITLE"), "[a,b]");
  ASSERT_EQ(parsed.given.all("option").size(), 2U);
  EXPECT_EQ(parsed.given.all("option")[0], "[x,y]");
  EXPECT_EQ(parsed.given.all("option")[1], "{}");
  EXPECT_EQ(parsed.given.text("context"), "a=b=c");
}

TEST(Parse, ATitleMayBeginWithADash) {
  const Parsed parsed = parse({"ask", "--approve", "--", "-5 degrees: go on?"});
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  EXPECT_EQ(parsed.given.text("TITLE"), "-5 degrees: go on?");
}

TEST(Parse, CommandsInGroups) {
  const Parsed parsed = parse({"audit", "export", "--after", "12"});
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  EXPECT_EQ(parsed.command->name, "audit export");
  EXPECT_EQ(parsed.given.text("after"), "12");
}

struct Wrong {
  std::vector<std::string> words;
  std::string names;  // what the message must name
};

class WrongUse : public testing::TestWithParam<Wrong> {};

TEST_P(WrongUse, IsExitTwoAndSaysWhat) {
  const Parsed parsed = parse(GetParam().words);
  EXPECT_EQ(parsed.command, nullptr);
  EXPECT_EQ(parsed.exit, exits::usage);
  EXPECT_EQ(parsed.out, "");
  EXPECT_NE(parsed.err.find(GetParam().names), std::string::npos) << parsed.err;
}

INSTANTIATE_TEST_SUITE_P(Parse, WrongUse,
                         testing::Values(Wrong{{}, "ask"}, Wrong{{"ask"}, "TITLE"}, Wrong{{"ask", "a", "b"}, "b"},
                                         Wrong{{"ask", "a", "--tx"}, "--tx"},
                                         Wrong{{"ask", "a", "--urgency", "soon"}, "urgency"},
                                         Wrong{{"ask", "a", "--urgency", "low", "--urgency", "high"}, "urgency"},
                                         Wrong{{"audit"}, "subcommand"}, Wrong{{"completion", "csh"}, "fish"},
                                         Wrong{{"fly"}, "askctl has no command fly"},
                                         Wrong{{"audit", "fly"}, "verify, export"}));

TEST(Parse, HelpBeginsWithTheExample) {
  for (const Command& command : commands()) {
    std::vector<std::string> words;
    if (!command.group().empty()) words.emplace_back(command.group());
    words.emplace_back(command.word());
    words.emplace_back("-h");
    const Parsed parsed = parse(words);
    EXPECT_EQ(parsed.exit, 0) << command.name;
    EXPECT_TRUE(parsed.out.starts_with("Example:\n  " + std::string(command.example))) << parsed.out;
    for (const Option& option : command.options)
      EXPECT_NE(parsed.out.find("--" + std::string(option.name)), std::string::npos) << command.name;
  }
}

TEST(Parse, Version) {
  const Parsed parsed = parse({"--version"});
  EXPECT_EQ(parsed.exit, 0);
  EXPECT_EQ(parsed.out, "askctl " ASKD_VERSION "\n");
}

TEST(Table, EveryCommandTakesJsonAndRuns) {
  for (const Command& command : commands()) {
    std::set<std::string_view> names;
    for (const Option& option : command.options) EXPECT_TRUE(names.insert(option.name).second) << option.name;
    EXPECT_TRUE(names.contains("json")) << command.name;
    EXPECT_NE(command.run, nullptr) << command.name;
    EXPECT_FALSE(command.example.empty()) << command.name;
  }
}

}  // namespace
}  // namespace askd::askctl
