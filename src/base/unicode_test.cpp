#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/unicode.hpp"

namespace askd::unicode {
namespace {

using namespace std::string_literals;

TEST(Utf8, IsValidated) {
  for (const std::string& good : {""s, "plain ascii, longer than eight"s, "ä"s, "€"s, "😀"s,
                                  "\u07ff\u0800\uffff\U0010ffff"s, "\0"s, "aaaaaaa\u00e4bbbbbbb€"s})
    EXPECT_TRUE(valid_utf8(good)) << good;
  for (const std::string& bad : {"\x80"s, "\xc3"s, "\xc0\x80"s, "\xc1\xbf"s, "\xe0\x9f\xbf"s, "\xed\xa0\x80"s,
                                 "\xed\xbf\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s,
                                 "\xff"s, "\xe2\x82"s, "\xe2\x28\xa1"s, "12345678\xc3"s, "\xf0\x9f\x98"s})
    EXPECT_FALSE(valid_utf8(bad));
}

TEST(Utf8, GoesRoundForEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (c == 0xd800) c = 0xe000;
    std::string text;
    append_utf8(text, c);
    const CodePoint point = code_point_at(text, 0);
    ASSERT_EQ(point.value, c);
    ASSERT_EQ(point.size, text.size());
    ASSERT_TRUE(valid_utf8(text));
  }
}

TEST(Utf8, AgreesWithItselfOnRandomBytes) {
  std::uint64_t seed = 5;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (int i = 0; i < 12; ++i) {
      seed = seed * 6364136223846793005 + 1442695040888963407;
      const auto pick = static_cast<unsigned char>(seed >> 56);
      bytes += static_cast<char>((seed >> 40 & 3) == 0 ? pick & 0x7f : pick | 0x80);
    }
    bool broken = false;
    for (std::size_t at = 0; at < bytes.size();) {
      const CodePoint point = code_point_at(bytes, at);
      ASSERT_GT(point.size, 0u);
      broken = broken || (point.size == 1 && point.value == 0xfffd);
      at += point.size;
    }
    ASSERT_EQ(valid_utf8(bytes), !broken);
    ASSERT_TRUE(valid_utf8(visible(bytes)));
    ASSERT_EQ(visible(visible(bytes)), visible(bytes));
    ASSERT_EQ(all_visible(bytes), visible(bytes) == bytes);
    ASSERT_LE(trim(bytes).size(), bytes.size());
  }
}

TEST(Length, CountsCodePoints) {
  const std::vector<std::pair<std::string, std::size_t>> cases{
      {"", 0}, {"abc", 3}, {"äöü", 3}, {"12345678ä12345678", 17}, {"👨‍👩‍👧", 5}, {"a\xff", 2}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(length(text), expected) << text;
}

TEST(Prefix, PartsNoGrapheme) {
  struct Case {
    std::string text;
    std::size_t most;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"abc", 3, "abc"},
      {"abc", 2, "ab"},
      {"abc", 0, ""},
      {"ae\u0301x", 2, "a"},
      {"ae\u0301x", 3, "ae\u0301"},
      {"x👨‍👩‍👧y", 4, "x"},
      {"x👨‍👩‍👧y", 6, "x👨‍👩‍👧"},
      {"🇩🇪🇫🇷", 3, "🇩🇪"},
      {"👍🏽👍", 1, "👍"},
      {"a\u0301\u0302\u0303", 2, "a\u0301"},
  };
  for (const Case& c : cases) EXPECT_EQ(prefix(c.text, c.most), c.expected) << c.text << " " << c.most;
  EXPECT_EQ(prefix_bytes("aä€", 3), "aä");
  EXPECT_EQ(prefix_bytes("aä€", 2), "a");
  EXPECT_EQ(prefix_bytes("xe\u0301", 3), "x");
}

TEST(Truncate, MarksWhatIsCut) {
  EXPECT_EQ(truncate("abc", 3), "abc");
  EXPECT_EQ(truncate("äöü", 3), "äöü");
  EXPECT_EQ(truncate("abcd", 3), "ab…");
  EXPECT_EQ(truncate("abcd", 1), "…");
  EXPECT_EQ(truncate("abcd", 2, " [cut]"), "ab");
}

