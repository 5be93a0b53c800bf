// Posting, editing, replying and finding posts again, against a scripted Slack.
#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

const Room ops{"slack-main", "C0OPS", false};

Result<Response> lost() { return Error{Fault::unavailable, "slack.test didn't answer in time.", {}}; }

// A message of ours, as history shows it.
Json shown(const DeliveryId& id, const std::string& ts) {
  return {{"ts", ts},
          {"user", "U0BOT"},
          {"bot_id", "B0BOT"},
          {"metadata", {{"event_type", "askd_delivery"}, {"event_payload", {{"delivery", id.text()}}}}}};
}

Response history(Json messages, const std::string& cursor = "") {
  return FakeHost::ok(
      {{"ok", true}, {"messages", std::move(messages)}, {"response_metadata", {{"next_cursor", cursor}}}});
}

TEST(SlackCase, C03_APostGoesOutAsJson) {
  Rig rig;
  const DeliveryId id = rig.fresh();
  const auto posted = rig.post(id, approval_card());
  ASSERT_TRUE(posted);
  EXPECT_EQ(*posted, (PostRef{"slack-main", "C0OPS", "1793000001.100001"}));
  const Call call = rig.host.calls_of("chat.postMessage").at(0);
  EXPECT_EQ(call.request.url, "https://slack.test/api/chat.postMessage");
  EXPECT_EQ(header(call.request.headers, "content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(header(call.request.headers, "authorization"), "Bearer xoxb-secret-token");
  EXPECT_EQ(text(call.body, "channel"), "C0OPS");
  EXPECT_FALSE(call.body.contains("thread_ts"));
  EXPECT_EQ(rig.host.calls_of("conversations.history").size(), 0U);
}

TEST(SlackCase, C04_AThreadIsItsRoot) {
  Rig rig;
  const auto first = rig.post(rig.fresh(), approval_card());
  const auto second = rig.post(rig.fresh(), approval_card(), ops, *first);
  ASSERT_TRUE(second);
  EXPECT_EQ(part(rig.host.calls_of("chat.postMessage").at(1).body, "thread_ts"), Json(first->message));
  // Words to the second stand in the same thread, not in one of their own.
  Words words{"Ana", "the cost is $12"};
  EXPECT_TRUE(rig.host.run(rig.slack.reply(rig.host, *second, rig.fresh(), words)));
  EXPECT_EQ(part(rig.host.calls_of("chat.postMessage").at(2).body, "thread_ts"), Json(first->message));
  EXPECT_EQ(rig.host.calls_of("conversations.replies").size(), 0U);
  // After a restart it is looked up.
  Rig later;
  later.host.script("conversations.replies",
                    history({{{"ts", second->message}, {"thread_ts", first->message}, {"user", "U0BOT"}}}));
  EXPECT_TRUE(later.host.run(later.slack.reply(later.host, *second, later.fresh(), words)));
  EXPECT_EQ(part(later.host.calls_of("chat.postMessage").at(0).body, "thread_ts"), Json(first->message));
}

TEST(SlackCase, C05_ARateLimitReachesTheLane) {
  Rig rig;
  rig.host.script("chat.postMessage", FakeHost::limited("3"));
  const DeliveryId id = rig.fresh();
  const auto posted = rig.post(id, approval_card());
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::rate_limited);
  EXPECT_NE(posted.error().message.find("wait 3 s"), std::string::npos);
  // Refused is not lost: it is posted again without a look.
  EXPECT_TRUE(rig.post(id, approval_card()));
  EXPECT_EQ(rig.host.calls_of("conversations.history").size(), 0U);
}

TEST(SlackCase, C08_ALostAnswerIsLookedUpBeforePostingAgain) {
  Rig rig;
  const DeliveryId id = rig.fresh();
  rig.host.script("chat.postMessage", lost());
  const auto first = rig.post(id, approval_card());
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().fault, Fault::unavailable);
  rig.host.script("conversations.history", history({shown(rig.fresh(), "1793000001.000100")}, "more"));
  rig.host.script("conversations.history", history({shown(id, "1793000001.000200")}));
  const auto second = rig.post(id, approval_card());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->message, "1793000001.000200");
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 1U);
  const Call look = rig.host.calls_of("conversations.history").at(0);
  EXPECT_EQ(text(look.body, "include_all_metadata"), "true");
  EXPECT_EQ(text(look.body, "oldest"), "1792999940");
  EXPECT_EQ(text(rig.host.calls_of("conversations.history").at(1).body, "cursor"), "more");
}

