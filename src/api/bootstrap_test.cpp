// The first start over HTTP: once, and from this machine.
#include "api/rig.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::api {
namespace {

constexpr const char* body =
    R"({"owner_email":"admin@local","owner_password":"12345678",
    "agent_name":"research-agent","agent_description":"Finds"})";
constexpr const char* json_type = "Content-Type: application/json\r\n";

TEST(Bootstrap, MakesAnAgentThatCanAskAndWorksOnce) {
  Askd askd({.public_url = "http://ask.test"}, true);
  const Reply made = askd.call_as("", "POST", "/api/v1/bootstrap", body, json_type);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string key = made.json()["api_key"];
  EXPECT_TRUE(key.starts_with("askd_"));
  EXPECT_EQ(key.size(), 48U);
  EXPECT_TRUE(made.json()["channel_id"].get<std::string>().starts_with("ch_"));
  EXPECT_TRUE(made.json()["invite_url"].get<std::string>().starts_with("http://ask.test/invite/"));
  const Reply ask = askd.call_as("Authorization: Bearer " + key + "\r\n", "POST", "/api/v1/asks",
                                 R"({"title":"Hello?","to":["#general"]})");
  EXPECT_EQ(ask.status, 201) << ask.body;
  EXPECT_EQ(askd.call_as("", "POST", "/api/v1/bootstrap", body, json_type).status, 409);
}

TEST(Bootstrap, IsForThisMachineAlone) {
  Askd askd({.public_url = "http://ask.test"}, true);
  const auto post = [&](const std::string& head) {
    net::Raw client(askd, askd.port());
    client.send("POST /api/v1/bootstrap HTTP/1.1\r\nConnection: close\r\nContent-Length: " +
                std::to_string(std::string(body).size()) + "\r\n" + head + "\r\n" + body);
    return parse_reply(client.all()).status;
  };
  const std::string good = std::string("Host: localhost:8080\r\n") + json_type;
  EXPECT_EQ(post(std::string("Host: evil.example\r\n") + json_type), 403);
  EXPECT_EQ(post(std::string("Host: 127.evil.example\r\n") + json_type), 403);
  EXPECT_EQ(post(good + "Forwarded: for=1.2.3.4\r\n"), 403);
  EXPECT_EQ(post(good + "x-forwarded-for: 1.2.3.4\r\n"), 403);
  EXPECT_EQ(post(good + "Origin: https://evil.example\r\n"), 403);
  EXPECT_EQ(post(good + "Origin: null\r\n"), 403);
  EXPECT_EQ(post("Host: localhost\r\nContent-Type: text/plain\r\n"), 415);
  EXPECT_EQ(post("Host: localhost\r\n"), 415);
  EXPECT_TRUE(askd.service().state().agents.empty());
  EXPECT_EQ(post("Host: [::1]:8080\r\nOrigin: http://[::1]:8080\r\n" + std::string(json_type)), 201);
}

TEST(Bootstrap, NamesEveryFault) {
  Askd askd({}, true);
  const Reply reply = askd.call_as("", "POST", "/api/v1/bootstrap",
                                   R"({"owner_email":"nobody","owner_password":"short","agent":"x"})", json_type);
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.json()["errors"].size(), 4U) << reply.body;
}

}  // namespace
}  // namespace askd::api
