// Who is let in, and who belongs to whom.
#include "api/auth.hpp"
#include "api/idempotency.hpp"
#include "api/rig.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::api {
namespace {

TEST(Auth, NoTokenAndAWrongOneAre401) {
  Askd askd;
  for (const std::string& header : std::vector<std::string>{
           "", "Authorization: Bearer askd_wrong\r\n", "Authorization: Basic eDp5\r\n", "Authorization: Bearer \r\n",
           "Authorization: Bearer " + std::string(5000, 'a') + "\r\n"}) {
    const Reply reply = askd.call_as(header, "GET", "/api/v1/me");
    EXPECT_EQ(reply.status, 401) << header;
    EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer realm=\"askd\"") << header;
  }
  EXPECT_EQ(askd.call_as("authorization: bearer " + askd.token() + "\r\n", "GET", "/api/v1/me").status, 200);
}

TEST(Auth, MeTellsWhatTheTokenMayDo) {
  Askd askd;
  const Json me = askd.call("GET", "/api/v1/me").json();
  EXPECT_EQ(me["kind"], "agent");
  EXPECT_EQ(me["name"], "deploy-bot");
  EXPECT_EQ(me["channels"][0]["name"], "#general");
  EXPECT_EQ(std::count(me["capabilities"].begin(), me["capabilities"].end(), "manage_agents"), 0);
  EXPECT_EQ(askd.call("GET", "/api/v1/channels").json()["channels"][0]["member"], true);
  for (const char* path : {"/agent.md", "/api/v1/agent.md"}) {
    const Reply guide = askd.call("GET", path);
    EXPECT_EQ(guide.status, 200);
    EXPECT_EQ(guide.header("Content-Type"), "text/markdown; charset=utf-8");
    EXPECT_NE(guide.body.find("`ask_humans`"), std::string::npos);
    EXPECT_NE(guide.body.find("#general"), std::string::npos);
  }
}

TEST(Auth, AMissingCapabilityIsNamed) {
  core::State state;
  core::Agent agent;
  agent.id = AgentId{Ulid{1, 1}};
  agent.capabilities = {core::Capability::read_channels};
  state.agents.emplace(agent.id, agent);
  const Caller caller{agent.id, "a", "default"};
  EXPECT_TRUE(require(state, caller, core::Capability::read_channels));
  const auto refused = require(state, caller, core::Capability::ask_humans);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::forbidden);
  EXPECT_NE(refused.error().message.find("ask_humans"), std::string::npos);
}

TEST(Idempotency, KeysAreReadQuotedAndBare) {
  const std::vector<std::pair<std::string_view, std::string_view>> good{
      {"abc", "abc"}, {"\"abc\"", "abc"}, {R"("a\"b\\")", R"(a"b\)"}, {" \"8e03-42\" ", "8e03-42"}};
  for (const auto& [header, key] : good) {
    net::Request request;
    request.headers.add("Idempotency-Key", header);
    const auto read = idempotency_key(request);
    ASSERT_TRUE(read) << header;
    EXPECT_EQ(*read, key);
  }
  for (const std::string& header :
       std::vector<std::string>{"", "\"\"", "\"abc", "\"a\"b", R"("a\b")", "\xc3\xa4", std::string(256, 'a')}) {
    net::Request request;
    request.headers.add("Idempotency-Key", header);
    EXPECT_FALSE(idempotency_key(request)) << header;
  }
}

}  // namespace
}  // namespace askd::api