TEST(Visible, SpellsWhatCannotBeSeen) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"plain", "plain"},
      {"two\nlines\tand a tab", "two\nlines\tand a tab"},
      {"dos\r\nlines", "dos\nlines"},
      {"lone\rreturn", "lone⟨U+000D⟩return"},
      {"a\0b"s, "a⟨U+0000⟩b"},
      {"bell\a esc\x1b[31m del\x7f", "bell⟨U+0007⟩ esc⟨U+001B⟩[31m del⟨U+007F⟩"},
      {"\u0085", "⟨U+0085⟩"},
      {"pay \u202e001\u202c now", "pay ⟨U+202E⟩001⟨U+202C⟩ now"},
      {"\u2066x\u2069\u200e\u200f\u061c", "⟨U+2066⟩x⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩"},
      {"a\u200bb\u200cc\u200dd\u2060e\ufefff", "a⟨U+200B⟩b⟨U+200C⟩c⟨U+200D⟩d⟨U+2060⟩e⟨U+FEFF⟩f"},
      {"soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"},
      {"tag\U000e0041\U000e007f", "tag⟨U+E0041⟩⟨U+E007F⟩"},
      {"a\ufe0f b\U000e0100", "a⟨U+FE0F⟩ b⟨U+E0100⟩"},
      {"\u2028\u2029\ufff9", "⟨U+2028⟩⟨U+2029⟩⟨U+FFF9⟩"},
      {"\u3164\u115f\u180e", "⟨U+3164⟩⟨U+115F⟩⟨U+180E⟩"},
      {"❤️ ☎︎ 👍🏽 1️⃣ #️⃣", "❤️ ☎︎ 👍🏽 1️⃣ #️⃣"},
      {"👨‍👩‍👧 🏳️‍🌈 👩🏽‍🚀 🇩🇪",
       "👨‍👩‍👧 🏳️‍🌈 👩🏽‍🚀 🇩🇪"},
      {"👨\u200dx", "👨⟨U+200D⟩x"},
      {"👨\u200d\u200d👩", "👨⟨U+200D⟩⟨U+200D⟩👩"},
      {"❤\ufe0f\ufe0f", "❤\ufe0f⟨U+FE0F⟩"},
      {"1\ufe0f2", "1⟨U+FE0F⟩2"},
      {"bad\xff utf\xc3", "bad\ufffd utf\ufffd"},
      {"naïve Straße 東京 العربية हिन्दी", "naïve Straße 東京 العربية हिन्दी"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(visible(text), expected);
    EXPECT_EQ(visible(expected), expected);
    EXPECT_EQ(all_visible(text), text == expected);
  }
  EXPECT_EQ(visible("a\nb\tc\r\n", Lines::one), "a⟨U+000A⟩b⟨U+0009⟩c⟨U+000D⟩⟨U+000A⟩");
}

TEST(FoldName, MakesAlikeNamesTheSame) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"#Research", "#research"},
      {"ＲＥＳＥＡＲＣＨ", "research"},
      {"Straße", "strasse"},
      {"ﬁle", "file"},
      {"E\u0301", "é"},
      {"a\u200bb", "ab"},
      {"Ⅳ", "iv"},
      {"", ""},
  };
  for (const auto& [name, expected] : cases) {
    EXPECT_EQ(fold_name(name), expected);
    EXPECT_EQ(fold_name(expected), expected);
  }
}

TEST(Trim, KnowsTheSpacesOfUnicode) {
  EXPECT_EQ(trim(" \t\r\n a b \u00a0\u3000\u2003"), "a b");
  EXPECT_EQ(trim("\u3000"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("ä"), "ä");
  EXPECT_EQ(trim("\xff "), "\xff");
  EXPECT_EQ(trim(" \x80\x80\x80\x80"), "\x80\x80\x80\x80");
}

}  // namespace
}  // namespace askd::unicode
