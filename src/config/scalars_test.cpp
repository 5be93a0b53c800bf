#include "config/scalars.hpp"

#include "config/meant.hpp"

#include <gtest/gtest.h>

namespace askd::config {
namespace {

TEST(Scalars, TruthIsTwoWords) {
  EXPECT_EQ(read_bool("true").value(), true);
  EXPECT_EQ(read_bool("false").value(), false);
  for (const char* text : {"yes", "no", "on", "off", "True", "TRUE", "1", "0", "", "y"})
    EXPECT_FALSE(read_bool(text).has_value()) << text;
}

TEST(Scalars, NumbersAreDecimal) {
  const Key key{.name = "n", .help = {}};
  EXPECT_EQ(read_number("0", key).value(), 0);
  EXPECT_EQ(read_number("-12", key).value(), -12);
  EXPECT_EQ(read_number("9223372036854775807", key).value(), 9223372036854775807LL);
  for (const char* text : {"0777", "1_000", "0x10", "1e3", "1.0", "1:30", "+1", "", "-", " 1", "9223372036854775808"})
    EXPECT_FALSE(read_number(text, key).has_value()) << text;
}

TEST(Scalars, NumbersHaveBounds) {
  const Key key{.name = "n", .help = {}, .least = 1, .most = 10};
  EXPECT_TRUE(read_number("1", key).has_value());
  EXPECT_TRUE(read_number("10", key).has_value());
  EXPECT_FALSE(read_number("0", key).has_value());
  EXPECT_FALSE(read_number("11", key).has_value());
}

TEST(Scalars, DurationsAndSizesHaveUnitsAndBounds) {
  const Key duration{.name = "d", .help = {}, .least = 1000, .most = 60'000};
  EXPECT_EQ(read_duration("1m", duration).value(), std::chrono::minutes(1));
  EXPECT_FALSE(read_duration("999ms", duration).has_value());
  EXPECT_FALSE(read_duration("61s", duration).has_value());
  EXPECT_FALSE(read_duration("60", duration).has_value());
  const Key size{.name = "s", .help = {}, .least = 1024, .most = 2048};
  EXPECT_EQ(read_size("1KiB", size).value(), 1024U);
  EXPECT_EQ(read_size("2048", size).value(), 2048U);
  EXPECT_FALSE(read_size("2049", size).has_value());
  EXPECT_FALSE(read_size("1kb", size).has_value());
}

TEST(Scalars, InvisibleCharactersAreRefused) {
  const Key key{.name = "t", .help = {}};
  EXPECT_TRUE(read_text("Ana 🙂", key).has_value());
  const auto hidden = read_text("admin\u202e", key);
  ASSERT_FALSE(hidden.has_value());
  EXPECT_NE(hidden.error().message.find("U+202E"), std::string::npos);
}

TEST(Scalars, DefaultsOfListsAreWrittenAsInTheFile) {
  EXPECT_EQ(fallback_list("[INBOX, Junk]"), (std::vector<std::string>{"INBOX", "Junk"}));
  EXPECT_EQ(fallback_list("127.0.0.1:8080"), (std::vector<std::string>{"127.0.0.1:8080"}));
  EXPECT_TRUE(fallback_list("[]").empty());
}

TEST(Meant, FindsTheNearestWord) {
  const std::vector<std::string> known = {"listen", "public_url", "tls", "wait"};
  EXPECT_EQ(meant("listn", known), "listen");
  EXPECT_EQ(meant("lsiten", known), "listen");
  EXPECT_EQ(meant("public-url", known), "public_url");
  EXPECT_EQ(meant("Tls", known), "tls");
  EXPECT_EQ(meant("wiat", known), "wait");
  EXPECT_EQ(meant("certificate", known), "");
  EXPECT_EQ(meant("x", known), "");
  EXPECT_EQ(meant(std::string(1000, 'l'), known), "");
}

TEST(Meant, SaysItInASentence) {
  EXPECT_EQ(did_you_mean("listn", {"listen"}), "; did you mean \"listen\"?");
  EXPECT_EQ(did_you_mean("else", {"listen"}), "");
  EXPECT_EQ(one_of_these({"a", "b", "c"}), "\"a\", \"b\" or \"c\"");
}

}  // namespace
}  // namespace askd::config