TEST(SlackCase, C09_WhatIsNotFoundIsPostedOnceMore) {
  Rig rig;
  const DeliveryId id = rig.fresh();
  rig.host.script("chat.postMessage", Response{503, {}, "upstream"});
  EXPECT_FALSE(rig.post(id, approval_card()));
  const Instant before = rig.host.now;
  EXPECT_TRUE(rig.post(id, approval_card()));
  EXPECT_EQ(rig.host.calls_of("conversations.history").size(), 2U);
  EXPECT_GE(rig.host.now - before, 5s);
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 2U);
  // A look-up that fails posts nothing.
  const DeliveryId other = rig.fresh();
  rig.host.script("chat.postMessage", lost());
  rig.host.script("conversations.history", FakeHost::limited("9"));
  EXPECT_FALSE(rig.post(other, approval_card()));
  const auto limited = rig.post(other, approval_card());
  ASSERT_FALSE(limited);
  EXPECT_EQ(limited.error().fault, Fault::rate_limited);
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 3U);
}

TEST(SlackCase, C10_AfterARestartAnOlderDeliveryIsLookedUp) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 10min);
  rig.host.script("conversations.history", history({shown(id, "1793000001.000200")}));
  const auto posted = rig.post(id, approval_card());
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->message, "1793000001.000200");
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 0U);
  EXPECT_TRUE(rig.post(delivery_made_at(rig.host.now - 9min), approval_card()));
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 1U);
}

TEST(SlackCase, C10_WhatThePreviousProcessHadUnderWayMayLandAfterTheFirstLook) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 3s);
  rig.host.script("conversations.history", history(Json::array()));
  rig.host.script("conversations.history", history({shown(id, "1793000001.000200")}));
  const Instant before = rig.host.now;
  const auto posted = rig.post(id, approval_card());
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->message, "1793000001.000200");
  EXPECT_GE(rig.host.now - before, 5s);
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 0U);
  // Half a minute later one look is enough.
  rig.host.pass(30s);
  rig.host.calls.clear();
  EXPECT_TRUE(rig.post(delivery_made_at(before - 2s), approval_card()));
  EXPECT_EQ(rig.host.calls_of("conversations.history").size(), 1U);
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 1U);
}

TEST(SlackCase, C10_WhatCanNotBeLookedThroughIsNotTakenForAbsent) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 10min);
  for (int i = 0; i < 20; ++i) rig.host.script("conversations.history", history(Json::array(), "more"));
  const auto posted = rig.post(id, approval_card());
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::unavailable);
  EXPECT_EQ(posted.error().message, "Too much was said in C0OPS to see whether the message is there already.");
  EXPECT_EQ(rig.host.calls_of("chat.postMessage").size(), 0U);
}

TEST(SlackCase, C10_InAThreadTheThreadIsSearched) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 10min);
  rig.host.script("conversations.replies", history({{{"ts", "1793000001.000100"}, {"user", "U0BOT"}}}));
  rig.host.script("conversations.replies", history({shown(id, "1793000001.000200")}));
  const auto posted = rig.post(id, approval_card(), ops, PostRef{"slack-main", "C0OPS", "1793000001.000100"});
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->message, "1793000001.000200");
  EXPECT_EQ(text(rig.host.calls_of("conversations.replies").at(1).body, "ts"), "1793000001.000100");
}

// The first attempt came before the conversation had a thread there, as the one before it was lost, too.
TEST(SlackCase, C10_InAThreadTheChannelIsSearchedAsWell) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 1min);
  rig.host.now += 1min;
  const PostRef first{"slack-main", "C0OPS", "1793000000.000100"};
  rig.host.script("conversations.replies", history({{{"ts", first.message}, {"user", "U0BOT"}}}));
  rig.host.script("conversations.replies", history({{{"ts", first.message}, {"user", "U0BOT"}}}));
  rig.host.script("conversations.history", history({shown(id, "1793000000.000200")}));
  const auto posted = rig.post(id, approval_card(), ops, first);
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->message, "1793000000.000200");
  EXPECT_TRUE(rig.host.calls_of("chat.postMessage").empty());
  // What belongs to it stands where it stands.
  Words words{"Ana", "the cost is $12"};
  EXPECT_TRUE(rig.host.run(rig.slack.reply(rig.host, *posted, rig.fresh(), words)));
  EXPECT_EQ(text(rig.host.calls_of("chat.postMessage").at(0).body, "thread_ts"), posted->message);
}

