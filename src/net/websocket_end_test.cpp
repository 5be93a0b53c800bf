// How WebSockets end: in order, by a fault of the peer, by its loss, and by the server's stop.
#include <gtest/gtest.h>

#include "net/websocket_rig.hpp"

namespace askd::net {
namespace {

using Kind = Received::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

TEST(WebSocketEnd, ByThePeer) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | bye, closing(1001, "good night ä")));
  EXPECT_TRUE((client.next() == Frame{last | bye, closing(1001)}));
  EXPECT_EQ(client.all(), "");
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::closed);
  EXPECT_EQ(echo.got.back().code, 1001);
  EXPECT_EQ(echo.got.back().text, "good night ä");
}

TEST(WebSocketEnd, ByThePeerWithoutACode) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | bye, ""));
  EXPECT_EQ(client.next().first, last | bye);
  EXPECT_EQ(client.all(), "");
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::closed);
  EXPECT_EQ(echo.got.back().code, 1005);
}

TEST(WebSocketEnd, ByThePeerInTheMiddleOfAMessage) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(text, "begun ") + frame(more, "and ") + frame(last | bye, closing(1000)));
  EXPECT_TRUE((client.next() == Frame{last | bye, closing(1000)}));
  EXPECT_TRUE(echo.until_done());
  ASSERT_EQ(echo.got.size(), 1u);
  EXPECT_EQ(echo.kind(), Kind::closed);
  EXPECT_EQ(echo.got.back().text, "");
}

TEST(WebSocketEnd, ByUs) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | text, "close"));
  const Frame last_word = client.next();
  EXPECT_EQ(last_word.first, last | bye);
  EXPECT_EQ(last_word.payload.substr(0, 4), closing(4000, "ä"));
  EXPECT_EQ(last_word.payload.size(), 2u + 122) << "123 bytes would part a letter";
  client.send(frame(last | text, "crossed it") + frame(last | bye, closing(4000)));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::closed);
  EXPECT_EQ(echo.got.back().code, 4000);
  EXPECT_EQ(client.all(), "");
}

TEST(WebSocketEnd, ByUsWithoutAnAnswer) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | text, "close"));
  EXPECT_EQ(client.next().first, last | bye);
  echo.rig.server.sweep(steady_clock::now() + milliseconds(900));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(echo.done, 0);
  echo.rig.server.sweep(steady_clock::now() + milliseconds(1'100));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Kind::lost);
  EXPECT_EQ(client.all(), "");
}

TEST(WebSocketEnd, ByAHandlerThatLeaves) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  client.send(frame(last | text, "leave") + frame(last | text, "unread"));
  EXPECT_EQ(client.all(), "");
  EXPECT_TRUE(echo.until_done());
  EXPECT_TRUE(echo.rig.log.empty());
}

struct Fault {
  std::string name;
  std::string bytes;
  std::uint16_t code;
  Kind kind = Kind::malformed;
};

std::vector<Fault> faults() {
  std::string promise = frame(last | text, "");  // of a terabyte
  promise = promise.substr(0, 1) + std::string("\xFF\x00\x00\x01\x00\x00\x00\x00\x00", 9) + "mask";
  const std::string much(std::size_t{700} << 10, 'x');
  return {{"not masked", frame(last | text, "hi", false), 1002},
          {"reserved bit", frame(last | 0x40 | text, "hi"), 1002},
          {"reserved opcode", frame(last | 3, "hi"), 1002},
          {"reserved control", frame(last | 11, ""), 1002},
          {"fragmented ping", frame(ping, "?"), 1002},
          {"long ping", frame(last | ping, std::string(126, '?')), 1002},
          {"continues nothing", frame(last | more, "hi"), 1002},
          {"begins within a message", frame(text, "a") + frame(last | text, "b"), 1002},
          {"length too long", std::string("\x81\xFE\x00\x01mask!", 9), 1002},
          {"short close", frame(last | bye, "x"), 1002},
          {"close code of nobody", frame(last | bye, closing(1005)), 1002},
          {"close reason", frame(last | bye, closing(1000, "\xFF")), 1002},
          {"not UTF-8", frame(last | text, "a\xC3("), 1007},
          {"a surrogate", frame(last | text, "\xED\xA0\x80"), 1007},
          {"ends within a letter", frame(text, "a") + frame(last | more, "\xC3"), 1007},
          {"too large", promise, 1009, Kind::too_large},
          {"too large together", frame(text, much) + frame(last | more, much), 1009, Kind::too_large}};
}

TEST(WebSocketEnd, ByAFaultOfThePeer) {
  for (const Fault& fault : faults()) {
    Echo echo;
    FrameClient client(echo.rig, echo.rig.port);
    client.open();
    client.send(fault.bytes + frame(last | text, "never read"));
    const Frame told = client.next();
    EXPECT_EQ(told.first, last | bye) << fault.name;
    EXPECT_EQ(told.payload.substr(0, 2), closing(fault.code)) << fault.name;
    EXPECT_EQ(client.all(), "") << fault.name;
    EXPECT_TRUE(echo.until_done()) << fault.name;
    EXPECT_EQ(echo.kind(), fault.kind) << fault.name;
    EXPECT_EQ(echo.got.size(), 1u) << fault.name;
  }
}

