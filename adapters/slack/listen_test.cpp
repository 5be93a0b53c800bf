// Listening: Socket Mode, the Events API, catching up, and what people do in all of them.
#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

const std::string a1 = "dlv_01JZ80000000000000000000A1";

std::string reply_frame(const std::string& id) {
  return dump(envelope(id, "events_api", testdata("event_thread_reply.json")));
}

std::string interactive(const std::string& id, const std::string& file) {
  return dump(envelope(id, "interactive", testdata(file)));
}

std::string bye(const char* reason) { return dump({{"type", "disconnect"}, {"reason", reason}}); }

TEST(SlackCase, C01_ListeningLearnsWhoWeAre) {
  Rig rig;
  rig.listen_until_up();
  EXPECT_EQ(rig.host.calls.at(0).method, "auth.test");
  EXPECT_EQ(rig.host.wires.size(), 2U);
  EXPECT_EQ(rig.host.urls.at(0) == rig.host.urls.at(1), false);
  const Call open = rig.host.calls_of("apps.connections.open").at(0);
  EXPECT_EQ(header(open.request.headers, "Authorization"), "Bearer xapp-1-A0APP-1-secret");
  EXPECT_EQ(rig.host.reports.back(), "");
}

TEST(SlackCase, C01_AnInvalidTokenEndsListening) {
  Rig rig;
  rig.host.script("auth.test", FakeHost::refuse("invalid_auth"));
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.ended.has_value(); }));
  EXPECT_EQ(rig.ended->error().fault, Fault::unauthenticated);
  EXPECT_EQ(rig.host.calls.size(), 1U);
  Rig later;
  later.host.script("apps.connections.open", FakeHost::refuse("token_revoked"));
  later.listen();
  ASSERT_TRUE(later.host.until([&] { return later.ended.has_value(); }));
  EXPECT_EQ(later.ended->error().fault, Fault::unauthenticated);
}

TEST(Listening, WaitsForASlackThatIsDown) {
  Rig rig;
  rig.host.script("auth.test", Response{503, {}, ""});
  rig.host.script("auth.test", FakeHost::limited("40"));
  const Instant before = rig.host.now;
  rig.listen_until_up();
  EXPECT_GE(rig.host.now - before, 41s);
  EXPECT_EQ(rig.host.reports.at(0), "Slack answered auth.test with HTTP 503.");
}

TEST(SlackCase, C16_NoHelloMeansANewTicket) {
  Rig rig;
  rig.host.mute = true;
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.wires.size() == 4; }));
  EXPECT_GE(rig.host.calls_of("apps.connections.open").size(), 4U);
  EXPECT_TRUE(rig.host.wires[0]->closed && rig.host.wires[1]->closed);
  rig.host.mute = false;
  EXPECT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
}

TEST(SlackCase, C17_AnotherAppIsRefused) {
  Rig rig;
  rig.host.greeting = R"({"type":"hello","connection_info":{"app_id":"A0OTHER"}})";
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.wires.size() == 4; }));
  EXPECT_EQ(rig.host.caught_up_count, 0);
  EXPECT_EQ(rig.host.reports.back(), "Slack's WebSocket is that of another app: look whether app_token is right.");
}

TEST(SlackCase, C18_AcknowledgedOnlyOnceItIsOnDisk) {
  Rig rig;
  rig.listen_until_up();
  rig.host.frozen = true;
  rig.host.wires[0]->say(reply_frame("e1"));
  rig.host.settle();
  EXPECT_TRUE(rig.host.wires[0]->written.empty());
  rig.host.frozen = false;
  rig.host.thaw.ring();
  rig.host.settle();
  EXPECT_EQ(rig.host.wires[0]->written, (std::vector<std::string>{R"({"envelope_id":"e1"})"}));
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_EQ(rig.host.inbounds[0].who_name, "Ana");
  EXPECT_EQ(rig.host.inbounds[0].link,
            "https://acme.slack.com/archives/C0OPS/p1793000100000300?thread_ts=1793000001.000200&cid=C0OPS");
}

