// What Slack's answers mean, and who may call us.
#include "answers.hpp"

#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

Error error_of(Response response) {
  const auto read = read_answer("chat.postMessage", response);
  EXPECT_FALSE(read);
  return read ? Error{} : read.error();
}

TEST(SlackCase, C01_AnInvalidTokenIsFinal) {
  const Error error = error_of(FakeHost::refuse("invalid_auth"));
  EXPECT_EQ(error.fault, Fault::unauthenticated);
  EXPECT_TRUE(is_final(error));
  EXPECT_NE(error.message.find("Install the app again"), std::string::npos) << error.message;
}

TEST(SlackCase, C02_AMissingScopeIsNamed) {
  const Error error = error_of(FakeHost::ok(
      {{"ok", false}, {"error", "missing_scope"}, {"needed", "im:write"}, {"provided", "chat:write,users:read"}}));
  EXPECT_EQ(
      error.message,
      "Slack refused chat.postMessage: missing_scope (needed: im:write; provided: chat:write,users:read). Add the "
      "scope to the app (or update its manifest), and install the app again.");
  EXPECT_TRUE(is_final(error));
}

TEST(SlackCase, C05_ARateLimitNamesItsPause) {
  const Error error = error_of(FakeHost::limited("3"));
  EXPECT_EQ(error.fault, Fault::rate_limited);
  EXPECT_EQ(error.message, "Slack asks to wait 3 s before chat.postMessage is called again.");
  EXPECT_EQ(error.retry_after, 3s);
}

TEST(SlackCase, C06_ARateLimitWithoutPauseIsHalfAMinute) {
  EXPECT_EQ(error_of(Response{429, {}, ""}).retry_after, 30s);
  EXPECT_EQ(error_of(FakeHost::limited("soon")).retry_after, 30s);
  EXPECT_EQ(error_of(FakeHost::limited("99999999999")).retry_after, 30s);
  EXPECT_EQ(error_of(FakeHost::limited("86400")).retry_after, 600s);
  EXPECT_EQ(error_of(FakeHost::limited("0")).retry_after, 1s);
}

TEST(SlackCase, C07_ARateLimitMayComeAsASuccess) {
  for (const char* code : {"ratelimited", "rate_limited", "message_limit_exceeded"})
    EXPECT_EQ(error_of(FakeHost::refuse(code)).fault, Fault::rate_limited) << code;
}

TEST(SlackCase, C48_ARouteThatFailsSaysWhatToDo) {
  const Error error = error_of(FakeHost::refuse("not_in_channel"));
  EXPECT_EQ(error.fault, Fault::forbidden);
  EXPECT_EQ(error.message,
            "Slack refused chat.postMessage: not_in_channel. Invite the app into the channel: /invite @askd");
}

TEST(Answers, EachErrorSaysWhatItsCallerCanDo) {
  struct Row {
    const char* code;
    Fault fault;
    bool final, misbuilt, ambiguous;
  };
  const std::vector<Row> table = {{"token_revoked", Fault::unauthenticated, true, false, false},
                                  {"account_inactive", Fault::unauthenticated, true, false, false},
                                  {"not_allowed_token_type", Fault::unauthenticated, true, false, false},
                                  {"no_permission", Fault::forbidden, true, false, false},
                                  {"channel_not_found", Fault::not_found, false, false, false},
                                  {"is_archived", Fault::not_found, false, false, false},
                                  {"restricted_action_read_only_channel", Fault::forbidden, false, false, false},
                                  {"users_not_found", Fault::not_found, false, false, false},
                                  {"msg_too_long", Fault::too_large, false, true, false},
                                  {"invalid_blocks", Fault::invalid, false, true, false},
                                  {"message_not_found", Fault::not_found, false, false, false},
                                  {"cant_update_message", Fault::invalid, false, false, false},
                                  {"expired_trigger_id", Fault::conflict, false, false, false},
                                  {"internal_error", Fault::unavailable, false, false, true},
                                  {"service_unavailable", Fault::unavailable, false, false, true},
                                  {"never_heard_of", Fault::internal, false, false, true}};
  for (const Row& row : table) {
    const Error error = error_of(FakeHost::refuse(row.code));
    EXPECT_EQ(error.fault, row.fault) << row.code;
    EXPECT_EQ(is_final(error), row.final) << row.code;
    EXPECT_EQ(is_misbuilt(error), row.misbuilt) << row.code;
    EXPECT_EQ(is_ambiguous(error), row.ambiguous) << row.code;
    EXPECT_EQ(code_of(error), row.code);
    EXPECT_NE(error.message.find(row.code), std::string::npos);
  }
}