TEST(WebSocketEnd, ByAPeerThatVanishes) {
  Echo echo;
  int count = 0;
  for (const std::string& before : {std::string(), frame(last | text, "hi").substr(0, 3), frame(text, "begun")}) {
    for (const bool in_order : {false, true}) {
      FrameClient client(echo.rig, echo.rig.port);
      client.open();
      client.send(before);
      echo.rig.io.run_for(milliseconds(2));
      if (in_order)
        client.close();
      else
        client.reset();
      EXPECT_TRUE(echo.until_done(++count));
      EXPECT_EQ(echo.kind(), Kind::lost);
    }
  }
  EXPECT_TRUE(echo.rig.until([&] { return echo.rig.server.connections() == 0; }));
}

TEST(WebSocketEnd, ByAPeerThatVanishesWhileItIsWrittenTo) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port, 4096);
  client.open();
  client.send(frame(last | text, "big"));
  EXPECT_TRUE(echo.rig.until([&] { return echo.got.size() == 1; }));
  client.reset();
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.wrote, std::vector{false});
  EXPECT_EQ(echo.kind(), Kind::lost);
}

TEST(WebSocketEnd, AStopLetsTheHandlerSaySo) {
  Echo echo;
  FrameClient client(echo.rig, echo.rig.port);
  client.open();
  EXPECT_TRUE(echo.rig.until([&] { return echo.open == 1; }));
  bool stopped = false;
  const auto stop = [](Server& server, bool& flag) -> Async<> {
    const seconds grace(10);
    co_await server.stop(grace);
    flag = true;
  };
  boost::asio::co_spawn(echo.rig.io, stop(echo.rig.server, stopped), boost::asio::detached);
  EXPECT_TRUE((client.next() == Frame{last | bye, closing(1012, "restart")}));
  client.send(frame(last | bye, closing(1012)));
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(client.all(), "");
  client.close();
  EXPECT_TRUE(echo.rig.until([&] { return stopped; }));
  EXPECT_EQ(echo.kind(), Kind::closed);
  EXPECT_EQ(echo.rig.server.connections(), 0u);
}

TEST(WebSocketEnd, AStopCutsWhoDoesNotAnswer) {
  for (const std::string_view order : {"hello", "big"}) {
    Echo echo;
    FrameClient client(echo.rig, echo.rig.port, 4096);
    client.open();
    client.send(frame(last | text, order));
    EXPECT_TRUE(echo.rig.until([&] { return echo.got.size() == 1; }));
    const auto start = steady_clock::now();
    echo.rig.run(echo.rig.server.stop(milliseconds(20)));
    EXPECT_LT(steady_clock::now() - start, seconds(1));
    EXPECT_EQ(echo.done, 1) << order;
    EXPECT_EQ(echo.kind(), Kind::lost) << order;
    EXPECT_EQ(echo.rig.server.connections(), 0u);
  }
}

// Our close waits for room, the answer to a fault waits for our close, and our close then waits for the read that met
// the fault: inside Beast they wait for ever, so the cut must reach both. A Unix socket holds the same number of small
// frames each time.
TEST(WebSocketEnd, AFaultWhileWeClose) {
  Echo echo;
  const std::string path = testing::TempDir() + "askd-websocket-" + std::to_string(::getpid());
  ASSERT_TRUE(echo.rig.server.listen_unix(path, 0600));
  const auto settle = [&echo] {
    while (echo.rig.io.poll() > 0) continue;
  };
  {
    FrameClient measure(echo.rig, path);
    measure.open();
    measure.send(frame(last | text, "fill 1000000"));
    echo.rig.io.run_for(milliseconds(5));
    settle();
  }
  EXPECT_TRUE(echo.until_done());
  const int room = std::exchange(echo.filled, 0);
  FrameClient client(echo.rig, path);
  client.open();
  client.send(frame(last | text, "fill " + std::to_string(room)));
  EXPECT_TRUE(echo.rig.until([&] { return echo.filled == room; }));
  echo.got.clear();

  const auto stop = [](Server& server) -> Async<> {
    const seconds grace(10);
    co_await server.stop(grace);
  };
  boost::asio::co_spawn(echo.rig.io, stop(echo.rig.server), boost::asio::detached);
  settle();
  client.send(frame(last | text, "not masked", false));
  echo.rig.io.run_for(milliseconds(5));
  for (int i = 0; i < room; ++i) ASSERT_EQ(client.next().payload, "x") << i;
  EXPECT_TRUE((client.next() == Frame{last | bye, closing(1012, "restart")}));
  echo.rig.io.run_for(milliseconds(5));
  EXPECT_EQ(echo.done, 1);
  echo.rig.server.sweep(steady_clock::now() + milliseconds(1'100));
  EXPECT_TRUE(echo.until_done(2));
  EXPECT_EQ(echo.kind(), Kind::lost);
}

TEST(WebSocketEnd, SurvivesALoopThatEndsInTheMiddle) {
  boost::asio::io_context io;
  Server server(io, Limits(), [](Request& request, Exchange& exchange) -> Async<> {
    Signal ended;
    WebSocket socket(exchange, ended);
    const auto accepted = co_await socket.accept(request, "");
    EXPECT_TRUE(accepted);
    const Received received = co_await socket.read();
    ADD_FAILURE() << received.text;
  });
  const auto port = server.listen("127.0.0.1", 0).value();
  Loop loop;
  FrameClient client(loop, port);
  client.send(FrameClient::request() + frame(text, "half"));
  io.run_for(milliseconds(20));
  EXPECT_EQ(server.connections(), 1u);
}

}  // namespace
}  // namespace askd::net
