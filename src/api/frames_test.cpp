// What agents send over the WebSocket, read; and whole conversations over it, with frames made by hand.
#include "api/frames.hpp"
#include "api/rig.hpp"
#include "net/websocket_rig.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::api {
namespace {

Frame read(std::string_view text) {
  Frame frame;
  const auto fine = read_frame(text, 32, frame);
  EXPECT_TRUE(fine) << (fine ? "" : fine.error().message);
  return frame;
}

TEST(Frames, NameTheirVerb) {
  const Frame ask = read(R"({"type":"ask","ref":"r1","title":"Deploy?","idempotency_key":"k"})");
  EXPECT_EQ(ask.verb->name, "ask");
  EXPECT_EQ(ask.ref, R"("r1")");
  EXPECT_EQ(ask.key, "k");
  EXPECT_EQ(ask.body, Json({{"title", "Deploy?"}})) << "the rest is the body of POST /asks";
  EXPECT_EQ(read(R"({"type":"send_message","channel_id":"ch_1","content":"a"})").verb->name, "speak_in_channel");
  EXPECT_EQ(read(R"({"type":"send_message","ask_id":"ask_1","content":"a"})").verb->name, "follow_up");
  EXPECT_EQ(read(R"({"type":"cancel","ref":7,"ask_id":"ask_1"})").ref, "7");
  EXPECT_EQ(read(R"({"type":"cancel","ask_id":"ask_1"})").captured, std::vector<std::string>{"ask_1"});
}

TEST(Frames, WhatIsNoneIsSaidInPlainWords) {
  for (const auto& [text, words] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"", ""},
           {"{", ""},
           {"[]", "A frame is a JSON object"},
           {"{}", "says what the frame is"},
           {R"({"type":7})", "says what the frame is"},
           {R"({"type":"pray"})", "there are ask, notify, cancel, supersede, send_message, ack"},
           {R"({"type":"cancel"})", "ask_id"},
           {R"({"type":"send_message","content":"x"})", "channel_id"},
           {R"({"type":"ask","ref":""})", "ref"},
           {R"({"type":"ask","ref":{}})", "ref"},
           {R"({"type":"ask","idempotency_key":1})", "idempotency_key"}}) {
    Frame frame;
    const auto fine = read_frame(text, 32, frame);
    ASSERT_FALSE(fine) << text;
    std::string told = fine.error().message;
    for (const Problem& problem : fine.error().problems) told += " " + problem.pointer + " " + problem.detail;
    EXPECT_NE(told.find(words), std::string::npos) << told;
  }
  Frame frame;
  EXPECT_FALSE(read_frame(R"({"type":"pray","ref":"r9"})", 32, frame));
  EXPECT_EQ(frame.ref, R"("r9")") << "an error finds its ref";
}

// An agent on the WebSocket of a whole askd.
class Connected : public net::FrameClient {
 public:
  explicit Connected(Askd& askd, std::string_view target = "/ws", std::string headers = {})
      : net::FrameClient(askd, askd.port()) {
    if (headers.empty()) headers = askd.authorization();
    send("GET " + std::string(target) + request(headers).substr(std::string_view("GET /socket").size()));
    head = until("\r\n\r\n");
  }
  void say(std::string_view text) { send(net::frame(net::last | net::text, text)); }
  Json hear() { return Json::parse(next().payload, nullptr, false); }
  // The next one of that type.
  Json hear(std::string_view type) {
    for (int i = 0; i < 20; ++i) {
      Json frame = hear();
      if (frame.is_discarded() || frame.value("type", "") == type) return frame;
    }
    return Json{};
  }
  int close_code() {
    const net::Frame frame = next();
    if ((frame.first & 0xf) != net::bye || frame.payload.size() < 2) return 0;
    return (static_cast<unsigned char>(frame.payload[0]) << 8) | static_cast<unsigned char>(frame.payload[1]);
  }

  std::string head;
};