TEST(SlackCase, C19_AnAcknowledgementIsOneSmallFrame) {
  Rig rig;
  rig.listen_until_up();
  Json blank = testdata("view_submission_text.json");
  blank["view"]["state"]["values"]["askd:said"]["askd:input"]["value"] = nullptr;
  blank["view"]["blocks"] = std::string(15'000, 'x');
  rig.host.wires[0]->say(dump(envelope("e1", "interactive", blank)));
  rig.host.settle();
  ASSERT_EQ(rig.host.wires[0]->written.size(), 1U);
  EXPECT_EQ(rig.host.wires[0]->written[0],
            R"({"envelope_id":"e1","payload":{"errors":{"askd:said":"Write an answer."},"response_action":"errors"}})");
  EXPECT_TRUE(rig.host.inbounds.empty());
}

TEST(SlackCase, C23_TheNewConnectionIsThereBeforeTheOldOneGoes) {
  for (const char* reason : {"warning", "refresh_requested", "something_new"}) {
    Rig rig;
    rig.listen_until_up();
    rig.host.mute = true;
    rig.host.wires[0]->say(bye(reason));
    rig.host.settle();
    ASSERT_EQ(rig.host.wires.size(), 3U) << reason;
    // Still read, and acknowledged where it came from.
    rig.host.wires[0]->say(reply_frame("e1"));
    rig.host.settle();
    EXPECT_EQ(rig.host.wires[0]->written.size(), 1U);
    EXPECT_FALSE(rig.host.wires[0]->closed);
    rig.host.wires[2]->say(rig.host.greeting);
    EXPECT_TRUE(rig.host.until([&] { return rig.host.wires[0]->closed; }));
    EXPECT_FALSE(rig.host.wires[2]->closed || rig.host.wires[1]->closed);
    EXPECT_EQ(rig.host.caught_up_count, 1) << "the other connection was there all the time";
  }
}

TEST(SlackCase, C23_AnOldConnectionIsClosedAfterTenSeconds) {
  Rig rig;
  rig.listen_until_up();
  rig.host.mute = true;
  const Instant before = rig.host.now;
  rig.host.wires[0]->say(bye("refresh_requested"));
  ASSERT_TRUE(rig.host.until([&] { return rig.host.wires[0]->closed; }));
  EXPECT_LE(rig.host.now - before, 11s);
}

TEST(SlackCase, C24_SwitchedOffMeansNoMoreDialing) {
  Rig rig;
  rig.listen_until_up();
  rig.host.wires[0]->say(bye("link_disabled"));
  rig.host.wires[1]->say(bye("link_disabled"));
  rig.host.settle();
  rig.host.wires[0]->end();
  rig.host.wires[1]->end();
  rig.host.pass(4min);
  EXPECT_EQ(rig.host.wires.size(), 2U);
  EXPECT_EQ(rig.host.reports.back(),
            "Socket Mode is turned off in the app's settings: turn it on, or set mode: events.");
  rig.host.pass(2min);
  EXPECT_EQ(rig.host.wires.size(), 4U);
  EXPECT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 2; }));
  EXPECT_EQ(rig.host.reports.back(), "");
}

TEST(SlackCase, C25_TooManyConnectionsMeanAPause) {
  Rig rig;
  rig.listen_until_up();
  rig.host.wires[0]->say(bye("too_many_websockets"));
  rig.host.settle();
  rig.host.wires[0]->end();
  rig.host.pass(29s);
  EXPECT_EQ(rig.host.wires.size(), 2U);
  rig.host.pass(40s);
  EXPECT_EQ(rig.host.wires.size(), 3U);
}

TEST(SlackCase, C26_AQuietConnectionStays) {
  Rig rig;
  rig.listen_until_up();
  rig.host.pass(10min);
  EXPECT_EQ(rig.host.wires.size(), 2U);
}