TEST(SlackCase, C10_AThreadThatCanNotBeLookedUpIsNotGuessed) {
  Rig rig;
  const DeliveryId id = delivery_made_at(rig.host.now - 1min);
  const PostRef first{"slack-main", "C0OPS", "1793000000.000100"};
  Words words{"Ana", "the cost is $12"};
  for (int i = 0; i < 2; ++i) rig.host.script("conversations.replies", Response{503, {}, ""});
  const auto posted = rig.post(id, approval_card(), ops, first);
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::unavailable);
  EXPECT_FALSE(rig.host.run(rig.slack.reply(rig.host, first, id, words)));
  EXPECT_TRUE(rig.host.calls_of("chat.postMessage").empty());
  // Who may not look posts there all the same.
  rig.host.script("conversations.replies", FakeHost::refuse("missing_scope"));
  EXPECT_TRUE(rig.post(rig.fresh(), approval_card(), ops, first));
  EXPECT_EQ(text(rig.host.calls_of("chat.postMessage").at(0).body, "thread_ts"), first.message);
}

TEST(SlackCase, C12_WhatWasNeverSentIsNotLookedUp) {
  Rig rig;
  const DeliveryId id = rig.fresh();
  rig.host.script("chat.postMessage", Error{Fault::invalid, "the TLS handshake failed", {}});
  EXPECT_FALSE(rig.post(id, approval_card()));
  rig.host.script("chat.postMessage", Error{Fault::unavailable, "slack.test can't be reached", {}, {}, true});
  EXPECT_FALSE(rig.post(id, approval_card()));
  EXPECT_TRUE(rig.post(id, approval_card()));
  EXPECT_EQ(rig.host.calls_of("conversations.history").size(), 0U);
}

TEST(SlackCase, C13_RefusedBlocksFallBackToText) {
  Rig rig;
  rig.host.script("chat.postMessage", FakeHost::refuse("invalid_blocks"));
  EXPECT_TRUE(rig.post(rig.fresh(), approval_card()));
  const Call plain = rig.host.calls_of("chat.postMessage").at(1);
  EXPECT_TRUE(list(plain.body, "blocks").empty());
  EXPECT_TRUE(text(plain.body, "text").starts_with("deploy-bot asks: Deploy 4.2?\nIt is ready."));
  rig.host.script("chat.update", FakeHost::refuse("msg_blocks_too_long"));
  EXPECT_TRUE(rig.host.run(
      rig.slack.edit(rig.host, PostRef{"slack-main", "C0OPS", "1793000001.000200"}, rig.fresh(), approval_card())));
  EXPECT_TRUE(list(rig.host.calls_of("chat.update").at(1).body, "blocks").empty());
  // Only once.
  rig.host.script("chat.postMessage", FakeHost::refuse("invalid_blocks"));
  rig.host.script("chat.postMessage", FakeHost::refuse("invalid_blocks"));
  const auto refused = rig.post(rig.fresh(), approval_card());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid);
}

TEST(SlackCase, C38_AnOutcomeReplacesTheButtons) {
  Rig rig;
  Card card = approval_card();
  card.input = CardInput::none;
  card.outcome = "Approved by Ana, 14:02 UTC";
  const PostRef post{"slack-main", "C0OPS", "1793000001.000200"};
  EXPECT_TRUE(rig.host.run(rig.slack.edit(rig.host, post, rig.fresh(), card)));
  const Call call = rig.host.calls_of("chat.update").at(0);
  EXPECT_EQ(text(call.body, "ts"), "1793000001.000200");
  EXPECT_EQ(text(call.body, "channel"), "C0OPS");
  EXPECT_FALSE(call.body.contains("metadata"));
  EXPECT_EQ(call.request.body.find("askd:press"), std::string::npos);
  rig.host.script("chat.update", FakeHost::refuse("message_not_found"));
  const auto gone = rig.host.run(rig.slack.edit(rig.host, post, rig.fresh(), card));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().fault, Fault::not_found);
}

