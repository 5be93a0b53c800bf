// Catching up: what is read after a gap, from where on, and when.
#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

const std::string root = "1793000001.000200", later_post = "1793000050.000200";

Json said(const std::string& ts, const std::string& thread, const std::string& words) {
  Json message = {{"ts", ts}, {"user", "U0ANA"}, {"text", words}};
  if (!thread.empty()) message["thread_ts"] = thread;
  return message;
}

Json ours(const std::string& ts, const std::string& thread, std::uint64_t number) {
  const DeliveryId id = delivery_made_at(Instant(1'793'000'000s), number);
  Json message = {{"ts", ts}, {"user", "U0BOT"}, {"bot_id", "B0BOT"}};
  message["metadata"] = {{"event_type", "askd_delivery"}, {"event_payload", {{"delivery", id.text()}}}};
  if (!thread.empty()) message["thread_ts"] = thread;
  return message;
}

Response messages(Json all, const std::string& cursor = "") {
  return FakeHost::ok({{"ok", true}, {"messages", std::move(all)}, {"response_metadata", {{"next_cursor", cursor}}}});
}

std::vector<std::string> words_heard(const FakeHost& host) {
  std::vector<std::string> out;
  for (const Inbound& what : host.inbounds)
    if (!what.own) out.push_back(what.said);
  return out;
}

TEST(CatchUp, ReadsAThreadFromItsOldestOpenPostOn) {
  Rig rig;
  rig.host.open = {{"slack-main", "C0OPS", "1793000070.000200"}, {"slack-main", "C0OPS", later_post}};
  // The posts stand in a thread whose root is no open post, and Slack shows more than it was asked for.
  const Json thread = {ours(root, root, 1), said("1793000020.000300", root, "yes, said to an ask that has ended"),
                       ours(later_post, root, 2), said("1793000060.000300", root, "yes"),
                       ours("1793000070.000200", root, 3)};
  rig.host.script("conversations.replies", messages(thread));
  rig.host.script("conversations.replies", messages(thread));
  rig.listen_until_up();
  const auto calls = rig.host.calls_of("conversations.replies");
  ASSERT_EQ(calls.size(), 2U) << "by the older post, by the root, and not by the younger post again";
  EXPECT_EQ(text(calls[0].body, "ts"), later_post);
  EXPECT_EQ(text(calls[0].body, "oldest"), later_post);
  EXPECT_EQ(text(calls[0].body, "inclusive"), "true");
  EXPECT_EQ(text(calls[1].body, "ts"), root);
  EXPECT_EQ(text(calls[1].body, "oldest"), later_post);
  EXPECT_EQ(words_heard(rig.host), (std::vector<std::string>{"yes"}));
  for (const Inbound& what : rig.host.inbounds) EXPECT_FALSE(what.early);
}

TEST(CatchUp, WhatWasSaidBeforeAllThatIsOpenIsEarly) {
  Rig rig;
  rig.listen_until_up();
  const auto hear = [&](const char* id, const std::string& ts, const std::string& thread) {
    Json event = testdata("event_thread_reply.json");
    event["event"]["ts"] = ts;
    event["event"]["thread_ts"] = thread;
    event["event"].erase("client_msg_id");
    rig.host.wires[0]->say(dump(envelope(id, "events_api", event)));
    rig.host.settle();
    return rig.host.inbounds.back();
  };
  // Posted in the thread of an older one, which has ended.
  const auto posted = rig.post(rig.fresh(), approval_card());
  ASSERT_TRUE(posted);
  ASSERT_TRUE(rig.post(rig.fresh(), approval_card())) << "elsewhere, meanwhile";
  const auto second = rig.post(rig.fresh(), approval_card(), {"slack-main", "C0OPS", false}, *posted);
  ASSERT_TRUE(second);
  rig.host.open = {*second, {"slack-main", "C0OPS", "1792999000.000100"}, {"slack-main", "C0DEV", "1792999000.000100"}};
  EXPECT_TRUE(hear("e1", "1793000001.100002", posted->message).early);
  EXPECT_FALSE(hear("e2", "1793000001.100004", posted->message).early);
  EXPECT_FALSE(hear("e3", "1793000001.100002", "1792999000.000100").early);
  EXPECT_FALSE(hear("e4", "1793000001.100002", "1792998000.000100").early) << "nothing of ours is open there";
  rig.host.open.push_back(*posted);
  EXPECT_FALSE(hear("e5", "1793000001.100002", posted->message).early) << "the older one is open again";
}

// A restart forgets which posts share a thread.
TEST(CatchUp, AfterARestartSlackIsAskedWhatSharesTheThread) {
  Rig rig;
  rig.listen_until_up();
  rig.host.open = {{"slack-main", "C0OPS", later_post}};
  Json event = testdata("event_thread_reply.json");
  event["event"]["thread_ts"] = root;
  event["event"].erase("client_msg_id");
  const auto hear = [&](const char* id, const char* ts) {
    event["event"]["ts"] = ts;
    rig.host.wires[0]->say(dump(envelope(id, "events_api", event)));
    rig.host.settle();
    return rig.host.inbounds.back().early;
  };
  const auto asked = [&] { return rig.host.calls_of("conversations.replies").size(); };
  EXPECT_FALSE(hear("e1", "1793000080.000300"));
  EXPECT_EQ(asked(), 0U) << "nothing there is younger than what was said";
  Json shown = ours(later_post, root, 1);
  rig.host.script("conversations.replies", messages({shown}));
  EXPECT_TRUE(hear("e2", "1793000040.000300"));
  EXPECT_TRUE(hear("e3", "1793000041.000300"));
  EXPECT_EQ(asked(), 1U);
}

// People replied to it while its receipt was lost, and nobody knew then that it was ours.
TEST(CatchUp, FollowsAMinuteAfterAPostWasFound) {
  Rig rig;
  rig.listen_until_up();
  ASSERT_EQ(rig.host.caught_up_count, 1);
  const DeliveryId id = rig.fresh();
  rig.host.script("chat.postMessage", Response{503, {}, ""});
  ASSERT_FALSE(rig.post(id, approval_card()));
  Json shown = ours(root, "", 1);
  shown["metadata"]["event_payload"]["delivery"] = id.text();
  rig.host.script("conversations.history", messages({shown}));
  const auto posted = rig.post(id, approval_card());
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->message, root);
  rig.host.open = {*posted};
  rig.host.script("conversations.replies", messages({said("1793000060.000300", root, "yes")}));
  rig.host.pass(61s);
  EXPECT_EQ(words_heard(rig.host), (std::vector<std::string>{"yes"}));
  EXPECT_EQ(rig.host.caught_up_count, 2);
}

TEST(CatchUp, ADirectMessageFromBeforeAllThatIsOpenIsEarly) {
  Rig rig;
  rig.listen_until_up();
  rig.host.open = {{"slack-main", "D0ANA", "1793999999.000200"}};
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", testdata("event_direct_message.json"))));
  rig.host.settle();
  rig.host.open = {{"slack-main", "D0ANA", "1793000001.000200"}};
  rig.host.wires[0]->say(dump(envelope("e2", "events_api", testdata("event_direct_message.json"))));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 2U);
  EXPECT_TRUE(rig.host.inbounds[0].early);
  EXPECT_FALSE(rig.host.inbounds[1].early);
}

