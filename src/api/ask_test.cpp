// Asking, waiting, reading, cancelling and superseding over HTTP.
#include "api/rig.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::api {
namespace {

TEST(Asks, AreOpenedWithATitleAlone) {
  Askd askd;
  const Reply reply = askd.call("POST", "/api/v1/asks", R"({"title":"Deploy?"})");
  ASSERT_EQ(reply.status, 201) << reply.body;
  const Json ask = reply.json();
  EXPECT_EQ(ask["state"], "open");
  EXPECT_EQ(ask["form"]["kind"], "text");
  EXPECT_EQ(ask["agent"]["name"], "deploy-bot");
  EXPECT_EQ(ask["expires_at"], nullptr);
  EXPECT_EQ(ask["default"], nullptr);
  EXPECT_EQ(ask["deliveries"], Json::parse(R"([{"backend":"inbox","room":"inbox","state":"sent"}])"));
  EXPECT_EQ(reply.header("Location"), "/api/v1/asks/" + ask["id"].get<std::string>());
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  // What was sent at once, from the facts, is what is read later.
  const Reply again = askd.call("GET", "/api/v1/asks/" + ask["id"].get<std::string>());
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.json(), ask);
}

TEST(Asks, TellEveryFaultOfABodyAtOnce) {
  Askd askd;
  const Reply reply = askd.call("POST", "/api/v1/asks", R"({"titel":"x","urgency":"hot","expires_in":"soon"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(reply.json()["errors"].size(), 4U) << reply.body;
}

struct BadCase {
  std::string name;
  std::string method;
  std::string target;
  std::string body;
  std::string headers;
  int status;
};

TEST(Asks, BadInputGetsTheRightStatusAndAProblemDocument) {
  Askd askd;
  const std::string unknown = "/api/v1/asks/ask_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const std::vector<BadCase> cases{
      {"no JSON", "POST", "/api/v1/asks", "{", "", 400},
      {"nothing", "POST", "/api/v1/asks", "", "", 400},
      {"a key twice", "POST", "/api/v1/asks", R"({"title":"a","title":"b"})", "", 400},
      {"NUL", "POST", "/api/v1/asks", "{\"title\":\"a\\u0000\"}", "", 400},
      {"UTF-8", "POST", "/api/v1/asks", "{\"title\":\"\xff\"}", "", 400},
      {"too deep", "POST", "/api/v1/asks", std::string(100, '[') + std::string(100, ']'), "", 400},
      {"an array", "POST", "/api/v1/asks", "[]", "", 422},
      {"another type", "POST", "/api/v1/asks", "title=x", "Content-Type: application/x-www-form-urlencoded\r\n", 415},
      {"an unknown parameter", "POST", "/api/v1/asks?wiat=3", R"({"title":"a"})", "", 400},
      {"a bad wait", "POST", "/api/v1/asks?wait=soon", R"({"title":"a"})", "", 400},
      {"an empty key", "POST", "/api/v1/asks", R"({"title":"a"})", "Idempotency-Key: \"\"\r\n", 400},
      {"a foreign conversation", "POST", "/api/v1/asks",
       R"({"title":"a","conversation":"cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV"})", "", 422},
      {"nobody's name", "POST", "/api/v1/asks", R"({"title":"a","to":["#nowhere"]})", "", 422},
      {"an unknown ask", "GET", unknown, "", "", 404},
      {"no id", "GET", "/api/v1/asks/42", "", "", 404},
      {"cancelling nothing", "POST", unknown + "/cancel", "", "", 404},
      {"superseding nothing", "POST", unknown + "/supersede", R"({"title":"a"})", "", 404},
      {"following up nothing", "POST", unknown + "/messages", R"({"content":"a"})", "", 404},
      {"an unknown path", "GET", "/api/v1/nowhere", "", "", 404},
      {"a wrong method", "DELETE", "/api/v1/asks", "", "", 405},
      {"a wrong limit", "GET", "/api/v1/asks?limit=0", "", "", 400},
      {"a wrong state", "GET", "/api/v1/asks?state=shut", "", "", 400},
      {"a wrong cursor", "GET", "/api/v1/asks?cursor=x", "", "", 400},
      {"a wrong until", "GET", unknown + "?until=noon", "", "", 400},
      {"a conversation that isn't", "GET", "/api/v1/conversations/cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", "", 404},
      {"its messages", "GET", "/api/v1/conversations/cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV/messages", "", "", 404},
      {"a word into it", "POST", "/api/v1/conversations/cnv_01ARZ3NDEKTSV4RRFFQ69G5FAV/messages", R"({"content":"a"})",
       "", 404},
      {"a notice that isn't", "GET", "/api/v1/notices/ntc_01ARZ3NDEKTSV4RRFFQ69G5FAV", "", "", 404},
      {"a notice without a body", "POST", "/api/v1/notices", R"({"title":"a"})", "", 422},
  };
  const core::Sequence before = askd.service().state().sequence;
  for (const BadCase& bad : cases) {
    const Reply reply = askd.call(bad.method, bad.target, bad.body, bad.headers);
    EXPECT_EQ(reply.status, bad.status) << bad.name << ": " << reply.body;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json") << bad.name;
    EXPECT_EQ(reply.json()["status"], bad.status) << bad.name;
  }
  EXPECT_EQ(askd.service().state().sequence, before) << "a refused request changed something";
}

TEST(Asks, AWaitEndsWithTheAnswer) {
  Askd askd;
  net::Raw waiting(askd, askd.port());
  waiting.send(askd.request("POST", "/api/v1/asks", R"({"title":"Ship?","form":{"kind":"approval"}})",
                            askd.authorization() + "Prefer: wait=60\r\n"));
  const std::string head = waiting.until("\r\n\r\n");
  EXPECT_EQ(net::status_of(head), 201);
  EXPECT_NE(head.find("Preference-Applied: wait=60"), std::string::npos) << head;
  const std::string id = head.substr(head.find("/api/v1/asks/") + 13, 30);

  net::Raw other(askd, askd.port());
  other.send(askd.request("GET", "/api/v1/asks/" + id + "?wait=60s", "", askd.authorization()));
  other.until("\r\n\r\n");
  ASSERT_FALSE(askd.answer(id, "approve", "skip Oslo").error);
  for (net::Raw* client : {&waiting, &other}) {
    const Json ask = Json::parse(unchunked(client->all()));
    EXPECT_EQ(ask["state"], "answered");
    EXPECT_EQ(ask["answer"]["value"], "approve");
    EXPECT_EQ(ask["answer"]["note"], "skip Oslo");
    EXPECT_EQ(ask["answer"]["by"]["assurance"], "session");
    EXPECT_EQ(ask["answer"]["digest"], ask["digest"]);
    EXPECT_EQ(ask["deliveries"][0]["state"], "updated");
  }
  // An ask that has ended is answered with at once, wait or not.
  const Reply now = askd.call("GET", "/api/v1/asks/" + id + "?wait=60s");
  EXPECT_EQ(now.json()["state"], "answered");
  EXPECT_NE(now.header("Content-Length"), "");
}

TEST(Asks, AWaitThatIsOverShowsTheAskOpen) {
  Askd askd;
  const Reply reply = askd.call("POST", "/api/v1/asks?wait=1", R"({"title":"Anybody?"})");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.json()["state"], "open");
}

