// The body of POST /asks: what is taken, and what is refused where.
#include "shapes/question_json.hpp"

#include "base/json.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/utf16_order.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace askd::shapes {
namespace {

Json body(const std::string& members) { return json::parse(R"({"title":"t",)" + members + "}").value(); }

struct Refused {
  const char* members;
  const char* pointer;
};

TEST(Question, EachFaultIsNamedInItsPlace) {
  const std::vector<Refused> cases{
      {R"("tilte":1)", "/tilte"},
      {R"("body":7)", "/body"},
      {R"("form":{"kind":"poll"})", "/form/kind"},
      {R"("form":{})", "/form/kind"},
      {R"("form":"text")", "/form"},
      {R"("form":{"kind":"approval","notes":true})", "/form/notes"},
      {R"("form":{"kind":"choice","options":[{"value":"a"}]})", "/form/options"},
      {R"("form":{"kind":"choice"})", "/form/options"},
      {R"("form":{"kind":"choice","options":[{"value":"a"},{"value":"a"}]})", "/form/options/1/value"},
      {R"("form":{"kind":"choice","options":[{"value":"a","label":"x"},{"value":"b","label":"x"}]})",
       "/form/options/1/label"},
      {R"("form":{"kind":"choice","options":[{"value":"a"},{"label":"b"}]})", "/form/options/1/value"},
      {R"("form":{"kind":"choice","options":[{"value":"a","style":"red"},{"value":"b"}]})", "/form/options/0/style"},
      {R"("form":{"kind":"choice","options":[{"value":"a\nb"},{"value":"b"}]})", "/form/options/0/value"},
      {R"("form":{"kind":"text","max_length":0})", "/form/max_length"},
      {R"("form":{"kind":"text","max_length":20001})", "/form/max_length"},
      {R"("form":{"kind":"fields"})", "/form/schema"},
      {R"("form":{"kind":"fields","schema":{"type":"object","properties":{"a":{"type":"object"}}}})",
       "/form/schema/properties/a/type"},
      {R"("to":"#a")", "/to"},
      {R"("to":["a"])", "/to/0"},
      {R"("to":["#ok","@"])", "/to/1"},
      {R"("approvers":["#a"])", "/approvers/0"},
      {R"("required":0)", "/required"},
      {R"("required":2)", "/required"},
      {R"("required":2,"form":{"kind":"choice","multiple":true,"options":[{"value":"a"},{"value":"b"}]})", "/required"},
      {R"("urgency":"urgent")", "/urgency"},
      {R"("expires_in":60)", "/expires_in"},
      {R"("expires_in":"999ms")", "/expires_in"},
      {R"("expires_in":"366d")", "/expires_in"},
      {R"("default":{"value":"x"})", "/default"},
      {R"("expires_in":"1h","default":"x")", "/default"},
      {R"("expires_in":"1h","default":{})", "/default/value"},
      {R"("expires_in":"1h","form":{"kind":"approval"},"default":{"value":"approve"})", "/default/value"},
      {R"("expires_in":"1h","form":{"kind":"approval"},"default":{"value":"maybe"})", "/default/value"},
      {R"("expires_in":"1h","form":{"kind":"approval"},"required":2,"default":{"value":"deny"})", "/default"},
      {R"("expires_in":"1h","approvers":["@a"],"default":{"value":"x"})", "/default"},
      {R"("context":{"a":{"b":1}})", "/context/a"},
      {R"("context":{"a":null})", "/context/a"},
      {R"("context":{"a\nb":"c"})", "/context/a\nb"},
      {R"("context":[])", "/context"},
      {R"("labels":{"a/b":1})", "/labels/a~1b"},
      {R"("conversation":"ask_01ARZ3NDEKTSV4RRFFQ69G5FAV")", "/conversation"},
      {R"("wait":"soon")", "/wait"},
  };
  for (const Refused& refused : cases) {
    const auto read = read_ask(body(refused.members));
    ASSERT_FALSE(read) << refused.members;
    ASSERT_EQ(read.error().problems.size(), 1U) << refused.members << ": " << read.error().message;
    EXPECT_EQ(read.error().problems[0].pointer, refused.pointer) << refused.members;
  }
}

TEST(Question, LengthsAreCountedInCodePoints) {
  const auto titled = [](const std::string& title) {
    Json json;
    json["title"] = title;
    return json;
  };
  std::string wide;
  for (int i = 0; i < 150; ++i) wide += "ü";
  EXPECT_TRUE(read_ask(titled(wide)));
  EXPECT_FALSE(read_ask(titled(wide + "ü")));
  EXPECT_FALSE(read_ask(titled("")));
  EXPECT_FALSE(read_ask(titled(" \t ")));
  EXPECT_FALSE(read_ask(titled("two\nlines")));
  EXPECT_FALSE(read_ask(titled("a\x7f")));
  EXPECT_FALSE(read_ask(titled("a\xc2\x85")));
}

TEST(Question, ADefaultIsMadeCanonical) {
  const auto read = read_ask(body(R"("expires_in":"1h30m","default":{"value":["b","a"]},
      "form":{"kind":"choice","multiple":true,"options":[{"value":"a"},{"value":"b"}]})"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->expires_in, std::chrono::minutes(90));
  EXPECT_EQ(std::get<std::vector<std::string>>(*read->question.fallback), (std::vector<std::string>{"a", "b"}));
}

TEST(Question, TheRetryDigestLeavesTheWaitOut) {
  EXPECT_EQ(retry_digest_of(body(R"("wait":"30s","body":"x")")), retry_digest_of(body(R"("body":"x")")));
  EXPECT_NE(retry_digest_of(body(R"("body":"x")")), retry_digest_of(body(R"("body":"y")")));
}

TEST(Question, AnAnswerIsReadByItsForm) {
  const auto form = read_ask(body(R"("form":{"kind":"fields","schema":{"type":"object","properties":{
      "cost":{"type":"number"},"ok":{"type":"boolean"}}}})"))
                        .value()
                        .question.form;
  const auto read = read_answer(json::parse(R"({"value":{"cost":12.50,"ok":true}})").value(), form);
  ASSERT_TRUE(read) << read.error().message;
  std::string text;
  json::Writer writer(text);
  write_value(writer, read->value);
  EXPECT_EQ(text, R"({"cost":12.5,"ok":true})");
  for (const char* wrong :
       {R"({"value":"x"})", R"({"value":{"cost":true}})", R"({"note":"x"})", R"({"value":{},"vote":1})"})
    EXPECT_FALSE(read_answer(json::parse(wrong).value(), form)) << wrong;
}

TEST(Question, MembersSortAsCanonicalJsonDoes) {
  const std::vector<std::string> sorted{
      "", "A", "a", "aa", "\xc3\xbc", "\xed\x9f\xbf", "\xf0\x9f\x98\x80", "\xee\x80\x80", "\xef\xac\x81"};
  for (std::size_t i = 0; i < sorted.size(); ++i)
    for (std::size_t j = 0; j < sorted.size(); ++j)
      EXPECT_EQ(before_in_utf16(sorted[i], sorted[j]), i < j) << sorted[i] << " and " << sorted[j];
}

}  // namespace
}  // namespace askd::shapes
