// What Slack sent, as what people did. The payloads in testdata/ have the shapes of Slack's documentation.
#include "parse.hpp"

#include "letters.hpp"
#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

const Self self{"T0", "A0APP", "B0BOT", "U0BOT"};
const std::string a1 = "dlv_01JZ80000000000000000000A1";

Happening event(const std::string& file) {
  auto read = read_event(testdata(file), self);
  EXPECT_TRUE(read) << file;
  return read ? *read : Happening(Ignored{});
}

Happening interaction(const Json& payload) {
  auto read = read_interaction(payload, self);
  EXPECT_TRUE(read);
  return read ? *read : Happening(Ignored{});
}

Inbound told(const Happening& happening) {
  const Told* one = std::get_if<Told>(&happening);
  const Ignored* ignored = std::get_if<Ignored>(&happening);
  EXPECT_NE(one, nullptr) << (ignored ? ignored->why : "");
  return one ? one->what : Inbound{};
}

std::string why_ignored(const Happening& happening) {
  const Ignored* ignored = std::get_if<Ignored>(&happening);
  EXPECT_NE(ignored, nullptr);
  return ignored ? ignored->why : "";
}

Json with(Json payload, const char* pointer, Json value) {
  payload[Json::json_pointer(pointer)] = std::move(value);
  return payload;
}

Happening changed(const std::string& file, const char* pointer, Json value) {
  auto read = read_event(with(testdata(file), pointer, std::move(value)), self);
  EXPECT_TRUE(read);
  return read ? *read : Happening(Ignored{});
}

TEST(SlackCase, C31_AThreadReplyIsDecoded) {
  const Inbound what = told(event("event_thread_reply.json"));
  EXPECT_EQ(what.said, "yes, go <now> & ask @U0BEN in #ops via https://ci.example/81");
  EXPECT_EQ(what.thread, (PostRef{"", "C0OPS", "1793000001.000200"}));
  EXPECT_EQ(what.who, "U0HUMAN");
  EXPECT_EQ(what.key, "msg/C0OPS/U0HUMAN/9b1d-1");
  EXPECT_EQ(what.cursor, "");
  EXPECT_FALSE(what.pressed || what.own || what.delivery);
}

TEST(SlackCase, C20_OneGestureHasOneKey) {
  const std::string key = told(event("event_thread_reply.json")).key;
  EXPECT_EQ(told(changed("event_thread_reply.json", "/event_id", "EvOTHER")).key, key);
  EXPECT_EQ(told(changed("event_thread_reply.json", "/event/ts", "1793000100.000999")).key, key);
  EXPECT_NE(told(changed("event_thread_reply.json", "/event/client_msg_id", "other")).key, key);
  EXPECT_NE(told(changed("event_thread_reply.json", "/event/user", "U0OTHER")).key, key);
  EXPECT_EQ(told(changed("event_thread_reply.json", "/event/client_msg_id", nullptr)).key,
            "msg/C0OPS/1793000100.000300");
}

TEST(SlackCase, C21_ARetryIsTakenLikeAFirstDelivery) {
  Json retried = envelope("e1", "events_api", testdata("event_thread_reply.json"));
  retried["retry_attempt"] = 1;
  retried["retry_reason"] = "timeout";
  const Frame frame = read_frame(dump(retried), self);
  told(std::get<Envelope>(frame).happening);
}

TEST(SlackCase, C32_OtherThreadsAreIgnoredAndRoomsNameNoPost) {
  EXPECT_EQ(why_ignored(changed("event_thread_reply.json", "/event/parent_user_id", "U0OTHER")),
            "a reply to somebody else");
  for (const char* root : {"", "1793000100.000300"}) {
    const Inbound what = told(changed("event_thread_reply.json", "/event/thread_ts", root));
    EXPECT_EQ(what.thread, (PostRef{"", "C0OPS", ""}));
    EXPECT_FALSE(what.direct);
  }
}

