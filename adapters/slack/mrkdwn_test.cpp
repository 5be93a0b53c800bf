// Slack's mark-up, both ways.
#include "mrkdwn.hpp"

#include "form.hpp"
#include "letters.hpp"

#include <gtest/gtest.h>

namespace askd::adapters::slack {
namespace {

struct Written {
  std::string_view markdown;
  std::string_view want;
};

TEST(Mrkdwn, RendersMarkdown) {
  const std::vector<Written> table = {
      {"It is **ready**, *really*, ~~not~~.", "It is *ready*, _really_, ~not~."},
      {"# Plan\n\nText", "*Plan*\n\nText"},
      {"# A **bold** plan", "*A bold plan*"},
      {"- one\n- two\n  - deep\n- three", "• one\n• two\n    • deep\n• three"},
      {"3. three\n4. four", "3. three\n4. four"},
      {"- [x] done\n- [ ] open", "• ☑ done\n• ☐ open"},
      {"> said\n> before", "> said\n> before"},
      {"`a < b && c`", "`a &lt; b &amp;&amp; c`"},
      {"```\nif (a < b) *p = 1;\n```", "```\nif (a &lt; b) *p = 1;\n```"},
      {"[the run](https://ci.example/81?a=1&b=2)", "<https://ci.example/81?a=1&amp;b=2|the run>"},
      {"https://ci.example/81", "<https://ci.example/81>"},
      {"| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"},
      {"one  \ntwo", "one\ntwo"},
      {"**over\ntwo lines**", "*over*\n*two lines*"},
      {"a\n\n---\n\nb", "a\n\n──────────\n\nb"},
  };
  for (const Written& one : table) EXPECT_EQ(markdown_to_mrkdwn(one.markdown), one.want) << one.markdown;
}

TEST(Mrkdwn, LetsNobodyBeCalledOrDeceived) {
  EXPECT_EQ(markdown_to_mrkdwn("<!channel> <@U0X> & <https://evil.example|bank>").find("<!"), std::string::npos);
  EXPECT_EQ(markdown_to_mrkdwn("<@U0X>"), "&lt;@U0X&gt;");
  for (const std::string_view call : {"@channel", "@here", "@everyone", "@Here"}) {
    EXPECT_EQ(markdown_to_mrkdwn(call).find(call), std::string::npos) << call;
    EXPECT_EQ(calm(call).find(call), std::string::npos) << call;
  }
  EXPECT_EQ(markdown_to_mrkdwn("@hero ana@example.com").find("\u2060"), std::string::npos);
  // A link shows another address than its own: askd's parse tells the true one after it.
  EXPECT_NE(markdown_to_mrkdwn("[https://bank.example](https://evil.example)").find("evil.example"), std::string::npos);
  EXPECT_EQ(markdown_to_mrkdwn("[x](javascript:alert(1))").find('<'), std::string::npos);
  EXPECT_EQ(link("https://a.example/x|y>z", "a|b"), "<https://a.example/x%7Cy%3Ez|a¦b>");
  EXPECT_EQ(link("javascript:1", "press"), "press (javascript:1)");
}

TEST(Mrkdwn, ShowsTextAsItIs) {
  EXPECT_EQ(escape("snake_case_name and 2*3"), "snake_case_name and 2*3");
  EXPECT_EQ(escape("*not bold*"), "*\u2060not bold*\u2060");
  EXPECT_EQ(escape("a & b < c > d"), "a &amp; b &lt; c &gt; d");
  EXPECT_EQ(markdown_to_mrkdwn("``a`b``"), "a`\u2060b");
}

TEST(Mrkdwn, SplitsLongTextsAtLines) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "line " + std::to_string(i) + " of the text\n";
  const Pieces pieces = split(text, 500, 100'000);
  EXPECT_FALSE(pieces.cut);
  std::string joined;
  for (const std::string& piece : pieces.texts) {
    EXPECT_LE(length(piece), 500U);
    EXPECT_TRUE(piece.starts_with("line ")) << piece;
    joined += piece + "\n";
  }
  EXPECT_EQ(joined, text);
}

TEST(Mrkdwn, ClosesAndReopensFences) {
  std::string code = "```\n";
  for (int i = 0; i < 60; ++i) code += "int x" + std::to_string(i) + " = 1;\n";
  const Pieces pieces = split(code + "```\nafter", 200, 100'000);
  ASSERT_GT(pieces.texts.size(), 3U);
  for (const std::string& piece : pieces.texts) {
    EXPECT_LE(length(piece), 200U);
    EXPECT_TRUE(piece.starts_with("```")) << piece;
  }
  EXPECT_TRUE(pieces.texts.back().ends_with("```\nafter")) << pieces.texts.back();
}

TEST(Mrkdwn, CutsWithAMark) {
  const std::string text(5'000, 'x');
  const Pieces pieces = split(text + "\n" + text, 3'000, 6'000);
  EXPECT_TRUE(pieces.cut);
  std::size_t all = 0;
  for (const std::string& piece : pieces.texts) {
    EXPECT_LE(length(piece), 3'000U);
    all += length(piece);
  }
  EXPECT_LE(all, 6'100U);
  EXPECT_TRUE(pieces.texts.back().ends_with("…"));
}

TEST(Mrkdwn, ALongLineAfterOthersStaysWithinItsPiece) {
  for (std::size_t before = 1; before < 3'000; before += 97) {
    const std::string text = std::string(before, 'a') + "\n```\n" + std::string(before, 'b') + "\n" +
                             std::string(7'000, 'c') + "\n```\n" + std::string(7'000, 'd');
    for (const std::string& piece : split(text, 3'000, 100'000).texts) EXPECT_LE(length(piece), 3'000U) << before;
  }
}

TEST(Mrkdwn, NeverCutsWithinALetterOrAnEntity) {
  std::string text;
  for (int i = 0; i < 700; ++i) text += "&amp;ä🙂<https://a.example/|b c>";
  for (std::size_t each : {40U, 41U, 42U, 43U, 100U, 3'000U}) {
    std::string joined;
    for (const std::string& piece : split(text, each, 1'000'000).texts) {
      EXPECT_LE(length(piece), each);
      EXPECT_EQ(dump(piece).find("\\ufffd"), std::string::npos);
      joined += piece;
    }
    EXPECT_EQ(joined, text) << each;
  }
  EXPECT_EQ(clip_escaped("ab &amp; c", 6), "ab …");
  EXPECT_EQ(clip_escaped("ab <https://x|y> c", 8), "ab …");
  EXPECT_EQ(clip("🙂🙂🙂", 4), "🙂…");
}

TEST(Mrkdwn, EndsWhateverComes) {
  std::string hostile;
  for (int i = 0; i < 20'000; ++i) hostile += "`*_~<>|&@!\n"[static_cast<std::size_t>(i) * 7 % 11];
  const Pieces pieces = split(markdown_to_mrkdwn(hostile), 3'000, 12'000);
  for (const std::string& piece : pieces.texts) EXPECT_LE(length(piece), 3'000U);
  EXPECT_FALSE(said_text(hostile).empty());
  EXPECT_LE(split(std::string(100'000, '<'), 3'000, 12'000).texts.size(), 6U);
}

TEST(Mrkdwn, ReadsWhatPeopleWrote) {
  const std::vector<Written> table = {
      {"a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"},
      {"&amp;lt;", "&lt;"},
      {"<@U0BEN> <@U0BEN|ben>", "@U0BEN @ben"},
      {"<#C0X|ops> <#C0X>", "#ops #C0X"},
      {"<https://ci.example/81|ci.example/81>", "https://ci.example/81"},
      {"<https://ci.example/81|the run>", "the run (https://ci.example/81)"},
      {"<https://ci.example/81?a=1&amp;b=2>", "https://ci.example/81?a=1&b=2"},
      {"<mailto:ana@example.com|ana@example.com>", "ana@example.com"},
      {"<!here> <!channel|channel> <!subteam^S1|@devs>", "@here @channel @devs"},
      {"<!date^1793003600^{time}|in 1 h>", "in 1 h"},
      {"an open < bracket", "an open < bracket"},
      {"*bold* stays", "*bold* stays"},
  };
  for (const Written& one : table) EXPECT_EQ(said_text(one.markdown), one.want) << one.markdown;
}

}  // namespace
}  // namespace askd::adapters::slack