TEST(SlackCase, C27_ACutConnectionIsReplacedWithoutARush) {
  Rig rig;
  rig.listen_until_up();
  rig.host.pass(1min);
  rig.host.wires[0]->end();
  rig.host.settle();
  EXPECT_EQ(rig.host.wires.size(), 3U) << "at once after a good life";
  // A Slack that cuts every connection isn't called ever faster.
  const Instant before = rig.host.now;
  while (rig.host.wires.size() < 20) {
    for (auto& wire : rig.host.wires) wire->end();
    ASSERT_TRUE(rig.host.step());
  }
  EXPECT_GE(rig.host.now - before, 60s);
}

TEST(Listening, RefusedConnectionsAreTriedEverMoreSlowly) {
  Rig rig;
  for (int i = 0; i < 12; ++i) rig.host.refusals.push_back({Fault::unavailable, "slack.test gave no answer.", {}});
  const Instant before = rig.host.now;
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  EXPECT_GE(rig.host.now - before, 30s);
  EXPECT_EQ(rig.host.reports.at(0), "Slack's WebSocket can't be reached: slack.test gave no answer.");
  EXPECT_EQ(rig.host.reports.back(), "");
}

TEST(Listening, ARefusedConnectionMayAskForRest) {
  Rig rig;
  rig.host.refusals.push_back({Fault::rate_limited, "slack.test answered 429.", {}, 40s});
  const Instant before = rig.host.now;
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.wires.size() == 1; }));
  EXPECT_LT(rig.host.now - before, 1s) << "the other was under way already";
  rig.host.wires[0]->end();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.wires.size() == 2; }));
  EXPECT_GE(rig.host.now - before, 40s) << "and waits as well the next time";
}

TEST(Listening, ANameThatSlackWasTooBusyToTellIsAskedForAgain) {
  Rig rig;
  rig.listen_until_up();
  rig.host.script("users.info", FakeHost::limited("30"));
  rig.host.script("users.info", FakeHost::refuse("never_heard_of"));
  for (const char* id : {"e1", "e2", "e3"}) {
    rig.host.wires[0]->say(reply_frame(id));
    rig.host.settle();
  }
  ASSERT_EQ(rig.host.inbounds.size(), 3U);
  EXPECT_EQ(rig.host.inbounds[0].who_name, "");
  EXPECT_EQ(rig.host.inbounds[1].who_name, "");
  EXPECT_EQ(rig.host.inbounds[2].who_name, "Ana");
  for (const char* code : {"missing_scope", "user_not_found"}) {
    Rig other;
    other.listen_until_up();
    other.host.script("users.info", FakeHost::refuse(code));
    other.host.wires[0]->say(reply_frame("e1"));
    other.host.wires[0]->say(reply_frame("e2"));
    other.host.settle();
    ASSERT_EQ(other.host.inbounds.size(), 2U);
    EXPECT_EQ(other.host.inbounds[1].who_name, "") << code << ": nothing to be had by asking again";
  }
}

TEST(SlackCase, C28_NonsenseDoesNotEndAConnection) {
  Rig rig;
  rig.listen_until_up();
  auto& wire = *rig.host.wires[0];
  for (const std::string& frame :
       {std::string("{"), std::string("\x00\xff", 2), std::string(R"({"type":"nobody_knows"})"),
        dump(envelope("e1", "events_api", testdata("app_rate_limited.json"))), std::string(1'000'000, '{')})
    wire.say(frame);
  wire.say(reply_frame("e2"));
  rig.host.settle();
  EXPECT_EQ(wire.written, (std::vector<std::string>{R"({"envelope_id":"e1"})", R"({"envelope_id":"e2"})"}));
  EXPECT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_FALSE(wire.closed);
}

TEST(SlackCase, C29_EitherConnectionMayBringIt) {
  Rig rig;
  rig.listen_until_up();
  rig.host.wires[0]->say(reply_frame("e1"));
  rig.host.wires[1]->say(interactive("e2", "block_actions_button.json"));
  rig.host.settle();
  EXPECT_EQ(rig.host.wires[0]->written.size(), 1U);
  EXPECT_EQ(rig.host.wires[1]->written.size(), 1U);
  EXPECT_EQ(rig.host.inbounds.size(), 2U);
}

