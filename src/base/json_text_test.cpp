#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace askd::json {
namespace {

using namespace std::string_literals;

std::string canonical_of(std::string_view text) {
  const auto json = parse(text, {.max_depth = 100});
  return json ? canonical(*json) : "refused: " + json.error().message;
}

struct Case {
  std::string given;
  std::string expected;
};

TEST(Canonical, IsWhatTheRfcShows) {
  const std::vector<Case> cases{
      // RFC 8785, 3.2.2 and 3.2.3.
      {R"({"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
           "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]})",
       R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
       R"("string":"€$\u000f\nA'B\"\\\\\"/"})"},
      {R"({"\u20ac": "Euro Sign", "\r": "Carriage Return", "1": "One",
           "\ufb33": "Hebrew Letter Dalet With Dagesh",
           "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", 
           "\u00f6": "Latin Small Letter O With Diaeresis"})",
       "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With "
       "Diaeresis\","
       "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
      {R"({"\ud83d\ude00": 1, "\ud83c\udf08": 2, "\udbff\udfff": 3, "\uffff": 4, "\ue000": 5, "\ud7ff": 6})",
       "{\"\ud7ff\":6,\"🌈\":2,\"😀\":1,\"\U0010ffff\":3,\"\ue000\":5,\"\uffff\":4}"},
      {" [ ] ", "[]"},
      {"{}", "{}"},
      {R"({"b":[{}],"a":{"y":1,"x":-1}})", R"({"a":{"x":-1,"y":1},"b":[{}]})"},
      {"9007199254740993", "9007199254740992"},
      {"-9007199254740993", "-9007199254740992"},
      {"18446744073709551615", "18446744073709552000"},
      {"12345678901234567890123", "1.2345678901234568e+22"},
      {R"("\b\t\n\f\r\"\\\u0001\u001f\u007f")", "\"\\b\\t\\n\\f\\r\\\"\\\\\\u0001\\u001f\x7f\""},
  };
  for (const Case& c : cases) EXPECT_EQ(canonical_of(c.given), c.expected) << c.given;
}

TEST(Canonical, WritesTheNumbersOfTheRfcsAppendix) {
  struct Number {
    std::uint64_t bits;
    std::string text;
  };
  const std::vector<Number> numbers{
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const Number& number : numbers) {
    double value = 0;
    std::memcpy(&value, &number.bits, sizeof value);
    EXPECT_EQ(canonical(Json(value)), number.text);
  }
}