TEST(Socket, AsksAndHearsTheAnswer) {
  Askd askd;
  Connected agent(askd);
  EXPECT_TRUE(agent.head.starts_with("HTTP/1.1 101 ")) << agent.head;
  agent.say(R"({"type":"ask","ref":"r1","title":"Deploy?","form":{"kind":"approval"}})");
  const Json asked = agent.hear("ok");
  EXPECT_EQ(asked["ref"], "r1");
  EXPECT_EQ(asked["ask"]["state"], "open");
  askd.answer(asked["ask"]["id"], "approve");
  const Json answered = agent.hear("ask.answered");
  EXPECT_EQ(answered["ask"]["id"], asked["ask"]["id"]);
  EXPECT_EQ(answered["ask"]["answer"]["value"], "approve");
  agent.say(R"({"type":"ack","ref":2,"cursor":)" + answered["cursor"].dump() + "}");
  const Json moved = agent.hear("ok");
  EXPECT_EQ(moved["ref"], 2);
  EXPECT_EQ(moved["cursor"], answered["cursor"]);
}

TEST(Socket, TakesTheTokenAsBrowsersCanSendIt) {
  Askd askd;
  Connected by_query(askd, "/ws?token=" + askd.token(), "X-Nothing: 1\r\n");
  by_query.say(R"({"type":"ask","ref":"a","title":"One?"})");
  EXPECT_EQ(by_query.hear("ok")["ref"], "a");
  Connected by_protocol(askd, "/api/v1/ws", "Sec-WebSocket-Protocol: bearer, " + askd.token() + "\r\n");
  EXPECT_NE(by_protocol.head.find("Sec-WebSocket-Protocol: bearer\r\n"), std::string::npos) << by_protocol.head;
  by_protocol.say(R"({"type":"ask","ref":"b","title":"Two?"})");
  EXPECT_EQ(by_protocol.hear("ok")["ref"], "b");
}

TEST(Socket, SaysWithACodeWhyItCloses) {
  Askd askd;
  EXPECT_EQ(Connected(askd, "/ws", "X-Nothing: 1\r\n").close_code(), 4401);
  EXPECT_EQ(Connected(askd, "/ws?token=askd_wrong", "X-Nothing: 1\r\n").close_code(), 4401);
  EXPECT_EQ(Connected(askd, "/ws", askd.authorization() + "Origin: https://evil.test\r\n").close_code(), 4403);
  EXPECT_EQ(Connected(askd, "/ws?after=nonsense").close_code(), 4400);
  EXPECT_EQ(Connected(askd, "/ws?after=ffffffffffffffff").close_code(), 4400);
  EXPECT_EQ(Connected(askd, "/ws?afetr=0000000000000000").close_code(), 4400);
  EXPECT_EQ(askd.call("GET", "/ws").status, 426);
  Connected binary(askd);
  binary.send(net::frame(net::last | net::binary, "x"));
  EXPECT_EQ(binary.close_code(), 1003);
}

TEST(Socket, ARevokedTokenEndsItAtOnce) {
  Askd askd;
  Connected agent(askd);
  const AgentId id = askd.service().state().agents.begin()->first;
  askd.submit(core::registrations::Input{core::registrations::RevocationRequested{id, "Ana"}});
  EXPECT_EQ(agent.close_code(), 4401);
}

TEST(Socket, ATokenThatRunsOutEndsIt) {
  Askd askd;
  const AgentId id = askd.service().state().agents.begin()->first;
  core::agents::RotationRequested rotation;
  rotation.agent = id;
  rotation.token.id = TokenId{Ulid{9, 9}};
  rotation.token.hash = core::Digest{9};
  rotation.old_end = askd.service().now() + std::chrono::milliseconds(30);
  Connected agent(askd);
  askd.submit(core::agents::Input{rotation});
  askd.move_clock(std::chrono::milliseconds(30));
  EXPECT_EQ(agent.close_code(), 4401);
}

