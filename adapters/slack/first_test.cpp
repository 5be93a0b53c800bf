// Two at once: whichever ends first, and however.
#include "askd/first.hpp"

#include "rig.hpp"

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

struct Gone {
  explicit Gone(bool& its) : gone(its) {}
  Gone(const Gone&) = delete;
  Gone& operator=(const Gone&) = delete;
  ~Gone() { gone = true; }
  bool& gone;
};

Async<int> after(FakeHost& host, std::chrono::milliseconds time, int value, bool& gone) {
  const Gone leaving(gone);
  co_await host.sleep(time);
  if (value < 0) throw std::runtime_error("broken");
  co_return value;
}

TEST(FirstOf, TheFirstToReturnCountsAndTheOtherIsGone) {
  FakeHost host;
  bool a = false, b = false;
  const Instant before = host.now;
  const auto first = host.run(first_of(after(host, 1h, 1, a), after(host, 1s, 2, b)));
  EXPECT_EQ(first, (std::variant<int, int>(std::in_place_index<1>, 2)));
  EXPECT_TRUE(a && b);
  EXPECT_EQ(host.now - before, 1s);
}

TEST(FirstOf, TheFirstToThrowCountsAndTheOtherIsGone) {
  for (const bool left : {true, false}) {
    FakeHost host;
    bool a = false, b = false;
    const Instant before = host.now;
    const auto soon = left ? 1s : 1h, late = left ? 1h : 1s;
    EXPECT_THROW(host.run(first_of(after(host, soon, -1, a), after(host, late, -1, b))), std::runtime_error);
    EXPECT_TRUE(a && b);
    EXPECT_EQ(host.now - before, 1s);
  }
}

TEST(FirstOf, WhoReturnsNothingEndsAllTheSame) {
  FakeHost host;
  bool gone = false;
  const auto first = host.run(first_of(after(host, 1h, 1, gone), host.sleep(1s)));
  EXPECT_EQ(first.index(), 1U);
  EXPECT_TRUE(gone);
}

// Listening on with one part of it dead would be deafness that nobody notices.
TEST(Listening, WhatThrowsEndsIt) {
  for (const char* broken : {"open_posts", "apps.connections.open", "conversations.replies"}) {
    Rig rig;
    rig.host.open = {{"slack-main", "C0OPS", "1793000001.000200"}};
    rig.host.broken = broken;
    rig.listen();
    EXPECT_TRUE(rig.host.until([&] { return rig.ended.has_value(); })) << broken;
    EXPECT_TRUE(rig.thrown) << broken;
  }
}

TEST(Listening, ADiskThatFailsEndsIt) {
  Rig rig;
  rig.listen_until_up();
  rig.host.broken = "heard";
  rig.host.wires[0]->say(dump(envelope("e1", "events_api", testdata("event_thread_reply.json"))));
  EXPECT_TRUE(rig.host.until([&] { return rig.ended.has_value(); }));
  EXPECT_TRUE(rig.thrown);
  EXPECT_TRUE(rig.host.wires[0]->written.empty()) << "nothing is acknowledged that isn't on disk";
}

TEST(Listening, TheEventsApiEndsWithWhatThrows) {
  Rig rig("events");
  rig.listen();
  ASSERT_TRUE(rig.host.until([&] { return rig.host.caught_up_count == 1; }));
  rig.host.broken = "auth.test";
  EXPECT_TRUE(rig.host.until([&] { return rig.ended.has_value(); }));
  EXPECT_TRUE(rig.thrown);
}

}  // namespace
}  // namespace askd::adapters::slack