TEST(Canonical, ReadsBackAsTheSame) {
  std::uint64_t seed = 1;
  for (int i = 0; i < 20'000; ++i) {
    seed = seed * 6364136223846793005 + 1442695040888963407;
    double value = 0;
    std::memcpy(&value, &seed, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = canonical(Json(value));
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    EXPECT_EQ(canonical_of(text), text);
  }
}

TEST(Parse, RefusesWhatIsNotStrictJson) {
  const std::vector<Case> cases{
      {"", "line 1, column 1"},
      {"{", "line 1, column 2"},
      {"{\n  \"a\": 1,\n}", "line 3, column 1 (byte 12)"},
      {"[1,]", "line 1, column 4"},
      {"{'a':1}", "line 1, column 2"},
      {"{\"a\":1} x", "line 1, column 9"},
      {"// c\n1", "line 1"},
      {"01", "line 1, column 2"},
      {"+1", "line 1"},
      {"NaN", "line 1"},
      {"1e999", "too large for a double"},
      {"-1e999", "too large for a double"},
      {"\"\xff\"", "UTF-8"},
      {"\"\xed\xa0\x80\"", "UTF-8"},
      {"\"\xc0\xaf\"", "UTF-8"},
      {"\"a\nb\"", "control character"},
      {"\"\\ud800\"", "surrogate"},
      {"\"\\udc00\"", "surrogate"},
      {"\"\\ud800\\u0041\"", "surrogate"},
      {"\"a\\u0000b\"", "NUL"},
      {"{\"a\\u0000b\":1}", "NUL"},
      {"\"\0\""s, "control character"},
      {"{\"a\":1}\n\0{\"b\":2}"s, "line 2, column 1 (byte 8): a NUL byte stands behind the value"},
      {R"({"a":1,"b":{"c":[1,{"d":1,"d":2}]}})", "/b/c/1/d stands twice"},
      {R"({"a":1,"\u0061":2})", "/a stands twice"},
      {R"([[1,2,"\u0000"]])", "/0/2 holds a NUL"},
      {R"({"a":["\u0000"]})", "/a/0 holds a NUL"},
      {R"({"a/~b":["\u0000"]})", "/a~1~0b/0 holds a NUL"},
  };
  for (const Case& c : cases) {
    const auto json = parse(c.given);
    ASSERT_FALSE(json) << c.given;
    EXPECT_EQ(json.error().fault, Fault::invalid);
    EXPECT_NE(json.error().message.find(c.expected), std::string::npos) << c.given << ": " << json.error().message;
  }
}

TEST(Parse, BoundsTheDepth) {
  EXPECT_TRUE(parse(std::string(32, '[') + std::string(32, ']')));
  const auto json = parse(std::string(33, '[') + std::string(33, ']'));
  ASSERT_FALSE(json);
  EXPECT_NE(json.error().message.find("nested deeper than 32"), std::string::npos) << json.error().message;
  EXPECT_FALSE(parse(std::string(1'000'000, '[')));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_FALSE(parse(objects));
  EXPECT_TRUE(parse("1", {.max_depth = 0}));
  EXPECT_FALSE(parse("[]", {.max_depth = 0}));
}

TEST(Parse, NamesDamageWithoutRepeatingItAtLength) {
  const auto json = parse("[\"" + std::string(100'000, 'x') + "\x01\"]");
  ASSERT_FALSE(json);
  EXPECT_LT(json.error().message.size(), 500u);
}

TEST(Parse, RefusesEveryBeginningOfADocumentAndNothingWorseHappens) {
  const std::string document =
      R"({"title":"Gr\u00fc\ud83d\ude00ße 👍","form":{"kind":"choice","options":[{"value":"a"},{"value":"b"}]},)"
      R"("n":-1.5e3})";
  ASSERT_TRUE(parse(document));
  for (std::size_t size = 0; size < document.size(); ++size)
    EXPECT_FALSE(parse(document.substr(0, size))) << document.substr(0, size);
  for (std::size_t at = 0; at < document.size(); ++at) {
    for (const char c : {'\0', '"', '{', ']', '\\', '\xff', '9', 'e'}) {
      std::string damaged = document;
      damaged[at] = c;
      const auto json = parse(damaged);
      if (!json) continue;
      EXPECT_EQ(canonical_of(canonical(*json)), canonical(*json)) << damaged;
    }
  }
}

TEST(Writer, PutsCommasWhereTheyBelong) {
  std::string out = "kept ";
  Writer writer(out);
  writer.begin_object();
  writer.key("a");
  writer.begin_array();
  writer.value(true);
  writer.value(nullptr);
  writer.value(std::int64_t{-5});
  writer.value(std::uint64_t{18446744073709551615u});
  writer.value("text");
  writer.begin_object();
  writer.end_object();
  writer.raw("[1,2]");
  writer.end_array();
  writer.key("b\n");
  writer.value(std::string("c\""));
  writer.end_object();
  EXPECT_EQ(out, R"(kept {"a":[true,null,-5,18446744073709551615,"text",{},[1,2]],"b\n":"c\""})");
}

TEST(Writer, EscapesEveryCharacterAtEveryPlace) {
  for (int c = 0; c < 128; ++c) {
    for (std::size_t place = 0; place < 20; ++place) {
      std::string text(20, 'x');
      text[place] = static_cast<char>(c);
      std::string out;
      append_string(out, text);
      if (c == 0) continue;
      const auto json = parse(out);
      ASSERT_TRUE(json) << out;
      EXPECT_EQ(json->get<std::string>(), text);
      EXPECT_EQ(out, canonical(*json));
    }
  }
}

TEST(WriterDeathTest, TakesNoTextThatIsNotUtf8) {
  std::string out;
  EXPECT_DEATH(append_string(out, "a\xff"), "isn't UTF-8");
  EXPECT_DEATH(append_string(out, "ä\xe2\x82"), "isn't UTF-8");
}

TEST(Pointer, IsEscaped) {
  std::string pointer = "/a";
  append_pointer(pointer, "b/c~d");
  EXPECT_EQ(pointer, "/a/b~1c~0d");
}

}  // namespace
}  // namespace askd::json