TEST(Asks, AStopAnswersThoseWhoWait) {
  Askd askd;
  net::Raw waiting(askd, askd.port());
  waiting.send(askd.request("POST", "/api/v1/asks?wait=60", R"({"title":"Anybody?"})", askd.authorization()));
  waiting.until("\r\n\r\n");
  askd.begin_stop();
  EXPECT_EQ(Json::parse(unchunked(waiting.all()))["state"], "open");
}

TEST(Asks, ActivityWakesTheAgentAndItsOwnWordsDoNot) {
  Askd askd;
  const Json ask = askd.call("POST", "/api/v1/asks", R"({"title":"Which?"})").json();
  const std::string id = ask["id"];
  const std::string conversation = ask["conversation"];
  const std::string path = "/api/v1/asks/" + id;
  net::Raw waiting(askd, askd.port());
  waiting.send(askd.request("GET", path + "?wait=60&until=activity", "", askd.authorization()));
  waiting.until("\r\n\r\n");
  EXPECT_EQ(askd.call("POST", path + "/messages", R"({"content":"the cost is $12"})").status, 201);
  ASSERT_FALSE(askd.comment(id, conversation, "which customer?").error);
  const Json woken = Json::parse(unchunked(waiting.all()));
  EXPECT_EQ(woken["state"], "open");
  EXPECT_GT(woken["activity"], ask["activity"]);

  const Reply at_once = askd.call("GET", path + "?wait=60&until=activity&after=" + ask["activity"].get<std::string>());
  EXPECT_EQ(at_once.json()["activity"], woken["activity"]);
  const Json messages = askd.call("GET", "/api/v1/conversations/" + conversation + "/messages").json();
  ASSERT_EQ(messages["messages"].size(), 2U);
  EXPECT_EQ(messages["messages"][0]["content"], "the cost is $12");
  EXPECT_EQ(messages["messages"][1]["author_type"], "human");
  const Json whole = askd.call("GET", "/api/v1/conversations/" + conversation).json();
  EXPECT_EQ(whole["asks"][0]["id"], id);
}

