// The whole of what a card had to cut, as a file in its thread.
#include "rig.hpp"

#include <algorithm>

namespace askd::adapters::slack {
namespace {

const Room ops{"slack-main", "C0OPS", false};

const std::string whole = "# Deploy 4.2?\n\nAll of it, \xC3\xBC.\n";

Card long_card() {
  Card card = approval_card();
  card.cut = "A part of the text was left out; the whole is at https://askd.example/asks/1.";
  card.whole = whole;
  return card;
}

void script_upload(FakeHost& host) {
  host.script(
      "files.getUploadURLExternal",
      FakeHost::ok({{"ok", true}, {"upload_url", "https://files.slack.test/upload/v1/ABC"}, {"file_id", "F1"}}));
}

std::vector<std::string> methods(const FakeHost& host) {
  std::vector<std::string> out;
  for (const Call& call : host.calls) out.push_back(call.method);
  return out;
}

TEST(SlackFiles, WhatWasCutIsAttachedInTheThread) {
  Rig rig;
  script_upload(rig.host);
  const DeliveryId id = rig.fresh();
  const auto posted = rig.post(id, long_card());
  ASSERT_TRUE(posted);
  const Call place = rig.host.calls_of("files.getUploadURLExternal").at(0);
  EXPECT_EQ(text(place.body, "filename"), "askd-" + id.text() + ".md");
  EXPECT_EQ(text(place.body, "length"), std::to_string(whole.size())) << "bytes, not letters";
  const Call upload = rig.host.calls_of("ABC").at(0);
  EXPECT_EQ(upload.request.body, whole);
  EXPECT_EQ(header(upload.request.headers, "authorization"), "") << "the address is its own ticket";
  const Call shared = rig.host.calls_of("files.completeUploadExternal").at(0);
  EXPECT_EQ(text(shared.body, "channel_id"), "C0OPS");
  EXPECT_EQ(text(shared.body, "thread_ts"), posted->message);
  EXPECT_EQ(text(list(shared.body, "files").at(0), "id"), "F1");
  EXPECT_EQ(text(list(shared.body, "files").at(0), "title"), "Deploy 4.2?");
  EXPECT_TRUE(rig.host.reports.empty());
}

TEST(SlackFiles, InAThreadItGoesIntoThatOne) {
  Rig rig;
  const auto first = rig.post(rig.fresh(), approval_card());
  EXPECT_TRUE(rig.host.calls_of("files.getUploadURLExternal").empty()) << "nothing was cut";
  script_upload(rig.host);
  ASSERT_TRUE(rig.post(rig.fresh(), long_card(), ops, *first));
  EXPECT_EQ(text(rig.host.calls_of("files.completeUploadExternal").at(0).body, "thread_ts"), first->message);
}

// A crash may have come between the message, which is found again, and its file.
TEST(SlackFiles, AfterACrashItIsLookedForFirst) {
  for (const bool there : {true, false}) {
    Rig rig;
    const DeliveryId id = delivery_made_at(rig.host.now - std::chrono::minutes(1));
    const Json shown = {{"ts", "1793000000.000100"},
                        {"user", "U0BOT"},
                        {"bot_id", "B0BOT"},
                        {"metadata", {{"event_type", "askd_delivery"}, {"event_payload", {{"delivery", id.text()}}}}}};
    rig.host.script("conversations.history", FakeHost::ok({{"ok", true}, {"messages", Json::array({shown})}}));
    Json file = {{"ts", "1793000000.000200"},
                 {"user", "U0BOT"},
                 {"files", Json::array({{{"id", "F1"}, {"name", "askd-" + id.text() + ".md"}}})}};
    Json replies = Json::array({shown});
    if (there) replies.push_back(file);
    rig.host.script("conversations.replies", FakeHost::ok({{"ok", true}, {"messages", replies}}));
    script_upload(rig.host);
    ASSERT_TRUE(rig.post(id, long_card()));
    EXPECT_TRUE(rig.host.calls_of("chat.postMessage").empty());
    EXPECT_EQ(rig.host.calls_of("files.completeUploadExternal").size(), there ? 0U : 1U);
  }
}

TEST(SlackFiles, WithoutAFileTheCardStandsAndTheOperatorIsTold) {
  Rig rig;
  rig.host.script("files.getUploadURLExternal",
                  FakeHost::ok({{"ok", false}, {"error", "missing_scope"}, {"needed", "files:write"}}));
  ASSERT_TRUE(rig.post(rig.fresh(), long_card()));
  ASSERT_EQ(rig.host.reports.size(), 1U);
  EXPECT_NE(rig.host.reports[0].find("files:write"), std::string::npos) << rig.host.reports[0];
  script_upload(rig.host);
  rig.host.script("ABC", Response{500, {}, ""});
  ASSERT_TRUE(rig.post(rig.fresh(), long_card()));
  ASSERT_EQ(rig.host.reports.size(), 2U);
  EXPECT_NE(rig.host.reports[1].find("500"), std::string::npos) << rig.host.reports[1];
  const auto called = methods(rig.host);
  EXPECT_EQ(std::count(called.begin(), called.end(), "files.completeUploadExternal"), 0);
}

}  // namespace
}  // namespace askd::adapters::slack
