#include "askctl/ask_body.hpp"

#include "askctl/parse.hpp"
#include "askctl/rig.hpp"
#include "base/files.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

#include <unistd.h>

namespace askd::askctl {
namespace {

using Words = std::vector<std::string>;

Parsed parsed_ask(Words words) {
  words.insert(words.begin(), {"ask", "Go?"});
  return parse(std::move(words));
}

struct Bodies : testing::Test {
  boost::asio::io_context io;
  Caught caught{io};
};

struct Good {
  Words words;
  const char* body;  // without the title
};

class GoodBodies : public Bodies, public testing::WithParamInterface<Good> {};

TEST_P(GoodBodies, AreWhatTheApiTakes) {
  const Parsed parsed = parsed_ask(GetParam().words);
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  const auto body = ask_body(caught.shell, parsed.given);
  ASSERT_TRUE(body) << body.error().message;
  Json expected = Json::parse(GetParam().body);
  expected["title"] = "Go?";
  EXPECT_EQ(*body, expected) << body->dump();
}

INSTANTIATE_TEST_SUITE_P(
    Asks, GoodBodies,
    testing::Values(
        Good{{}, "{}"}, Good{{"--approve"}, R"({"form":{"kind":"approval"}})"},
        Good{{"--text"}, R"({"form":{"kind":"text"}})"},
        Good{{"--option", "a=The = one", "--option", "b"},
             R"({"form":{"kind":"choice","options":[{"value":"a","label":"The = one"},{"value":"b"}]}})"},
        Good{{"--option", "a", "--option", "b", "--multiple", "--default", "a", "--default", "b", "--expires", "2h"},
             R"({"form":{"kind":"choice","options":[{"value":"a"},{"value":"b"}],"multiple":true},
                 "default":{"value":["a","b"]},"expires_in":"2h"})"},
        Good{{"--field", "cost:number:required", "--field", "size:s|m|l", "--field", "mail:email", "--field", "why"},
             R"({"form":{"kind":"fields","schema":{"type":"object","required":["cost"],"properties":{
                 "cost":{"type":"number"},"size":{"type":"string","enum":["s","m","l"]},
                 "mail":{"type":"string","format":"email"},"why":{"type":"string"}}}}})"},
        Good{{"--field", "n:integer", "--default", R"({"n":3})"},
             R"({"form":{"kind":"fields","schema":{"type":"object","properties":{"n":{"type":"integer"}}}},
                 "default":{"value":{"n":3}}})"},
        Good{{"--approve", "--default", "deny"}, R"({"form":{"kind":"approval"},"default":{"value":"deny"}})"},
        Good{{"--to", "#ops", "--to", "@ana", "--approver", "@ana", "--required", "2", "--urgency", "high"},
             R"({"to":["#ops","@ana"],"approvers":["@ana"],"required":2,"urgency":"high"})"},
        Good{{"--context", "run=https://ci.example/?a=b", "--label", "team=growth", "--conversation", "cnv_1"},
             R"({"context":{"run":"https://ci.example/?a=b"},"labels":{"team":"growth"},"conversation":"cnv_1"})"}));

struct Bad {
  Words words;
  std::string names;
};

class BadBodies : public Bodies, public testing::WithParamInterface<Bad> {};

TEST_P(BadBodies, SayWhatIsWrong) {
  const Parsed parsed = parsed_ask(GetParam().words);
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  const auto body = ask_body(caught.shell, parsed.given);
  ASSERT_FALSE(body) << body->dump();
  EXPECT_NE(body.error().message.find(GetParam().names), std::string::npos) << body.error().message;
}

INSTANTIATE_TEST_SUITE_P(Asks, BadBodies,
                         testing::Values(Bad{{"--approve", "--text"}, "--text"}, Bad{{"--multiple"}, "--option"},
                                         Bad{{"--field", "a:color"}, "color"},
                                         Bad{{"--field", "a", "--field", "a:number"}, "a:number"},
                                         Bad{{"--schema", "/nowhere/at/all"}, "/nowhere/at/all"},
                                         Bad{{"--body", "-", "--schema", "-"}, "standard input"},
                                         Bad{{"--context", "task"}, "task"}, Bad{{"--label", "=x"}, "--label"},
                                         Bad{{"--label", "a=x", "--label", "a=y"}, "twice"},
                                         Bad{{"--required", "two"}, "two"}, Bad{{"--required", "0"}, "--required"},
                                         Bad{{"--default", "a", "--default", "b"}, "twice"},
                                         Bad{{"--field", "n", "--default", "3"}, "JSON object"}));

TEST_F(Bodies, ReadStandardInput) {
  caught.in.str("# All of it\n\nMore.\n");
  const auto body = ask_body(caught.shell, parsed_ask({"--body", "-"}).given);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->at("body"), "# All of it\n\nMore.\n");
  caught.in.clear();
  caught.in.str(R"({"type":"object"})");
  const auto form = ask_body(caught.shell, parsed_ask({"--schema", "-"}).given);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->at("form").at("schema"), Json::parse(R"({"type":"object"})"));
}

TEST_F(Bodies, ReadASchemaFile) {
  const auto path = std::filesystem::temp_directory_path() / ("askctl-schema-" + std::to_string(::getpid()));
  ASSERT_TRUE(write_file_atomic(path, "{ not JSON"));
  const auto bad = ask_body(caught.shell, parsed_ask({"--schema", path.string()}).given);
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.find("isn't JSON"), std::string::npos);
  ASSERT_TRUE(write_file_atomic(path, R"({"type":"object"})"));
  EXPECT_TRUE(ask_body(caught.shell, parsed_ask({"--schema", path.string()}).given));
  std::filesystem::remove(path);
}

TEST_F(Bodies, OfNotices) {
  caught.in.str("All checks passed.");
  const Parsed parsed = parse({"notify", "-", "--title", "Run", "--severity", "success", "--to", "#ops", "--link",
                               "The run=https://ci.example/?a=b"});
  ASSERT_NE(parsed.command, nullptr) << parsed.err;
  const auto body = notice_body(caught.shell, parsed.given);
  ASSERT_TRUE(body);
  EXPECT_EQ(*body, Json::parse(R"({"body":"All checks passed.","title":"Run","severity":"success","to":["#ops"],
                                   "links":[{"label":"The run","url":"https://ci.example/?a=b"}]})"));
}

TEST(Waits, AreTimesOrSeconds) {
  using namespace std::chrono_literals;
  const auto wait = [](const Words& words) { return read_wait(parsed_ask(words).given); };
  EXPECT_EQ(wait({}).value(), 10min);
  EXPECT_EQ(wait({"--no-wait"}).value(), 0s);
  EXPECT_EQ(wait({"--wait", "90"}).value(), 90s);
  EXPECT_EQ(wait({"--wait", "1h30m"}).value(), 90min);
  EXPECT_GT(wait({"--wait", "forever"}).value(), 24h * 365 * 99);
  EXPECT_FALSE(wait({"--wait", "soon"}));
  EXPECT_FALSE(wait({"--wait", ""}));
  EXPECT_FALSE(wait({"--wait", "10m", "--no-wait"}));
}

}  // namespace
}  // namespace askd::askctl