TEST(SlackCase, C11_AnEchoConfirmsAPost) {
  Rig rig;
  rig.host.open = {{"slack-main", "C0OPS", "1793000009.000900"}};
  rig.listen_until_up();
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", testdata("event_own_echo.json"))));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_TRUE(rig.host.inbounds[0].own);
  EXPECT_EQ(rig.host.inbounds[0].thread, (PostRef{"slack-main", "C0OPS", "1793000001.000200"}));
}

Response thread_with(Json replies) {
  Json messages = {
      {{"ts", "1793000001.000200"},
       {"thread_ts", "1793000001.000200"},
       {"user", "U0BOT"},
       {"bot_id", "B0BOT"},
       {"metadata",
        {{"event_type", "askd_delivery"}, {"event_payload", {{"delivery", a1}, {"person", "ana@example.com"}}}}}}};
  for (Json& reply : replies) messages.push_back(reply);
  return FakeHost::ok({{"ok", true}, {"messages", messages}});
}

TEST(SlackCase, C30_CatchingUpFindsWhatWasSaid) {
  Rig rig;
  rig.host.open = {{"slack-main", "D0ANA", "1793000001.000200"}, {"slack-main", "C0GONE", "1793000002.000200"}};
  rig.host.script("conversations.replies", FakeHost::limited("7"));
  rig.host.script("conversations.replies", thread_with({{{"ts", "1793000100.000300"},
                                                         {"thread_ts", "1793000001.000200"},
                                                         {"user", "U0ANA"},
                                                         {"text", "yes"},
                                                         {"client_msg_id", "9b1d-1"}}}));
  rig.host.script("conversations.replies", FakeHost::refuse("channel_not_found"));
  rig.listen_until_up();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  const Inbound& what = rig.host.inbounds[0];
  EXPECT_EQ(what.said, "yes");
  EXPECT_EQ(what.key, "msg/D0ANA/U0ANA/9b1d-1") << "as the event would have had it";
  EXPECT_EQ(what.thread, (PostRef{"slack-main", "D0ANA", "1793000001.000200"}));
  EXPECT_EQ(what.who, "ana@example.com") << "the name under which askd wrote to her";

  // After a gap of both connections it reads again.
  rig.host.script("conversations.replies", Response{503, {}, ""});
  rig.host.wires[0]->end();
  rig.host.wires[1]->end();
  EXPECT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 2; }));
}

TEST(SlackCase, C37_AnUnthreadedDirectMessage) {
  Rig rig;
  rig.host.open = {{"slack-main", "D0ANA", "1793000001.000200"}};
  rig.listen_until_up();
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", testdata("event_direct_message.json"))));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_EQ(rig.host.inbounds[0].cursor, "") << "Slack has nothing to resume from";
  // Which ask it means is askd's to say.
  EXPECT_EQ(rig.host.inbounds[0].thread, (PostRef{"slack-main", "D0ANA", ""}));
  EXPECT_TRUE(rig.host.inbounds[0].direct);
  EXPECT_EQ(rig.host.wires[0]->written.size(), 1U);
}

TEST(SlackCase, C32_WhatIsSaidInARoomIsLinkedWithoutAThread) {
  Rig rig;
  rig.listen_until_up();
  Json event = testdata("event_thread_reply.json");
  event["event"].erase("thread_ts");
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", event)));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_EQ(rig.host.inbounds[0].thread, (PostRef{"slack-main", "C0OPS", ""}));
  EXPECT_NE(rig.host.inbounds[0].link.find("/archives/C0OPS/p"), std::string::npos) << rig.host.inbounds[0].link;
  EXPECT_EQ(rig.host.inbounds[0].link.find("thread_ts"), std::string::npos) << rig.host.inbounds[0].link;
}