TEST(SlackCase, C33_OurEchoTeachesAndOtherBotsAreIgnored) {
  const Inbound what = told(event("event_own_echo.json"));
  EXPECT_TRUE(what.own);
  EXPECT_EQ(what.delivery, DeliveryId::parse(a1));
  EXPECT_EQ(what.thread, (PostRef{"", "C0OPS", "1793000001.000200"}));
  EXPECT_EQ(what.said + what.who, "");
  EXPECT_EQ(why_ignored(changed("event_own_echo.json", "/event/metadata", nullptr)),
            "a message of ours without a delivery");
  EXPECT_EQ(why_ignored(changed("event_thread_reply.json", "/event/bot_id", "B0OTHER")), "another bot");
  // Metadata of a stranger proves nothing.
  Json forged = testdata("event_own_echo.json");
  forged["event"]["bot_id"] = "B0OTHER";
  forged["event"]["user"] = "U0OTHER";
  forged["event"]["app_id"] = "A0OTHER";
  EXPECT_EQ(why_ignored(*read_event(forged, self)), "another bot");
}

TEST(SlackCase, C34_AnEditIsSaidAnew) {
  const Inbound what = told(event("event_message_changed.json"));
  EXPECT_EQ(what.said, "no, wait");
  EXPECT_EQ(what.key, "edit/C0OPS/1793000100.000300/1793000199.000000");
  why_ignored(changed("event_message_changed.json", "/event/message/text", "yes, go"));
  why_ignored(changed("event_message_changed.json", "/event/message/edited", nullptr));
  why_ignored(changed("event_message_changed.json", "/event/message/bot_id", "B0BOT"));
  why_ignored(event("event_message_deleted.json"));
}

TEST(SlackCase, C35_FilesAreNamed) {
  EXPECT_EQ(told(event("event_file_share.json")).said,
            "[file] The plan (https://acme.slack.com/files/U0HUMAN/F1/plan.pdf)\n[file] log.txt");
  EXPECT_TRUE(told(changed("event_file_share.json", "/event/text", "see this")).said.starts_with("see this\n[file]"));
}

TEST(SlackCase, C36_AReplyThatIsAlsoShownInTheChannel) {
  EXPECT_EQ(told(event("event_thread_broadcast.json")).said, "approve");
}

TEST(SlackCase, C37_ADirectMessageMayNameNoThread) {
  const Happening happening = event("event_direct_message.json");
  EXPECT_TRUE(told(happening).direct);
  EXPECT_EQ(told(happening).thread, (PostRef{"", "D0ANA", ""}));
}

TEST(SlackCase, C38_AButtonIsAPress) {
  const Inbound what = told(interaction(testdata("block_actions_button.json")));
  EXPECT_EQ(what.said, "approve");
  EXPECT_EQ(what.delivery, DeliveryId::parse(a1));
  EXPECT_EQ(what.thread, (PostRef{"", "C0OPS", "1793000001.000200"}));
  EXPECT_EQ(what.who, "U0HUMAN");
  EXPECT_EQ(what.who_name, "ann");
  EXPECT_TRUE(what.pressed);
}

TEST(SlackCase, C41_APressToldTwiceHasOneKey) {
  const Json payload = testdata("block_actions_button.json");
  EXPECT_EQ(told(interaction(payload)).key, "press/C0OPS/1793000001.000200/U0HUMAN/askd:press:0/1793000200.123456");
  EXPECT_EQ(told(interaction(with(payload, "/trigger_id", "other"))).key, told(interaction(payload)).key);
  EXPECT_NE(told(interaction(with(payload, "/actions/0/action_ts", "1793000201.000000"))).key,
            told(interaction(payload)).key);
}

TEST(SlackCase, C42_AListAnswersThroughItsSubmitButton) {
  const Happening happening = interaction(testdata("block_actions_submit.json"));
  EXPECT_EQ(told(happening).values, (std::vector<std::string>{"oslo", "rome"}));
  EXPECT_EQ(told(happening).said, "");
  EXPECT_EQ(std::get<Told>(happening).root, "1793000001.000200");
  EXPECT_EQ(std::get<Told>(happening).person, "ana@example.com");
  Json nothing = with(testdata("block_actions_submit.json"), "/state/values", Json::object());
  EXPECT_TRUE(told(interaction(nothing)).values.empty());
  Json one = testdata("block_actions_submit.json");
  one["state"]["values"] = {{"b", {{"askd:pick", {{"selected_option", {{"value", "=oslo"}}}}}}}};
  EXPECT_EQ(told(interaction(one)).values, (std::vector<std::string>{"oslo"}));
  one["state"]["values"] = {{"b", {{"askd:pick", {{"selected_option", nullptr}}}}}};
  EXPECT_TRUE(told(interaction(one)).values.empty());
  Json choosing = with(testdata("block_actions_submit.json"), "/actions/0/action_id", "askd:pick");
  EXPECT_EQ(why_ignored(interaction(choosing)), "a choice that isn't submitted yet");
}