TEST(CatchUp, TimesAreComparedAsNumbers) {
  EXPECT_TRUE(is_before("999999999.000200", "1793000001.000100"));
  EXPECT_TRUE(is_before("1793000001.000100", "1793000001.000200"));
  EXPECT_FALSE(is_before("1793000001.000200", "1793000001.000200"));
  EXPECT_FALSE(is_before("1793000002.000100", "1793000001.000200"));
}

TEST(CatchUp, ARoomThatMayNotBeReadIsSkippedAndReportedOnce) {
  for (const char* code : {"missing_scope", "no_permission", "access_denied", "not_in_channel", "never_heard_of"}) {
    Rig rig;
    rig.host.open = {{"slack-main", "C0GONE", root}, {"slack-main", "C0OPS", later_post}};
    rig.host.script("conversations.replies", FakeHost::refuse(code));
    rig.host.script("conversations.replies", messages({said("1793000060.000300", later_post, "yes")}));
    rig.listen_until_up();
    EXPECT_EQ(words_heard(rig.host), (std::vector<std::string>{"yes"})) << code;
    EXPECT_NE(rig.host.reports.back().find(code), std::string::npos) << rig.host.reports.back();
    EXPECT_NE(rig.host.reports.back().find("C0GONE"), std::string::npos) << rig.host.reports.back();

    // Said once as long as it is so, and no longer than that.
    const auto pass = [&](int count) {
      rig.host.wires.at(rig.host.wires.size() - 2)->end();
      rig.host.wires.back()->end();
      EXPECT_TRUE(rig.host.until([&] { return rig.host.caught_up_count >= count; }));
      rig.host.settle();
    };
    for (int i = 0; i < 8; ++i) rig.host.script("conversations.replies", FakeHost::refuse(code));
    rig.host.pass(1min);
    pass(rig.host.caught_up_count + 1);
    EXPECT_NE(rig.host.reports.back().find("C0GONE"), std::string::npos)
        << "connecting doesn't mend it: " << testing::PrintToString(rig.host.reports);
    rig.host.pass(1min);
    rig.host.scripts.clear();
    pass(rig.host.caught_up_count + 1);
    EXPECT_EQ(rig.host.reports.back(), "");
  }
}