TEST(SlackCase, C38_ASecondPresserIsToldPrivately) {
  Rig rig;
  const auto post = rig.post(rig.fresh(), approval_card());
  Words words{"", "Too late. Approved by Ana.", "U0BEN"};
  EXPECT_TRUE(rig.host.run(rig.slack.reply(rig.host, *post, rig.fresh(), words)));
  const Call call = rig.host.calls_of("chat.postEphemeral").at(0);
  EXPECT_EQ(text(call.body, "user"), "U0BEN");
  EXPECT_EQ(text(call.body, "channel"), "C0OPS");
  EXPECT_EQ(text(call.body, "thread_ts"), post->message);
  EXPECT_EQ(text(call.body, "text"), "Too late. Approved by Ana.");
  // Whoever isn't in the channel is written to.
  rig.host.script("chat.postEphemeral", FakeHost::refuse("user_not_in_channel"));
  EXPECT_TRUE(rig.host.run(rig.slack.reply(rig.host, *post, rig.fresh(), words)));
  EXPECT_EQ(text(rig.host.calls_of("chat.postMessage").at(1).body, "channel"), "D0ANA");
}

TEST(SlackCase, C47_ADirectMessageIsOpenedOnceAndAgainWhenItIsGone) {
  Rig rig;
  const Room ana{"slack-main", "ana@example.com", true};
  const auto posted = rig.post(rig.fresh(), approval_card(), ana);
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->room, "D0ANA");
  EXPECT_TRUE(rig.post(rig.fresh(), approval_card(), ana));
  EXPECT_EQ(rig.host.calls_of("users.lookupByEmail").size(), 1U);
  EXPECT_EQ(rig.host.calls_of("conversations.open").size(), 1U);
  EXPECT_EQ(text(rig.host.calls_of("conversations.open").at(0).body, "users"), "U0ANA");
  const Json payload = part(part(rig.host.calls_of("chat.postMessage").at(0).body, "metadata"), "event_payload");
  EXPECT_EQ(text(payload, "person"), "ana@example.com");

  rig.host.script("chat.postMessage", FakeHost::refuse("channel_not_found"));
  rig.host.script("conversations.open", FakeHost::ok({{"ok", true}, {"channel", {{"id", "D0NEW"}}}}));
  const auto again = rig.post(rig.fresh(), approval_card(), ana);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->room, "D0NEW");
  // Words in a direct message are private as they are.
  Words words{"", "Too late.", "ana@example.com"};
  EXPECT_TRUE(rig.host.run(rig.slack.reply(rig.host, *again, rig.fresh(), words)));
  EXPECT_EQ(rig.host.calls_of("chat.postEphemeral").size(), 0U);
}

TEST(Posts, APersonWhoCanNotBeFoundIsAFault) {
  Rig rig;
  rig.host.script("users.lookupByEmail", FakeHost::refuse("users_not_found"));
  const auto posted = rig.post(rig.fresh(), approval_card(), Room{"slack-main", "no@example.com", true});
  ASSERT_FALSE(posted);
  EXPECT_EQ(posted.error().fault, Fault::not_found);
}

TEST(Posts, APostIsKnownByItsMetadata) {
  Rig rig;
  const DeliveryId id = rig.fresh();
  const PostRef post{"slack-main", "C0OPS", "1793000001.000200"};
  rig.host.script("conversations.replies", history({shown(id, post.message)}));
  EXPECT_EQ(*rig.host.run(rig.slack.identify(rig.host, post)), id);
  rig.host.script("conversations.replies", history({{{"ts", post.message}, {"user", "U0ANA"}}}));
  EXPECT_EQ(*rig.host.run(rig.slack.identify(rig.host, post)), std::nullopt);
  Json forged = shown(id, post.message);
  forged["user"] = "U0OTHER";
  forged["bot_id"] = "B0OTHER";
  rig.host.script("conversations.replies", history({forged}));
  EXPECT_EQ(*rig.host.run(rig.slack.identify(rig.host, post)), std::nullopt);
  rig.host.script("conversations.replies", FakeHost::refuse("thread_not_found"));
  EXPECT_EQ(*rig.host.run(rig.slack.identify(rig.host, post)), std::nullopt);
  rig.host.script("conversations.replies", FakeHost::limited("5"));
  EXPECT_FALSE(rig.host.run(rig.slack.identify(rig.host, post)));
}

