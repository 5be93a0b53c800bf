#include <array>
#include <memory>

#include <gtest/gtest.h>

#include "net/events.hpp"
#include "net/problem.hpp"
#include "net/rig.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::array<std::string_view, 4> names{"fired", "elapsed", "gone", "stopping"};

// Holds each request and answers with what woke it.
struct Held : Rig {
  explicit Held(std::optional<milliseconds> how_long, Limits limits = {})
      : Rig([this, how_long](Request&, Exchange& exchange) { return hold(exchange, *this, how_long); }, limits) {}

  static Async<> hold(Exchange& exchange, Held& held, std::optional<milliseconds> how_long) {
    Signal signal;
    held.signal = &signal;
    ++held.holding;
    const Wake wake = co_await exchange.hold(how_long, signal);
    held.signal = nullptr;
    --held.holding;
    held.wakes.push_back(wake);
    Response response;
    response.body = std::string(names[static_cast<std::size_t>(wake)]) + "!";
    co_await exchange.send(std::move(response));
  }
  void until_held(int count = 1) {
    ASSERT_TRUE(until([&] { return holding == count; }));
  }

  Signal* signal = nullptr;
  int holding = 0;
  std::vector<Wake> wakes;
};

const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

TEST(Hold, EndsWithTheSignal) {
  Held rig({});
  Raw client(rig, rig.port);
  client.send(get);
  rig.until_held();
  rig.signal->fire();
  EXPECT_NE(client.until("!").find("fired"), std::string::npos);
  client.send(get);
  rig.until_held();
  rig.signal->fire();
  EXPECT_NE(client.until("!").find("fired"), std::string::npos);
}

TEST(Hold, EndsWithItsTime) {
  Held rig(milliseconds(30));
  Raw client(rig, rig.port);
  const auto start = steady_clock::now();
  client.send(get);
  EXPECT_NE(client.until("!").find("elapsed"), std::string::npos);
  EXPECT_GE(steady_clock::now() - start, milliseconds(30));
}

