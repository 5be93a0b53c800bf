// POST /ask: a question and its answer in plain text.
#include "api/rig.hpp"

#include <gtest/gtest.h>

#include <string>

namespace askd::api {
namespace {

struct Asking {
  explicit Asking(Askd& askd, std::string_view target, std::string_view body, std::string_view headers = {})
      : client(askd, askd.port()) {
    const auto before = askd.service().state().asks.size();
    client.send(askd.request("POST", target, body, askd.authorization() + std::string(headers)));
    EXPECT_TRUE(askd.until([&] { return askd.service().state().asks.size() > before; }));
    id = askd.service().state().asks.rbegin()->first.text();
    question = askd.service().state().asks.rbegin()->second.question;
  }
  net::Raw client;
  std::string id;
  core::Question question;
};

TEST(Plainly, TheAnswerIsTheBody) {
  Askd askd;
  Asking asking(askd, "/api/v1/ask?kind=approval", "Deploy 4.2?\n\nIt is Friday.\n",
                "Content-Type: application/x-www-form-urlencoded\r\n");
  EXPECT_EQ(asking.question.title, "Deploy 4.2?");
  EXPECT_NE(asking.question.body.text.find("It is Friday."), std::string::npos);
  EXPECT_EQ(asking.client.received(), "") << "nothing is sent before the end";
  ASSERT_FALSE(askd.answer(asking.id, "deny", "not on a Friday").error);
  const Reply reply = parse_reply(asking.client.all());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "deny\n\nnot on a Friday\n");
  EXPECT_EQ(reply.header("Ask-Id"), asking.id);
  EXPECT_EQ(reply.header("Ask-State"), "answered");
  EXPECT_TRUE(reply.header("Content-Type").starts_with("text/plain"));
}

TEST(Plainly, OpenIs202AndCancelledIs410) {
  Askd askd;
  const Reply open = askd.call("POST", "/api/v1/ask?wait=1&to=general", "Who?");
  EXPECT_EQ(open.status, 202);
  EXPECT_EQ(open.header("Location"), "/api/v1/asks/" + open.header("Ask-Id"));
  EXPECT_EQ(open.header("Ask-State"), "open");
  Asking asking(askd, "/api/v1/ask", "Where?");
  EXPECT_EQ(askd.call("POST", "/api/v1/asks/" + asking.id + "/cancel").status, 200);
  const Reply cancelled = parse_reply(asking.client.all());
  EXPECT_EQ(cancelled.status, 410);
  EXPECT_EQ(cancelled.header("Ask-State"), "cancelled");
}

TEST(Plainly, BadInputIsRefused) {
  Askd askd;
  struct Case {
    const char* target;
    std::string body;
    const char* headers;
    int status;
  };
  const std::vector<Case> cases{{"/api/v1/ask", "{}", "Content-Type: application/json\r\n", 415},
                                {"/api/v1/ask", "", "", 422},
                                {"/api/v1/ask", " \n ", "", 422},
                                {"/api/v1/ask", std::string(151, 'a'), "", 422},
                                {"/api/v1/ask", "\xff", "", 400},
                                {"/api/v1/ask", std::string("a\0b", 3), "", 400},
                                {"/api/v1/ask?kind=choice", "a", "", 400},
                                {"/api/v1/ask?to=%23nowhere", "a", "", 422}};
  for (const Case& bad : cases)
    EXPECT_EQ(askd.call("POST", bad.target, bad.body, bad.headers).status, bad.status) << bad.target;
}

}  // namespace
}  // namespace askd::api