TEST(Listening, APressInAThreadIsLinkedWithItsThread) {
  Rig rig;
  rig.listen_until_up();
  Json press = testdata("block_actions_button.json");
  press["container"]["thread_ts"] = "1792999000.000100";
  press["message"]["thread_ts"] = "1792999000.000100";
  rig.host.wires[0]->say(dump(envelope("e1", "interactive", press)));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_NE(rig.host.inbounds[0].link.find("?thread_ts=1792999000.000100&cid="), std::string::npos)
      << rig.host.inbounds[0].link;
}

TEST(SlackCase, C42_AModalOpensAfterItsAcknowledgement) {
  Rig rig;
  rig.listen_until_up();
  rig.host.wires[0]->say(interactive("e1", "block_actions_answer.json"));
  rig.host.settle();
  EXPECT_EQ(rig.host.wires[0]->written.size(), 1U);
  const Call open = rig.host.calls_of("views.open").at(0);
  EXPECT_EQ(text(open.body, "trigger_id"), "111.222.ccc");
  EXPECT_LE(open.request.timeout, 3s);
  rig.host.wires[0]->say(interactive("e2", "view_submission_text.json"));
  rig.host.settle();
  ASSERT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_EQ(rig.host.inbounds[0].said, "ship it");
  EXPECT_EQ(rig.host.wires[0]->written.at(1), R"({"envelope_id":"e2"})");
}

// Slack has room for 75 UTF-16 units, and a value of 64 emoji has more: it is picked by its place in the list.
struct LongValues {
  explicit LongValues(std::size_t count) {
    card.input = CardInput::several;
    card.buttons.clear();
    for (std::size_t i = 0; i < count; ++i)
      card.buttons.push_back({std::to_string(i) + std::string(75, 'v'), std::to_string(i)});
    card.buttons[1].value = "oslo";
  }
  // What Slack tells of the first two being picked and sent with a button of that value.
  std::string frame(const std::string& submit) const {
    Json press = testdata("block_actions_submit.json");
    press["actions"][0]["value"] = submit;
    press["state"]["values"] = {
        {"b", {{"askd:pick", {{"selected_options", {{{"value", "#0"}}, {{"value", "=oslo"}}}}}}}}};
    return dump(envelope("e1", "interactive", press));
  }
  Card card = approval_card();
};

TEST(SlackCase, C15_AValueTooLongForSlackIsPickedByItsPlace) {
  for (const std::size_t count : {2U, 60U}) {
    Rig rig;
    rig.listen_until_up();
    const LongValues options(count);
    ASSERT_TRUE(rig.post(delivery_made_at(rig.host.now, 7), options.card));
    const Json message = rig.host.calls_of("chat.postMessage").at(0).body;
    std::string submit;
    for (const Json& block : list(message, "blocks"))
      for (const Json& element : list(block, "elements"))
        if (text(element, "action_id") == names::submit) submit = text(element, "value");
    EXPECT_EQ(form_in(submit).has_value(), count == 2U) << "a button holds 2,000";
    rig.host.wires[0]->say(options.frame(submit));
    rig.host.settle();
    ASSERT_EQ(rig.host.inbounds.size(), 1U);
    EXPECT_EQ(rig.host.inbounds[0].values, (std::vector<std::string>{"oslo", options.card.buttons[0].value}));
  }
}

TEST(SlackCase, C15_WhatIsPickedFromAForgottenListIsSaidToThePerson) {
  Rig rig;
  rig.listen_until_up();
  rig.host.wires[0]->say(LongValues(2).frame(delivery_made_at(rig.host.now).text()));
  rig.host.settle();
  EXPECT_EQ(rig.host.wires[0]->written.size(), 1U);
  EXPECT_TRUE(rig.host.inbounds.empty());
  const Call told = rig.host.calls_of("chat.postMessage").at(0);
  EXPECT_NE(text(told.body, "text").find("reply in the thread"), std::string::npos) << text(told.body, "text");
  EXPECT_TRUE(rig.host.calls_of("views.open").empty());
}