TEST(SlackCase, C51_TokensAreInNoErrorAndNoAddress) {
  Rig rig;
  for (const Result<Response>& bad : std::vector<Result<Response>>{
           FakeHost::refuse("invalid_auth"), FakeHost::limited("x"), Response{500, {}, "xoxb-secret-token"},
           Response{200, {}, "<html>xoxb-secret-token</html>"}, FakeHost::refuse("bad xoxb-secret-token")}) {
    rig.host.script("chat.postMessage", bad);
    const auto posted = rig.post(rig.fresh(), approval_card());
    ASSERT_FALSE(posted);
    EXPECT_EQ(posted.error().message.find("secret"), std::string::npos) << posted.error().message;
  }
  for (const Call& call : rig.host.calls) {
    EXPECT_EQ(call.request.url.find("secret"), std::string::npos);
    EXPECT_EQ(call.request.body.find("secret"), std::string::npos);
  }
}

class Filled : public Settings {
 public:
  void operator()(std::string& value, const Key& key) override {
    value = values.contains(key.name) ? values[key.name] : key.fallback;
  }
  void operator()(bool&, const Key&) override {}
  void operator()(std::int64_t&, const Key&) override {}
  void operator()(std::chrono::milliseconds&, const Key&) override {}
  void operator()(std::vector<std::string>&, const Key&) override {}
  void fault(const std::string& key, const std::string& what) override { faults.push_back(key + ": " + what); }
  std::map<std::string, std::string> values;
  std::vector<std::string> faults;
};

TEST(Settings, EachModeNeedsItsSecret) {
  Filled settings;
  settings.values = {{"bot_token", "xoxb-1"}};
  EXPECT_EQ(read_options(settings).api_url, "https://slack.com/api/");
  EXPECT_EQ(settings.faults, (std::vector<std::string>{"app_token: mode: socket needs it"}));
  settings.faults.clear();
  settings.values["mode"] = "events";
  read_options(settings);
  EXPECT_EQ(settings.faults, (std::vector<std::string>{"signing_secret: mode: events needs it"}));
}

TEST(Setup, ChecksTokensAndScopes) {
  Rig rig;
  Response answer = FakeHost::ok({{"ok", true}, {"team", "Acme"}, {"user", "askd"}});
  answer.headers = {{"X-OAuth-Scopes", "chat:write,im:write, channels:history,groups:history,im:history,users:read"}};
  rig.host.script("auth.test", answer);
  const auto found = rig.host.run(setup_of_slack().check(rig.host, rig.slack));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(
      *found,
      "Connected to Acme as askd. Without users:read.email it can't find people by their address. Without "
      "mpim:history it can't hear replies in group messages. Without files:write it can't attach the whole of what "
      "a message had to cut.");
  answer.headers = {{"X-OAuth-Scopes", "chat:write"}};
  rig.host.script("auth.test", answer);
  const auto lacking = rig.host.run(setup_of_slack().check(rig.host, rig.slack));
  ASSERT_FALSE(lacking);
  EXPECT_NE(lacking.error().message.find("im:write"), std::string::npos);
  EXPECT_EQ(setup_of_slack().steps.at(1).key, "bot_token");
}

TEST(Setup, TheReadmeHasTheSameManifest) {
  const std::string steps = setup_of_slack().steps.at(0).text;
  const std::string readme = read_testdata("../README.md");
  std::size_t lines = 0;
  for (std::size_t at = steps.find("\n\n") + 2; at < steps.size(); ++lines) {
    const std::size_t end = std::min(steps.find('\n', at), steps.size());
    EXPECT_NE(readme.find("   " + steps.substr(at, end - at) + "\n"), std::string::npos) << steps.substr(at, end - at);
    at = end + 1;
  }
  EXPECT_GT(lines, 10U);
}

}  // namespace
}  // namespace askd::adapters::slack