TEST(Answers, WhatIsNotSlackIsToldApart) {
  EXPECT_EQ(error_of(Response{502, {}, "<html>Bad gateway</html>"}).fault, Fault::unavailable);
  EXPECT_NE(error_of(Response{200, {}, "<html>Sign in</html>"}).message.find("proxy"), std::string::npos);
  EXPECT_EQ(error_of(Response{407, {}, ""}).fault, Fault::unavailable);
  EXPECT_EQ(error_of(Response{404, {}, "Not Found"}).fault, Fault::invalid);
  for (const char* body : {"", "{", "[]", "null", "{}", R"({"ok":1})", R"({"ok":"true"})", R"({"ok":false,"error":7})"})
    EXPECT_FALSE(read_answer("auth.test", Response{200, {}, body})) << body;
  EXPECT_FALSE(read_answer("auth.test", Response{200, {}, std::string(1'000'000, '[')}));
}

TEST(Answers, MisbuiltBlocksAreTraced) {
  const Error error =
      error_of(FakeHost::ok({{"ok", false},
                             {"error", "invalid_blocks"},
                             {"response_metadata", {{"messages", {"[ERROR] no more than 50 items"}}}}}));
  EXPECT_NE(error.message.find("no more than 50 items"), std::string::npos);
}

// The vectors of Slack's own documentation, and three of ours.
TEST(SlackCase, C44_SignaturesAreThoseOfSlack) {
  const std::string secret = "askd-test-secret-0001", time = "1700000000";
  EXPECT_EQ(signature_of(secret, time, R"({"type":"url_verification","token":"t","challenge":"c-42"})"),
            "v0=999f450374f8351c0b63f04d6238e7a7c1b719c272c71f4724463939b82f8cc1");
  EXPECT_EQ(signature_of(secret, time, "payload=%7B%22type%22%3A%22block_actions%22%7D"),
            "v0=bdaa260027ddb4b0baf22d3d3f74363d75318575da5fb382c28a40c1e68cb86a");
  EXPECT_EQ(signature_of(secret, time, "{\"t\":\"h\u00e9\u00e9\"}"),
            "v0=4a54d82f1de4e3476dc5e247adaf73eebedf217e550f2ae962c054d685c62836");
}

TEST(SlackCase, C44_ForgedAndStaleCallsAreRefused) {
  const std::string secret = "askd-test-secret-0001", body = "payload=%7B%22type%22%3A%22block_actions%22%7D";
  const Instant now{1'700'000'000s};
  const auto signed_call = [&](std::string timestamp) {
    Request request;
    request.body = body;
    request.headers = {{"X-SLACK-Request-timestamp", timestamp},
                       {"x-slack-signature", signature_of(secret, timestamp, body)}};
    return request;
  };
  EXPECT_TRUE(check_signature(signed_call("1700000000"), secret, now));
  EXPECT_TRUE(check_signature(signed_call("1699999700"), secret, now));
  EXPECT_TRUE(check_signature(signed_call("1700000300"), secret, now));
  for (const char* time :
       {"1699999699", "1700000301", "now", "-1", "", "1700000000x", "99999999999999999999", "9223372036854775807"})
    EXPECT_FALSE(check_signature(signed_call(time), secret, now)) << time;
  Request altered = signed_call("1700000000");
  altered.body.back() ^= 1;
  EXPECT_FALSE(check_signature(altered, secret, now));
  Request version = signed_call("1700000000");
  version.headers[1].second[1] = '1';
  EXPECT_FALSE(check_signature(version, secret, now));
  Request longer = signed_call("1700000000");
  longer.headers[1].second += "0";
  EXPECT_FALSE(check_signature(longer, secret, now));
  Request bare;
  EXPECT_FALSE(check_signature(bare, secret, now));
  EXPECT_FALSE(check_signature(signed_call("1700000000"), "", now));
  EXPECT_FALSE(check_signature(signed_call("1700000000"), "another", now));
}

}  // namespace
}  // namespace askd::adapters::slack