TEST(SlackCase, C18_ASlowModalHoldsUpNoAcknowledgement) {
  Rig rig;
  rig.listen_until_up();
  rig.host.delays["views.open"] = 2'500ms;
  auto& wire = *rig.host.wires[0];
  wire.say(interactive("e1", "block_actions_answer.json"));
  wire.say(interactive("e2", "block_actions_answer.json"));
  wire.say(reply_frame("e3"));
  rig.host.settle();
  EXPECT_EQ(wire.written.size(), 3U);
  EXPECT_EQ(rig.host.inbounds.size(), 1U);
  EXPECT_EQ(rig.host.calls_of("views.open").size(), 2U) << "nor another modal";
}

TEST(SlackCase, C45_ASlowModalHoldsUpNoAnswer) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  rig.host.delays["views.open"] = 2'500ms;
  const Instant before = rig.host.now;
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(rig.call("interactive", "payload=" + dump(testdata("block_actions_answer.json"))).status, 200);
  EXPECT_EQ(rig.host.now, before);
  rig.host.settle();
  EXPECT_EQ(rig.host.calls_of("views.open").size(), 4U);
  rig.host.pass(1min);
  EXPECT_EQ(rig.host.calls_of("views.open").size(), 24U) << "who would have waited too long presses again";
}

TEST(SlackCase, C43_AnExpiredTriggerIsSaidToThePerson) {
  Rig rig;
  rig.listen_until_up();
  rig.host.script("views.open", FakeHost::refuse("expired_trigger_id"));
  rig.host.wires[0]->say(interactive("e1", "block_actions_answer.json"));
  rig.host.settle();
  const Call hint = rig.host.calls_of("chat.postEphemeral").at(0);
  EXPECT_EQ(text(hint.body, "user"), "U0HUMAN");
  EXPECT_TRUE(text(hint.body, "text").starts_with("The form couldn't be opened"));
}

TEST(Listening, AFormTooLargeForItsButtonIsRemembered) {
  Rig rig;
  rig.listen_until_up();
  Card card = approval_card();
  card.input = CardInput::fields;
  for (int i = 0; i < 30; ++i)
    card.fields.push_back(
        {"f" + std::to_string(i), "F", CardField::Kind::text, false, false, {}, std::string(200, 'h')});
  const auto id = DeliveryId::parse(a1);
  const auto press = [&] {
    Json payload = testdata("block_actions_answer.json");
    payload["actions"][0]["value"] = a1;
    rig.host.wires[0]->say(dump(envelope("e1", "interactive", payload)));
    rig.host.settle();
  };
  press();
  EXPECT_EQ(rig.host.calls_of("views.open").size(), 0U);
  EXPECT_TRUE(text(rig.host.calls_of("chat.postEphemeral").at(0).body, "text").starts_with("This form is too large"));
  EXPECT_TRUE(rig.post(*id, card));
  press();
  EXPECT_EQ(list(part(rig.host.calls_of("views.open").at(0).body, "view"), "blocks").size(), 32U);
}

TEST(SlackCase, C52_ARevokedTokenEndsListening) {
  Rig rig;
  rig.listen_until_up();
  const Json removed = {{"type", "event_callback"}, {"event", {{"type", "app_uninstalled"}}}};
  rig.host.wires[1]->say(dump(envelope("e1", "events_api", removed)));
  ASSERT_TRUE(rig.host.until([&] { return rig.ended.has_value(); }));
  EXPECT_EQ(rig.ended->error().fault, Fault::unauthenticated);
  EXPECT_EQ(rig.host.wires[1]->written.size(), 1U);
}