TEST(CatchUp, WhatConcernsAllRoomsIsTriedAgain) {
  Rig rig;
  rig.host.open = {{"slack-main", "C0OPS", root}};
  rig.host.script("conversations.replies", Response{503, {}, ""});
  rig.host.script("conversations.replies", messages({said("1793000060.000300", root, "yes")}));
  rig.listen_until_up();
  EXPECT_EQ(words_heard(rig.host), (std::vector<std::string>{"yes"}));
}

TEST(CatchUp, ReadsWhatWasSaidInADirectMessageOutsideOfAnyThread) {
  Rig rig;
  rig.host.open = {{"slack-main", "D0ANA", later_post}, {"slack-main", "D0ANA", root}, {"slack-main", "C0OPS", root}};
  rig.host.script("conversations.history",
                  messages({said("1793000080.000300", "", "second"), ours(later_post, "", 2)}, "more"));
  rig.host.script("conversations.history",
                  messages({said("1793000060.000300", "", "first"),
                            said("1793000055.000300", root, "in its thread, and sent to the channel too"),
                            ours(root, "", 1), said("1793000000.000300", "", "long ago")}));
  rig.listen_until_up();
  EXPECT_EQ(words_heard(rig.host), (std::vector<std::string>{"first", "second"})) << "in the order they were said";
  const auto calls = rig.host.calls_of("conversations.history");
  ASSERT_EQ(calls.size(), 2U) << "channels aren't read, and a direct message is read once";
  EXPECT_EQ(text(calls[0].body, "channel"), "D0ANA");
  EXPECT_EQ(text(calls[0].body, "oldest"), root);
  EXPECT_EQ(text(calls[1].body, "cursor"), "more");
  const Inbound& what = rig.host.inbounds.front();
  EXPECT_EQ(what.key, "msg/D0ANA/1793000060.000300") << "as the event would have had it";
  EXPECT_EQ(what.thread, (PostRef{"slack-main", "D0ANA", ""}));
  EXPECT_TRUE(what.direct);
}

TEST(CatchUp, IsWantedWheneverAConnectionIsCut) {
  Rig rig;
  rig.listen_until_up();
  rig.host.pass(1min);
  rig.host.wires[0]->end();
  rig.host.settle();
  EXPECT_EQ(rig.host.caught_up_count, 2) << "although the other connection was there all the time";
}

TEST(CatchUp, SaysNothingWhileNobodyListens) {
  Rig rig;
  rig.listen_until_up();
  rig.host.open = {{"slack-main", "C0OPS", root}};
  rig.host.delays["conversations.replies"] = 20s;
  rig.host.pass(1min);
  rig.host.wires[0]->end();
  rig.host.settle();
  // Everything is lost while it reads, for a while.
  for (int i = 0; i < 20; ++i) rig.host.refusals.push_back({Fault::unavailable, "no route", {}});
  rig.host.wires[1]->end();
  rig.host.wires.back()->end();
  rig.host.pass(25s);
  EXPECT_EQ(rig.host.caught_up_count, 1);
  EXPECT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 2; }));
}

TEST(CatchUp, FollowsAMinuteAfterEventsThatAreHeldBack) {
  for (const char* mode : {"socket", "events"}) {
    Rig rig(mode);
    rig.listen();
    ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
    const auto limited = [&](const char* id) {
      if (std::string_view(mode) == "events")
        rig.call("events", dump(testdata("app_rate_limited.json")));
      else
        rig.host.wires[0]->say(dump(envelope(id, "events_api", testdata("app_rate_limited.json"))));
      rig.host.settle();
    };
    limited("e1");
    rig.host.pass(40s);
    limited("e2");
    EXPECT_EQ(rig.host.caught_up_count, 1) << mode;
    rig.host.pass(25s);
    EXPECT_EQ(rig.host.caught_up_count, 2) << mode;
    rig.host.pass(60s);
    EXPECT_EQ(rig.host.caught_up_count, 3) << mode << ": the second came while the first was waited for";
    rig.host.pass(5min);
    EXPECT_EQ(rig.host.caught_up_count, 3) << mode;
  }
}

TEST(CatchUp, AGapDoesNotWaitForEventsThatAreHeldBack) {
  Rig rig;
  rig.listen_until_up();
  rig.host.pass(1min);
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", testdata("app_rate_limited.json"))));
  rig.host.settle();
  rig.host.wires[1]->end();
  rig.host.settle();
  EXPECT_EQ(rig.host.caught_up_count, 2) << "at once";
  rig.host.pass(61s);
  EXPECT_EQ(rig.host.caught_up_count, 3);
}

}  // namespace
}  // namespace askd::adapters::slack
