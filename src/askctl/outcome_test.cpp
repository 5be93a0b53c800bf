#include "askctl/outcome.hpp"

#include "askctl/exits.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace askd::askctl {
namespace {

struct Case {
  const char* ask;
  int exit;
  std::string out;
  std::string message;  // what it must hold
};

class Outcomes : public testing::TestWithParam<Case> {};

TEST_P(Outcomes, HaveACodeAndAnOutput) {
  const Outcome outcome = outcome_of(Json::parse(GetParam().ask));
  EXPECT_EQ(outcome.exit, GetParam().exit);
  EXPECT_EQ(outcome.out, GetParam().out);
  EXPECT_EQ(outcome.message.empty(), GetParam().message.empty());
  EXPECT_NE(outcome.message.find(GetParam().message), std::string::npos) << outcome.message;
}

INSTANTIATE_TEST_SUITE_P(
    Outcomes, Outcomes,
    testing::Values(
        Case{R"({"id":"a","state":"answered","form":{"kind":"text"},"answer":{"value":"Blue"}})", 0, "Blue\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"text"},"answer":{"value":"deny"}})", 0, "deny\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"approval"},"answer":{"value":"approve","note":"Go."}})", 0,
             "approve\n\nGo.\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"approval"},"answer":{"value":"deny","note":"No."}})",
             exits::denied, "deny\n\nNo.\n", ""},
        // A gate opens for nothing but an approval.
        Case{R"({"id":"a","state":"answered","form":{"kind":"approval"},"answer":{"value":"maybe"}})", exits::denied,
             "maybe\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"approval"},"answer":null})", exits::denied, "null\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"choice"},"answer":{"value":["x","y"],"note":"n"}})", 0,
             "x\ny\n\nn\n", ""},
        Case{R"({"id":"a","state":"answered","form":{"kind":"fields"},
                 "answer":{"value":{"cost":12.5,"ok":true,"tags":["a","b"],"who":"Ana"}}})",
             0, "cost: 12.5\nok: true\ntags: a, b\nwho: Ana\n", ""},
        Case{R"({"id":"ask_1","state":"expired"})", exits::expired, "", "ask_1 expired"},
        Case{R"({"id":"ask_1","state":"cancelled","reason":"Late"})", exits::withdrawn, "", "Late"},
        Case{R"({"id":"ask_1","state":"cancelled","superseded_by":"ask_2"})", exits::withdrawn, "", "by ask_2"},
        Case{R"({"id":"ask_1","state":"open"})", exits::still_open, "ask_1\n", "askctl wait ask_1"},
        Case{R"({"id":"ask_1","state":"asleep"})", exits::failed, "", "isn't an ask"},
        Case{R"([])", exits::failed, "", "isn't an ask"}));

}  // namespace
}  // namespace askd::askctl