TEST(SlackCase, C44_TheEventsApiIsServed) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  EXPECT_TRUE(rig.host.wires.empty());
  const Response hello = rig.call("events", R"({"type":"url_verification","token":"t","challenge":"c-42"})");
  EXPECT_EQ(hello.status, 200);
  EXPECT_EQ(hello.body, "c-42");
  EXPECT_EQ(rig.call("events", dump(testdata("event_thread_reply.json"))).status, 200);
  EXPECT_EQ(rig.host.inbounds.size(), 1U);
  std::string form = "payload=";
  for (const char c : dump(testdata("block_actions_button.json"))) {
    char coded[4];
    std::snprintf(coded, sizeof coded, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    form += coded;
  }
  EXPECT_EQ(rig.call("interactive", form).status, 200);
  ASSERT_EQ(rig.host.inbounds.size(), 2U);
  EXPECT_EQ(rig.host.inbounds[1].said, "approve");
  Request forged;
  forged.body = dump(testdata("event_thread_reply.json"));
  EXPECT_EQ(rig.host.run(rig.host.hooks.at("events")(forged)).status, 401);
  EXPECT_EQ(rig.host.run(rig.host.hooks.at("interactive")(forged)).status, 401);
  EXPECT_EQ(rig.host.inbounds.size(), 2U);
}

TEST(SlackCase, C45_AnythingSignedIsAnsweredAtOnceAndNeverWithARedirect) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  EXPECT_EQ(rig.call("events", dump(testdata("app_rate_limited.json"))).status, 200);
  EXPECT_EQ(rig.call("events", R"({"type":"brand_new"})").status, 200);
  EXPECT_EQ(rig.call("events", "{").status, 400);
  EXPECT_EQ(rig.call("interactive", "ssl_check=1").status, 200);
  EXPECT_EQ(rig.call("interactive", "").status, 400);
  EXPECT_EQ(rig.call("interactive", "payload=%7B").status, 400);
  EXPECT_EQ(rig.call("interactive", "payload={\"type\":\"view_submission\"}").status, 200);
}

TEST(SlackCase, C46_CommandsAreAnsweredAndSayNothing) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  EXPECT_EQ(rig.call("interactive", "command=%2Faskd&text=approve&channel_id=C0OPS&user_id=U0HUMAN").status, 200);
  Request unsigned_one;
  unsigned_one.body = "ssl_check=1&token=x";
  EXPECT_EQ(rig.host.run(rig.host.hooks.at("interactive")(unsigned_one)).status, 200) << "Slack doesn't sign it";
  for (const char* body : {"ssl_check=0", "command=%2Faskd", "ssl_check=1&payload=%7B%7D"}) {
    unsigned_one.body = body;
    EXPECT_EQ(rig.host.run(rig.host.hooks.at("interactive")(unsigned_one)).status, 401) << body;
  }
  EXPECT_TRUE(rig.host.inbounds.empty());
}

TEST(SlackCase, C46_ACommandOverTheWebSocketIsAcknowledged) {
  Rig rig;
  rig.listen_until_up();
  const Json command = {{"command", "/askd"}, {"text", "approve"}, {"user_id", "U0HUMAN"}, {"channel_id", "C0OPS"}};
  rig.host.wires[0]->say(dump(envelope("e1", "slash_commands", command)));
  rig.host.settle();
  EXPECT_EQ(rig.host.wires[0]->written, (std::vector<std::string>{R"({"envelope_id":"e1"})"}));
  EXPECT_TRUE(rig.host.inbounds.empty());
}

TEST(Listening, TheEventsApiNoticesARevokedToken) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  rig.host.script("auth.test", FakeHost::refuse("token_revoked"));
  ASSERT_TRUE(rig.host.until([&] { return rig.ended.has_value(); }));
  EXPECT_EQ(rig.ended->error().fault, Fault::unauthenticated);
}

TEST(Listening, CanBeStoppedAtAnyTime) {
  for (int steps = 0; steps < 40; ++steps) {
    Rig rig;
    rig.host.open = {{"slack-main", "C0OPS", "1793000001.000200"}};
    rig.listen();
    for (int i = 0; i < steps; ++i) rig.host.io.poll_one();
    rig.stop.emit(boost::asio::cancellation_type::terminal);
    rig.host.settle();
    EXPECT_TRUE(rig.ended.has_value()) << steps;
  }
}

}  // namespace
}  // namespace askd::adapters::slack