TEST(Hold, LongOnesEndAQuarterSecondLateAtMost) {
  Held rig(milliseconds(60'000));
  Raw client(rig, rig.port);
  client.send(get);
  rig.until_held();
  const auto start = steady_clock::now();
  rig.server.sweep(start + milliseconds(59'000));
  rig.io.poll();
  EXPECT_EQ(rig.holding, 1);
  rig.server.sweep(start + milliseconds(60'250));
  EXPECT_NE(client.until("!").find("elapsed"), std::string::npos);
}

TEST(Hold, EndsWhenThePeerHangsUp) {
  Held rig({});
  Raw client(rig, rig.port);
  client.send(get);
  rig.until_held();
  client.close();
  EXPECT_TRUE(rig.until([&] { return rig.wakes == std::vector{Wake::gone}; }));
  EXPECT_TRUE(rig.until([&] { return rig.server.connections() == 0; }));
}

TEST(Hold, KeepsABoundedAmountOfWhatComesMeanwhile) {
  Limits limits;
  limits.ahead_max = 100;
  Held rig({}, limits);
  Raw client(rig, rig.port);
  client.send(get);
  rig.until_held();
  std::string more;
  for (int i = 0; i < 20; ++i) more += get;
  client.send(more);
  rig.io.run_for(milliseconds(10));
  for (int i = 0; i < 21; ++i) {
    rig.until_held();
    rig.signal->fire();
    EXPECT_NE(client.until("!").find("fired"), std::string::npos) << i;
  }
  rig.io.run_for(milliseconds(5));
  client.send(get);
  rig.until_held();
  client.close();
  EXPECT_TRUE(rig.until([&] { return rig.holding == 0; })) << "the watch must read again once there is room";
}

TEST(Hold, EndsWhenTheServerStops) {
  Held rig({});
  Raw held(rig, rig.port);
  Raw idle(rig, rig.port);
  held.send(get);
  rig.until_held();
  rig.run(rig.server.stop(seconds(10)));
  const std::string answer = held.all();
  EXPECT_NE(answer.find("stopping"), std::string::npos);
  EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_EQ(idle.all(), "");
  EXPECT_EQ(rig.server.connections(), 0u);
}

TEST(Hold, AStopCutsWhatDoesNotEnd) {
  Signal never;
  bool ended = false;
  Rig rig([&](Request&, Exchange&) -> Async<> {
    co_await never.wait();
    ended = true;
  });
  Raw client(rig, rig.port);
  client.send(get);
  rig.io.run_for(milliseconds(10));
  rig.run(rig.server.stop(milliseconds(20)));
  EXPECT_EQ(client.all(), "");
  EXPECT_FALSE(ended);
  never.fire();
  EXPECT_TRUE(rig.until([&] { return ended && rig.server.connections() == 0; }));
}

// A long JSON answer: the head at once, white space while it lasts, then the document.
Async<> slowly(Request&, Exchange& exchange) {
  Fields headers{{"Content-Type", "application/json"}};
  auto ok = co_await exchange.start(201, std::move(headers));
  Signal never;
  for (int i = 0; ok && i < 3; ++i) {
    const milliseconds slice(1);
    const Wake wake = co_await exchange.hold(slice, never);
    EXPECT_EQ(wake, Wake::elapsed);
    ok = co_await exchange.write(" ");
  }
  if (ok) ok = co_await exchange.write("{}");
  co_await exchange.finish();
}

TEST(Hold, SpaceCanBeSentMeanwhile) {
  Rig rig(slowly);
  Raw client(rig, rig.port);
  client.send(get + get);
  const std::string body = "\r\n\r\n1\r\n \r\n1\r\n \r\n1\r\n \r\n2\r\n{}\r\n0\r\n\r\n";
  EXPECT_TRUE(client.until("0\r\n\r\n").ends_with(body));
  EXPECT_TRUE(client.until("0\r\n\r\n").ends_with(body));
}

TEST(Hold, AnswersGatheredBeforeItLeaveFirst) {
  Signal signal;
  Rig rig([&](Request& request, Exchange& exchange) -> Async<> {
    if (request.path == "/held") {
      const Wake wake = co_await exchange.hold(std::nullopt, signal);
      EXPECT_EQ(wake, Wake::fired);
    }
    if (request.path == "/elsewhere") co_await signal.wait();
    co_await echo(request, exchange);
  });
  for (const std::string_view path : {"/held", "/elsewhere"}) {
    Raw client(rig, rig.port);
    client.send(get + "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(client.until("]\n").find("GET / []"), std::string::npos);
    signal.fire();
    EXPECT_NE(client.until("]\n").find(path), std::string::npos);
  }
}

TEST(Hold, EventsReachTheReader) {
  Signal signal;
  Rig rig([&](Request&, Exchange& exchange) -> Async<> {
    EventStream events(exchange);
    auto ok = co_await events.start();
    Event event;
    event.type = "t";
    event.id = "1";
    event.data = "{}";
    if (ok) ok = co_await events.send(std::move(event));
    const Wake wake = co_await exchange.hold(std::nullopt, signal);
    EXPECT_EQ(wake, Wake::stopping);
    ok = co_await events.comment();
    co_await events.finish();
  });
  Raw client(rig, rig.port);
  client.send(get);
  const std::string head = client.until("data: {}\n\n");
  EXPECT_NE(head.find("\r\nContent-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(head.find("event: t\nid: 1\n"), std::string::npos);
  rig.run(rig.server.stop(seconds(10)));
  EXPECT_NE(client.all().find(":\n"), std::string::npos);
}

TEST(Hold, SurvivesALoopThatEndsInTheMiddle) {
  Signal signal;
  {
    boost::asio::io_context io;
    Server server(io, Limits(), [&](Request&, Exchange& exchange) -> Async<> {
      const Wake wake = co_await exchange.hold(std::nullopt, signal);
      ADD_FAILURE() << static_cast<int>(wake);
    });
    const auto port = server.listen("127.0.0.1", 0).value();
    Loop loop;
    Raw client(loop, port);
    client.send(get);
    io.run_for(milliseconds(20));
    EXPECT_EQ(server.connections(), 1u);
  }
  signal.fire();
  EXPECT_TRUE(signal.take());
}

TEST(Signals, AreRememberedOnceAndTakenOnce) {
  Loop loop;
  Signal signal;
  signal.fire();
  signal.fire();
  EXPECT_TRUE(loop.run(signal.wait_for(milliseconds(0))));
  EXPECT_FALSE(loop.run(signal.wait_for(milliseconds(0))));
}

TEST(Signals, WakeTheirWaiterWhenTheyGo) {
  Loop loop;
  auto signal = std::make_unique<Signal>();
  bool woken = false;
  const auto wait = [](Signal& on, bool& flag) -> Async<> {
    co_await on.wait();
    flag = true;
  };
  boost::asio::co_spawn(loop.io, wait(*signal, woken), [](std::exception_ptr) {});
  loop.io.poll();
  EXPECT_FALSE(woken);
  signal.reset();
  EXPECT_TRUE(loop.until([&] { return woken; }));
}

}  // namespace
}  // namespace askd::net