TEST(Asks, ARetryGetsTheFirstAskAndAnotherBodyIsRefused) {
  Askd askd;
  const auto post = [&](std::string_view body, std::string_view key) {
    return askd.call("POST", "/api/v1/asks", body, "Idempotency-Key: " + std::string(key) + "\r\n");
  };
  const Reply first = post(R"({"title":"Pay?","urgency":"low"})", "\"k1\"");
  EXPECT_EQ(first.header("Idempotent-Replayed"), "");
  const Reply again = post(R"({"urgency":"low","wait":0,"title":"Pay?"})", "k1");
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.json()["id"], first.json()["id"]);
  EXPECT_EQ(post(R"({"title":"Pay more?"})", "k1").status, 422);
  ASSERT_FALSE(askd.answer(first.json()["id"], "yes").error);
  EXPECT_EQ(post(R"({"title":"Pay?","urgency":"low"})", "k1").json()["answer"]["value"], "yes");
}

TEST(Asks, AreCancelledAndSupersededOnceOnly) {
  Askd askd;
  const std::string id = askd.call("POST", "/api/v1/asks", R"({"title":"One?"})").json()["id"];
  const Reply better = askd.call("POST", "/api/v1/asks/" + id + "/supersede", R"({"title":"Two?"})");
  ASSERT_EQ(better.status, 201) << better.body;
  const Json old = askd.call("GET", "/api/v1/asks/" + id).json();
  EXPECT_EQ(old["state"], "cancelled");
  EXPECT_EQ(old["superseded_by"], better.json()["id"]);
  EXPECT_EQ(old["conversation"], better.json()["conversation"]);
  const Reply late = askd.call("POST", "/api/v1/asks/" + id + "/supersede", R"({"title":"Three?"})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.json()["id"], id);
  EXPECT_EQ(late.json()["state"], "cancelled");

  const std::string path = "/api/v1/asks/" + better.json()["id"].get<std::string>() + "/cancel";
  const Reply cancelled = askd.call("POST", path, R"({"reason":"no longer needed"})");
  EXPECT_EQ(cancelled.status, 200);
  EXPECT_EQ(cancelled.json()["reason"], "no longer needed");
  EXPECT_EQ(askd.call("POST", path).status, 200) << "a repetition changes nothing";
}

TEST(Asks, AreListedInPages) {
  Askd askd;
  for (const char* title : {"alpha", "beta", "gamma"})
    askd.call("POST", "/api/v1/asks", R"({"labels":{"team":"growth"},"title":")" + std::string(title) + "\"}");
  const Reply page = askd.call("GET", "/api/v1/asks?limit=2&label.team=growth");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.json()["asks"][0]["title"], "gamma");
  const std::string link = page.header("Link");
  ASSERT_NE(link.find("limit=2&label.team=growth&cursor="), std::string::npos) << link;
  const Reply rest = askd.call("GET", link.substr(1, link.find('>') - 1));
  ASSERT_EQ(rest.json()["asks"].size(), 1U) << rest.body;
  EXPECT_EQ(rest.json()["asks"][0]["title"], "alpha");
  EXPECT_EQ(askd.call("GET", "/api/v1/asks?q=beta").json()["asks"].size(), 1U);
  EXPECT_EQ(askd.call("GET", "/api/v1/asks?state=ended").json()["asks"].size(), 0U);
}

TEST(Notices, ArePostedAndRead) {
  Askd askd;
  const Reply posted = askd.call("POST", "/api/v1/notices",
                                 R"({"body":"done","severity":"success",
                                     "links":[{"label":"run","url":"https://x.example"}]})");
  ASSERT_EQ(posted.status, 201) << posted.body;
  EXPECT_EQ(posted.json()["reach"], "all");
  EXPECT_EQ(askd.call("GET", posted.header("Location")).json(), posted.json());
}

}  // namespace
}  // namespace askd::api
