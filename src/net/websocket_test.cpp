#include "net/websocket.hpp"

#include <gtest/gtest.h>

#include "net/websocket_rig.hpp"

namespace askd::net {
namespace {

using Kind = Received::Kind;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

TEST(WebSockets, AreAnsweredAsTheStandardSays) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  const std::string head = client.open();
  EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
  EXPECT_NE(head.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nX-Trace: 7\r\n"), std::string::npos) << head;
  EXPECT_EQ(head.find("Beast"), std::string::npos) << head;
  EXPECT_EQ(head.find("Sec-WebSocket-Protocol"), std::string::npos) << head;
}

TEST(WebSockets, NameTheProtocol) {
  Echo echo;
  echo.protocol = "askd.v1";
  FrameClient client(echo.rig, echo.rig.port);
  const std::string head = client.open("Sec-WebSocket-Protocol: chat, askd.v1\r\n");
  EXPECT_NE(head.find("\r\nSec-WebSocket-Protocol: askd.v1\r\n"), std::string::npos) << head;
}

TEST(WebSockets, OthersAreRefused) {
  Echo echo;
  const std::string fine = FrameClient::request();
  const auto without = [&fine](std::string_view part, std::string_view instead) {
    std::string changed = fine;
    return changed.replace(changed.find(part), part.size(), instead);
  };
  int count = 0;
  for (const std::string& asked :
       {without("Upgrade: websocket\r\n", ""), without("Version: 13", "Version: 12"), without("==", ""),
        without("GET", "DELETE"), without("keep-alive, Upgrade", "keep-alive"), without("HTTP/1.1", "HTTP/1.0")}) {
    FrameClient client(echo.rig, echo.rig.port);
    client.send(asked);
    EXPECT_EQ(status_of(client.until("\r\n\r\n")), 400) << asked;
    EXPECT_TRUE(echo.until_done(++count));
  }
  EXPECT_EQ(echo.open, 0);
  EXPECT_TRUE(echo.rig.log.empty());
}

TEST(WebSockets, EchoWhatComes) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  for (const std::size_t size : {0u, 1u, 125u, 126u, 128u, 129u, 1535u, 1536u, 4096u, 65535u, 65536u, 1u << 20}) {
    const std::string message(size, 'm');
    client.send(frame(last | text, message));
    EXPECT_TRUE((client.next() == Frame{last | text, message})) << size;
    EXPECT_TRUE(echo.got.back().text == message) << size;
  }
  client.send(frame(last | text, "one") + frame(last | text, "zwei ä") + frame(last | text, "three"));
  EXPECT_EQ(client.next().payload, "one");
  EXPECT_EQ(client.next().payload, "zwei ä");
  EXPECT_EQ(client.next().payload, "three");
}

TEST(WebSockets, SayWhatIsBinary) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | binary, std::string("\0\xFF", 2)) + frame(last | text, "x"));
  EXPECT_EQ(client.next().payload, "x");
  ASSERT_EQ(echo.got.size(), 2u);
  EXPECT_EQ(echo.got[0].kind, Kind::binary);
  EXPECT_EQ(echo.got[0].text, std::string("\0\xFF", 2));
}

TEST(WebSockets, TakeWhatCameBehindTheRequest) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  const std::string plain = "GET /plain HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string message(20'000, 'b');
  client.send(plain + FrameClient::request() + frame(last | text, message) + frame(last | text, "next"));
  EXPECT_NE(client.until("]\n").find("GET /plain"), std::string::npos);
  EXPECT_TRUE(client.until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
  EXPECT_TRUE(client.next().payload == message);
  EXPECT_EQ(client.next().payload, "next");
}

TEST(WebSockets, TakeABytePerPacket) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  for (const char byte : frame(text, "sl") + frame(last | ping, "?") + frame(last | more, "ow")) {
    client.send(std::string(1, byte));
    echo.rig.io.poll();
  }
  EXPECT_TRUE((client.next() == Frame{last | pong, "?"}));
  EXPECT_TRUE((client.next() == Frame{last | text, "slow"}));
}

TEST(WebSockets, JoinFragmentsAndAnswerPingsBetweenThem) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  const std::string part(3'000, 'p');
  // The ä is parted.
  client.send(frame(text, part + "\xC3") + frame(last | ping, "there?") + frame(more, "") + frame(more, "\xA4" + part) +
              frame(last | pong, "nobody asked") + frame(last | more, "end"));
  EXPECT_TRUE((client.next() == Frame{last | pong, "there?"}));
  EXPECT_TRUE(client.next().payload == part + "ä" + part + "end");
}

TEST(WebSockets, ReadAndWriteAtOnce) {
  Signal go;
  std::vector<std::string> got;
  bool wrote = false;
  Signal written;
  const auto write = [&](WebSocket& socket) -> Async<> {
    std::string message(std::size_t{16} << 20, 'w');
    const auto result = co_await socket.write(std::move(message));
    wrote = result.has_value();
    written.fire();
  };
  Rig rig([&](Request& request, Exchange& exchange) -> Async<> {
    Signal ended;
    WebSocket socket(exchange, ended);
    const auto accepted = co_await socket.accept(request, "");
    EXPECT_TRUE(accepted);
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::co_spawn(executor, write(socket), boost::asio::detached);
    for (;;) {
      Received received = co_await socket.read();
      if (received.kind != Kind::text) break;
      got.push_back(std::move(received.text));
    }
    co_await written.wait();
  });
  FrameClient client(rig, rig.port, 8192);
  client.open();
  client.send(frame(last | text, "a") + frame(last | text, "b"));
  EXPECT_TRUE(rig.until([&] { return got.size() == 2; }));
  EXPECT_FALSE(wrote) << "the peer has taken nothing yet";
  client.send(frame(last | ping, "in the middle") + frame(last | text, "c"));
  EXPECT_EQ(client.next().payload.size(), std::size_t{16} << 20);
  EXPECT_TRUE((client.next() == Frame{last | pong, "in the middle"}));
  EXPECT_TRUE(rig.until([&] { return wrote && got.size() == 3; }));
  client.send(frame(last | bye, closing(1000)));
  EXPECT_EQ(client.next().payload, closing(1000));
  EXPECT_EQ(client.all(), "");
}