TEST(SlackCase, C42_AModalIsOpenedSentCorrectedAndClosed) {
  const Happening opening = interaction(testdata("block_actions_answer.json"));
  const Opening& open = std::get<Opening>(opening);
  EXPECT_EQ(open.origin, (Origin{*DeliveryId::parse(a1), "C0OPS", "1793000001.000200", "", ""}));
  EXPECT_EQ(open.trigger, "111.222.ccc");
  ASSERT_TRUE(open.form);
  EXPECT_EQ(open.form->title, "Why?");

  const Json submission = testdata("view_submission_text.json");
  const Inbound text_answer = told(interaction(submission));
  EXPECT_EQ(text_answer.said, "ship it");
  EXPECT_EQ(text_answer.key, "modal/V1/U0HUMAN");
  EXPECT_EQ(text_answer.thread, (PostRef{"", "C0OPS", "1793000001.000200"}));
  EXPECT_TRUE(text_answer.pressed);

  const char* value = "/view/state/values/askd:said/askd:input/value";
  for (const Json& blank : {Json(nullptr), Json("  \n")}) {
    const Happening happening = interaction(with(submission, value, blank));
    const Json want = {{"response_action", "errors"}, {"errors", {{"askd:said", "Write an answer."}}}};
    EXPECT_EQ(std::get<Corrected>(happening).answer, want);
  }
  why_ignored(interaction(testdata("view_closed.json")));
}

TEST(SlackCase, C42_AFormIsFilledIn) {
  const Inbound what = told(interaction(testdata("view_submission_fields.json")));
  const std::vector<std::pair<std::string, std::string>> want = {{"cost", "12.5"}, {"fast", "true"}, {"region", "eu"}};
  EXPECT_EQ(what.filled, want);
  EXPECT_EQ(what.note, "only once");
  EXPECT_EQ(what.said, "");
}

TEST(SlackCase, C52_ARemovedAppIsTheEnd) {
  const Json removed = {{"type", "event_callback"}, {"event", {{"type", "app_uninstalled"}}}};
  EXPECT_TRUE(std::holds_alternative<Revoked>(*read_event(removed, self)));
  Json revoked = {{"type", "event_callback"},
                  {"event", {{"type", "tokens_revoked"}, {"tokens", {{"bot", {"U0BOT"}}}}}}};
  EXPECT_TRUE(std::holds_alternative<Revoked>(*read_event(revoked, self)));
  revoked["event"]["tokens"] = {{"oauth", {"U0ANA"}}};
  EXPECT_TRUE(std::holds_alternative<Ignored>(*read_event(revoked, self)));
}

TEST(SlackCase, C28_EventsHeldBackAreNoticed) {
  const Frame read = read_frame(dump(envelope("e1", "events_api", testdata("app_rate_limited.json"))), self);
  EXPECT_EQ(std::get<Envelope>(read).id, "e1");
  EXPECT_TRUE(std::holds_alternative<HeldBack>(std::get<Envelope>(read).happening));
}

TEST(SlackCase, C28_WhatIsUnknownIsAcknowledgedAndIgnored) {
  const auto ignored = [](const std::string& frame) {
    const Frame read = read_frame(frame, self);
    const Envelope* one = std::get_if<Envelope>(&read);
    EXPECT_NE(one, nullptr) << frame;
    EXPECT_TRUE(one != nullptr && std::holds_alternative<Ignored>(one->happening)) << frame;
    return one ? one->id : "";
  };
  EXPECT_EQ(ignored(dump(envelope("e2", "slash_commands", {{"command", "/askd"}}))), "e2");
  EXPECT_EQ(ignored(dump(envelope("e3", "brand_new", {}))), "e3");
  EXPECT_EQ(ignored(R"({"envelope_id":"e4","type":"events_api"})"), "e4");
  EXPECT_EQ(ignored(R"({"envelope_id":"e5","type":"events_api","payload":{"type":"event_callback"}})"), "e5");
  EXPECT_EQ(ignored(R"({"envelope_id":5,"type":"events_api","payload":[]})"), "");
  for (const char* broken : {"", "{", "null", "[]", "\"hello\"", "{\"type\":7}", "\xff\xfe", "{}"}) ignored(broken);
  ignored(std::string(1'000'000, '['));
  ignored("{\"a\":\"" + std::string(1'000'000, 'x'));
}

