#include "config/yaml.hpp"

#include <gtest/gtest.h>

#include <string>

namespace askd::config {
namespace {

Node read_well(std::string_view text) {
  Faults faults;
  auto node = read_yaml("f", 0, text, faults);
  EXPECT_TRUE(faults.empty()) << faults.error().message;
  return node.value_or(Node{});
}

std::string text_of(const Node& node, std::string_view key) {
  const Entry* entry = node.find(key);
  return entry == nullptr ? "(none)" : entry->value.text;
}

TEST(Yaml, ScalarsAreTextsAsTheyStand) {
  const Node node = read_well("a: no\nb: 0777\nc: 1_000\nd: 1:30\ne: Null\nf: 2001-01-01\ng: 'it''s'\nh: \"a\\tb\"\n");
  EXPECT_EQ(text_of(node, "a"), "no");
  EXPECT_EQ(text_of(node, "b"), "0777");
  EXPECT_EQ(text_of(node, "c"), "1_000");
  EXPECT_EQ(text_of(node, "d"), "1:30");
  EXPECT_EQ(text_of(node, "e"), "Null");
  EXPECT_EQ(text_of(node, "f"), "2001-01-01");
  EXPECT_EQ(text_of(node, "g"), "it's");
  EXPECT_EQ(text_of(node, "h"), "a\tb");
}

TEST(Yaml, MissingValuesAreNone) {
  const Node node = read_well("a:\nb: ~\nc: null\nd: ''\n");
  EXPECT_EQ(node.find("a")->value.kind, Node::Kind::nothing);
  EXPECT_EQ(node.find("b")->value.kind, Node::Kind::nothing);
  EXPECT_EQ(node.find("c")->value.kind, Node::Kind::nothing);
  EXPECT_EQ(node.find("d")->value.kind, Node::Kind::text);
}

TEST(Yaml, PlacesCountCodePoints) {
  const Node node = read_well("# ü\r\nünï: {é: \"x\"}\r\n");
  const Entry* outer = node.find("ünï");
  ASSERT_NE(outer, nullptr);
  EXPECT_EQ(outer->place.text(), "f:2:1");
  EXPECT_EQ(outer->value.find("é")->place.text(), "f:2:7");
  EXPECT_EQ(outer->value.find("é")->value.place.text(), "f:2:10");
}

TEST(Yaml, NothingIsAnEmptyMapping) {
  for (const char* text : {"", "\n", "# only this\n", "---\n", "\xEF\xBB\xBF"}) {
    const Node node = read_well(text);
    EXPECT_EQ(node.kind, Node::Kind::map) << text;
    EXPECT_TRUE(node.entries.empty()) << text;
  }
}

TEST(Yaml, AQuoteWithinATextNeedsNoEnd) { EXPECT_EQ(text_of(read_well("a: it's\nb: 5\" disk\n"), "a"), "it's"); }

// The parser of the library finds empty documents here, one after the other and without end.
TEST(Yaml, WhatCantBeginADocumentIsToldOnce) {
  Faults faults;
  EXPECT_FALSE(read_yaml("f", 0, ", a\n- b a\n#-b", faults).has_value());
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.lines().front(), "f:1:1: a text can't begin with this character: quote it");
}

// Every beginning of a file must be read or refused, and nothing else.
TEST(Yaml, AnyBeginningOfAFileIsReadOrRefused) {
  const std::string whole =
      "\xEF\xBB\xBF"
      "a: &x {b: [1, 'two', \"th\\u0072ee\"], c: |\n    text\n}\n? d\n: *x\n<<: !!map {e: ~}\n---\nf: %\n";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    Faults faults;
    const auto node = read_yaml("f", 0, std::string_view(whole).substr(0, size), faults);
    EXPECT_TRUE(node.has_value() || !faults.empty()) << size;
  }
}

}  // namespace
}  // namespace askd::config