TEST(WebSockets, ASlowReaderHasTheTimeOfAWrite) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port, 4096);
  client.open();
  client.send(frame(last | text, "big"));
  EXPECT_TRUE(echo.rig.until([&] { return echo.got.size() == 1; }));
  echo.rig.io.run_for(milliseconds(20));
  echo.rig.server.sweep(steady_clock::now() + seconds(29));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(echo.done, 0);
  echo.rig.server.sweep(steady_clock::now() + hours(12));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.wrote, std::vector{false});
  EXPECT_EQ(echo.kind(), Kind::lost);
}

TEST(WebSockets, ASlowReaderOfPongsToo) {
  WebSocketLimits limits;
  limits.ping_every = hours(24);
  Echo echo(limits);
  FrameClient client(echo.rig, echo.rig.port, 4096);
  client.open();
  std::string pings;
  for (int i = 0; i < 200; ++i) pings += frame(last | ping, std::string(125, 'p'));
  int refused = 0;
  while (refused < 20) {
    // A part of a frame may be sent; what follows it is never read. On a busy machine the server is only late.
    const bool taken = client.try_send(pings);
    const bool busy = echo.rig.io.run_for(milliseconds(2)) > 0;
    refused = taken || busy ? 0 : refused + 1;
  }
  echo.rig.server.sweep(steady_clock::now() + seconds(29));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(echo.done, 0);
  echo.rig.server.sweep(steady_clock::now() + hours(12));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::lost);
}

TEST(WebSockets, AQuietPeerIsPingedAndCut) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  EXPECT_TRUE(echo.rig.until([&] { return echo.open == 1; }));
  const auto start = steady_clock::now();
  echo.rig.server.sweep(start + milliseconds(19'900));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(client.received(), "");
  echo.rig.server.sweep(start + milliseconds(20'100));
  EXPECT_TRUE((client.next() == Frame{last | ping, ""}));
  echo.rig.server.sweep(start + milliseconds(39'900));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(echo.open, 1);
  echo.rig.server.sweep(start + milliseconds(40'100));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::lost);
  EXPECT_EQ(client.all(), "");
}

TEST(WebSockets, AQuietPeerThatAnswersStays) {
  WebSocketLimits limits;
  limits.ping_every = milliseconds(40);
  Echo echo(limits);
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  const auto start = steady_clock::now();
  int pings = 0;
  while (steady_clock::now() < start + milliseconds(200)) {
    echo.rig.io.run_for(milliseconds(1));
    echo.rig.server.sweep(steady_clock::now());
    if (client.received().empty()) continue;
    EXPECT_TRUE((client.next() == Frame{last | ping, ""}));
    client.send(frame(last | pong, ""));
    ++pings;
  }
  EXPECT_GE(pings, 2);
  EXPECT_EQ(echo.open, 1);
}

TEST(WebSockets, APeerThatTalksIsPingedAllTheSame) {
  WebSocketLimits limits;
  limits.ping_every = milliseconds(20'000);
  Echo echo(limits);
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | text, "hello"));
  EXPECT_EQ(client.next().payload, "hello");
  const auto start = steady_clock::now();
  echo.rig.server.sweep(start + milliseconds(10'000));
  client.send(frame(last | text, "again"));
  EXPECT_EQ(client.next().payload, "again");
  echo.rig.server.sweep(start + milliseconds(20'000));
  EXPECT_TRUE((client.next() == Frame{last | ping, ""}));
}

TEST(WebSockets, AThousandComeAndGo) {
  Echo echo;
  int count = 0;
  for (int round = 0; round < 5; ++round) {
    std::vector<std::unique_ptr<FrameClient>> clients;
    for (int i = 0; i < 200; ++i) clients.push_back(std::make_unique<FrameClient>(echo.rig, echo.rig.port));
    for (const auto& client : clients) client->send(FrameClient::request() + frame(last | text, "hello"));
    for (const auto& client : clients) {
      client->until("\r\n\r\n");
      EXPECT_EQ(client->next().payload, "hello");
    }
    EXPECT_EQ(echo.open, 200);
    for (std::size_t i = 0; i < clients.size(); ++i) {
      if (i % 4 == 0) clients[i]->reset();
      if (i % 4 == 1) clients[i]->close();
      if (i % 4 == 2) clients[i]->send(frame(last | bye, closing(1001)));
      if (i % 4 == 3) clients[i]->send(frame(last | text, "close") + frame(last | bye, closing(4000)));
    }
    clients.clear();
    count += 200;
    EXPECT_TRUE(echo.until_done(count));
    EXPECT_TRUE(echo.rig.until([&] { return echo.rig.server.connections() == 0; }));
  }
  EXPECT_TRUE(echo.rig.log.empty());
}

}  // namespace
}  // namespace askd::net