TEST(Parse, OtherAppsAndWorkspacesAreIgnored) {
  EXPECT_EQ(why_ignored(changed("event_thread_reply.json", "/api_app_id", "A0OTHER")), "an event of another app");
  EXPECT_EQ(why_ignored(changed("event_thread_reply.json", "/team_id", "T9")), "an event of another workspace");
  const Json press = testdata("block_actions_button.json");
  EXPECT_EQ(why_ignored(interaction(with(press, "/api_app_id", "A0OTHER"))), "an interaction with another app");
  EXPECT_EQ(why_ignored(interaction(with(press, "/team/id", "T9"))), "an interaction in another workspace");
}

TEST(Parse, AlteredPressesNameNothingOrAreForAskdToRefuse) {
  const Json press = testdata("block_actions_button.json");
  for (const char* value : {"", "dlv_", "ask_01JZ80000000000000000000A1|approve", "approve", "|approve"})
    why_ignored(interaction(with(press, "/actions/0/value", value)));
  EXPECT_EQ(told(interaction(with(press, "/actions/0/value", a1 + "|rm -rf"))).said, "rm -rf");
  why_ignored(interaction(with(press, "/actions/0/action_id", "theirs")));
  why_ignored(interaction(with(press, "/actions", Json::array())));
  why_ignored(interaction(with(press, "/actions", {7})));
  why_ignored(interaction(with(press, "/user", nullptr)));
  const Json modal = testdata("view_submission_text.json");
  for (const char* kept : {"", "{", "{}", "[]", "{\"delivery\":\"dlv_1\"}"})
    why_ignored(interaction(with(modal, "/view/private_metadata", kept)));
}

// Every member of every payload, replaced by values of every other kind, and every payload cut at every byte.
void mutate(const Json& whole, const Json& here, const std::string& at, const std::function<void(const Json&)>& take) {
  for (const Json& value : {Json(nullptr), Json(true), Json(-1), Json(1e300), Json(""), Json(std::string(5'000, 'x')),
                            Json("\x01<@|>&amp"), Json::array({1, Json::object()}), Json::object({{"value", 1}})}) {
    Json changed_one = whole;
    changed_one[Json::json_pointer(at)] = value;
    take(changed_one);
  }
  if (!here.is_structured()) return;
  for (const auto& [key, value] : here.items()) mutate(whole, value, at + "/" + key, take);
}

TEST(Parse, TakesAnyPayloadWithoutHarm) {
  std::size_t count = 0;
  for (const char* file : {"event_thread_reply.json", "event_own_echo.json", "event_message_changed.json",
                           "event_file_share.json", "block_actions_button.json", "block_actions_submit.json",
                           "block_actions_answer.json", "view_submission_text.json", "view_submission_fields.json"}) {
    const Json whole = testdata(file);
    const auto take = [&](const Json& payload) {
      read_event(payload, self);
      read_interaction(payload, Self{});
      read_frame(dump(envelope("e", "interactive", payload)), self);
      ++count;
    };
    for (const auto& [key, value] : whole.items()) mutate(whole, value, "/" + key, take);
    const std::string frame = dump(envelope("e", "events_api", whole));
    for (std::size_t cut = 0; cut < frame.size(); cut += 7) read_frame(frame.substr(0, cut), self);
  }
  EXPECT_GT(count, 1'000U);
}

TEST(Parse, FormsAreDecoded) {
  EXPECT_EQ(form_field("a=1&payload=%7B%22t%22%3A%22h+i%22%7D&b=", "payload"), R"({"t":"h i"})");
  EXPECT_EQ(form_field("payload=%zz%4", "payload"), "%zz%4");
  EXPECT_EQ(form_field("", "payload"), std::nullopt);
  EXPECT_EQ(form_field("payload", "payload"), std::nullopt);
  EXPECT_EQ(form_field("&&==&payload=x=y", "payload"), "x=y");
}

}  // namespace
}  // namespace askd::adapters::slack
