// The agent's stream over server-sent events.
#include "api/rig.hpp"

#include <gtest/gtest.h>

#include <string>

namespace askd::api {
namespace {

std::string cursor_in(const std::string& entry) { return entry.substr(entry.find("id: ") + 4, 16); }

Json data_in(const std::string& entry) {
  const auto at = entry.find("data: ") + 6;
  return Json::parse(entry.substr(at, entry.find('\n', at) - at), nullptr, false);
}

TEST(Events, TellWhatHappensAndResumeWithoutAGap) {
  Askd askd;
  net::Raw live(askd, askd.port());
  live.send(askd.request("GET", "/api/v1/events", "", askd.authorization()));
  EXPECT_NE(live.until(":\n").find("text/event-stream"), std::string::npos);
  const Json ask = askd.call("POST", "/api/v1/asks", R"({"title":"Ship?","form":{"kind":"approval"}})").json();
  const std::string opened = live.until("\n\n");
  EXPECT_NE(opened.find("event: ask.opened"), std::string::npos) << opened;
  EXPECT_EQ(data_in(opened)["ask"]["id"], ask["id"]);
  EXPECT_EQ(data_in(opened)["cursor"], cursor_in(opened));

  ASSERT_FALSE(askd.comment(ask["id"], ask["conversation"], "why now?").error);
  EXPECT_EQ(data_in(live.until("\n\n"))["message"]["content"], "why now?");
  ASSERT_FALSE(askd.answer(ask["id"], "approve").error);
  const std::string answered = live.until("\n\n");
  EXPECT_EQ(data_in(answered)["ask"]["answer"]["value"], "approve");
  EXPECT_TRUE(askd.answer(ask["id"], "deny", "no!").error) << "too late";
  const std::string late = live.until("\n\n");
  EXPECT_EQ(data_in(late)["type"], "ask.late_answer");
  EXPECT_EQ(data_in(late)["late_answer"]["value"], "deny") << late;

  net::Raw resumed(askd, askd.port());
  resumed.send(
      askd.request("GET", "/api/v1/events", "", askd.authorization() + "Last-Event-ID: " + cursor_in(opened) + "\r\n"));
  EXPECT_NE(resumed.until(":\n"), "");
  EXPECT_EQ(data_in(resumed.until("\n\n"))["type"], "ask.commented");
  EXPECT_EQ(data_in(resumed.until("\n\n"))["type"], "ask.answered");
}

TEST(Events, OnlyAnAcknowledgementMovesTheStoredCursor) {
  Askd askd;
  const std::string first = askd.call("POST", "/api/v1/asks", R"({"title":"One?"})").json()["id"];
  const auto begin = [&] {
    net::Raw client(askd, askd.port());
    client.send(askd.request("GET", "/api/v1/events", "", askd.authorization()));
    client.until(":\n");
    return client.until("\n\n");
  };
  const std::string entry = begin();
  EXPECT_EQ(data_in(entry)["ask"]["id"], first);
  EXPECT_EQ(begin(), entry) << "reading moves nothing";
  const Reply moved = askd.call("POST", "/api/v1/events/ack", R"({"cursor":")" + cursor_in(entry) + "\"}");
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(moved.json()["cursor"], cursor_in(entry));
  const std::string second = askd.call("POST", "/api/v1/asks", R"({"title":"Two?"})").json()["id"];
  EXPECT_EQ(data_in(begin())["ask"]["id"], second);
}

TEST(Events, AnUnknownCursorIs400) {
  Askd askd;
  for (const char* target :
       {"/api/v1/events?after=x", "/api/v1/events?after=00000000ffffffff", "/api/v1/events?after=000000000000000G"})
    EXPECT_EQ(askd.call("GET", target).status, 400) << target;
  EXPECT_EQ(askd.call("POST", "/api/v1/events/ack", R"({"cursor":"00000000ffffffff"})").status, 400);
  EXPECT_EQ(askd.call("POST", "/api/v1/events/ack", R"({"cursor":7})").status, 422);
}

}  // namespace
}  // namespace askd::api