TEST(Socket, AStopIsARestartForTheAgent) {
  Askd askd;
  Connected agent(askd);
  agent.say(R"({"type":"ask","ref":"a","title":"One?"})");
  agent.hear("ok");
  askd.begin_stop();
  for (int i = 0; i < 5; ++i) {
    const net::Frame frame = agent.next();
    if ((frame.first & 0xf) != net::bye) continue;
    EXPECT_EQ(frame.payload.substr(0, 2), net::closing(1012));
    return;
  }
  FAIL() << "no close came";
}

TEST(Socket, ARefThatIsUnderWayIsntTakenTwice) {
  Askd askd;
  Connected agent(askd);
  const std::string frame = net::frame(net::last | net::text, R"({"type":"ask","ref":"r","title":"One?"})");
  agent.send(frame + frame);
  const Json first = agent.hear("error");
  EXPECT_EQ(first["problem"]["status"], 409);
  EXPECT_EQ(agent.hear("ok")["ref"], "r");
  agent.send(frame);
  EXPECT_EQ(agent.hear("ok")["ref"], "r") << "once it is answered it may be used again";
}

TEST(Socket, OneAgentMayHaveSoManyStreams) {
  Askd askd({.public_url = "http://ask.test", .version = "0.1", .streams_per_agent = 2});
  Connected one(askd);
  Connected two(askd);
  EXPECT_EQ(Connected(askd).close_code(), 4429);
  EXPECT_EQ(askd.call("GET", "/api/v1/events").status, 429);
}

TEST(Socket, ManyAsksAreUnderWayOnOneConnection) {
  Askd askd;
  Connected agent(askd);
  constexpr int count = 300;
  std::string frames;
  for (int i = 0; i < count; ++i)
    frames += net::frame(net::last | net::text, R"({"type":"ask","ref":)" + std::to_string(i) + R"(,"title":"Go?"})");
  agent.send(frames);
  std::set<int> answered;
  std::string last_cursor;
  int opened = 0;
  while (answered.size() < count || opened < count) {
    const Json frame = agent.hear();
    ASSERT_TRUE(frame.is_object());
    if (frame["type"] == "ok") {
      EXPECT_TRUE(answered.insert(frame["ref"].get<int>()).second);
    } else {
      ASSERT_EQ(frame["type"], "ask.opened");
      EXPECT_LT(last_cursor, frame["cursor"].get<std::string>()) << "the stream is in order";
      last_cursor = frame["cursor"];
      ++opened;
    }
  }
}

TEST(Socket, WhatIsSaidInAChannelComesAsANewMessage) {
  Askd askd;
  Connected agent(askd);
  const std::string channel = askd.call("GET", "/api/v1/channels").json()["channels"][0]["id"];
  agent.say(R"({"type":"send_message","channel_id":")" + channel + R"(","content":"hello"})");
  const Json own = agent.hear();
  EXPECT_EQ(own["type"], "new_message") << "without a ref there is no other answer";
  EXPECT_EQ(own["message"]["author_name"], "deploy-bot");
  EXPECT_EQ(own["message"]["author_type"], "agent");
  EXPECT_EQ(own["message"]["channel_id"], channel);
  core::conversations::Wrote wrote;
  wrote.id = MessageId{Ulid{~std::uint64_t{0}, 1}};
  wrote.channel = ChannelId::parse(channel).value();
  wrote.person = askd.owner();
  wrote.content = "hello yourself";
  askd.submit(core::conversations::Input{wrote});
  const Json theirs = agent.hear();
  EXPECT_EQ(theirs["message"]["content"], "hello yourself");
  EXPECT_EQ(theirs["message"]["author_type"], "human");
  // The same, for one who comes back.
  Connected later(askd, "/ws?after=" + own["cursor"].get<std::string>());
  EXPECT_EQ(later.hear(), theirs);
}

}  // namespace
}  // namespace askd::api
