// The promises of the pump: one write for all that waits, nobody told before it is on disk, and an honest stop.
#include "engine/rig.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace askd::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

AskId ask_for_a_second(Rig& rig) {
  core::asks::Requested wanted = rig.question("Go?", {"#ops"});
  wanted.expires = rig.now + milliseconds(1'000);
  const AskId id = wanted.id;
  EXPECT_FALSE(rig.submit(core::asks::Input{std::move(wanted)}).error);
  return id;
}

TEST(Pump, WhatWaitsTogetherIsWrittenTogether) {
  Rig rig;
  const std::size_t before = rig.disk->writes();
  std::size_t told = 0;
  for (int i = 0; i < 500; ++i) {
    rig.pump.submit(core::asks::Input{rig.question("Go?")}, [&](const core::Outcome& outcome) {
      EXPECT_FALSE(outcome.error);
      ++told;
    });
  }
  ASSERT_TRUE(rig.until([&] { return told == 500; }));
  EXPECT_LE(rig.disk->writes() - before, 3U);
}

TEST(Pump, ReceiptsComeInOrderAndOnlyOnceTheRowsAreThere) {
  Rig rig;
  std::vector<AskId> told;
  std::vector<AskId> asked;
  for (int i = 0; i < 20; ++i) {
    core::asks::Requested wanted = rig.question("Go?");
    asked.push_back(wanted.id);
    rig.pump.submit(core::asks::Input{std::move(wanted)}, [&](const core::Outcome& outcome) {
      const AskId id{outcome.subject};
      EXPECT_TRUE(rig.store->ask(id).value().has_value()) << "told before it was on disk";
      told.push_back(id);
    });
  }
  ASSERT_TRUE(rig.until([&] { return told.size() == asked.size(); }));
  EXPECT_EQ(told, asked);
}

// A frame that comes in the moment after a commit once overtook those that had waited for it.
TEST(Pump, WhoeverWaitsForTheDiskGoesOnInTheOrderOfComing) {
  Rig rig;
  std::vector<int> order;
  const auto come = [&](int number) {
    const auto coming = [](Rig& at, std::vector<int>& came, int me) -> Async<> {
      co_await at.pump.settled();
      came.push_back(me);
    };
    boost::asio::co_spawn(rig.io, coming(rig, order, number), boost::asio::detached);
  };
  bool committed = false;
  rig.engine.observe([&](const core::State&, const core::Outcome& outcome, Instant) {
    if (outcome.facts.empty() || std::exchange(committed, true)) return;
    for (int number = 10; number < 13; ++number) come(number);
  });
  // The pump rests: it takes the input up and writes before the loop comes to the first of them.
  rig.pump.submit(core::asks::Input{rig.question("Go?")}, {});
  for (int number = 0; number < 3; ++number) come(number);
  ASSERT_TRUE(rig.until([&] { return order.size() == 6; }));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.back(), 12);
}

TEST(Pump, AnInputCountsThoughItsSenderHangsUp) {
  Rig rig;
  core::asks::Requested wanted = rig.question("Go?");
  const AskId id = wanted.id;
  boost::asio::cancellation_signal hang_up;
  bool ended = false;
  auto sending = rig.service.submit(core::asks::Input{std::move(wanted)});
  boost::asio::co_spawn(
      rig.io, std::move(sending),
      boost::asio::bind_cancellation_slot(hang_up.slot(), [&](std::exception_ptr, core::Outcome) { ended = true; }));
  rig.io.poll_one();
  hang_up.emit(boost::asio::cancellation_type::terminal);
  ASSERT_TRUE(rig.until([&] { return rig.store->ask(id).value().has_value(); }));
  EXPECT_TRUE(rig.until([&] { return ended; }));
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
}

TEST(Pump, AFailedWriteStopsItAndTellsNobody) {
  Rig rig;
  rig.disk->fail_after(0, store::MemoryKv::Failure::before);
  bool told = false;
  core::asks::Requested wanted = rig.question("Go?");
  const AskId id = wanted.id;
  rig.pump.submit(core::asks::Input{std::move(wanted)}, [&](const core::Outcome&) { told = true; });
  ASSERT_TRUE(rig.until([&] { return rig.stopped.has_value(); }));
  EXPECT_FALSE(told);
  Rig after(std::make_shared<store::MemoryKv>(rig.disk->content()), false);
  EXPECT_EQ(after.engine.state().ask(id), nullptr);
}

// The writer can't know that it landed. A restart finds it, and the agent's retry meets it.
TEST(Pump, AWriteThatLandedUnknownToUsIsThereAfterTheRestart) {
  Rig rig;
  rig.disk->fail_after(0, store::MemoryKv::Failure::after);
  bool told = false;
  core::asks::Requested wanted = rig.question("Go?");
  wanted.retry_key = "key";
  const core::asks::Requested again = wanted;
  rig.pump.submit(core::asks::Input{wanted}, [&](const core::Outcome&) { told = true; });
  ASSERT_TRUE(rig.until([&] { return rig.stopped.has_value(); }));
  EXPECT_FALSE(told);
  Rig after(std::make_shared<store::MemoryKv>(rig.disk->content()), false);
  core::asks::Requested retried = again;
  retried.id = after.ids.next<AskId>(after.now);
  const core::Outcome outcome = after.submit(core::asks::Input{std::move(retried)});
  EXPECT_TRUE(outcome.repeated);
  EXPECT_EQ(outcome.subject, again.id.value);
}

TEST(Pump, NothingExpiresUntilTheBackendsHaveCaughtUp) {
  Rig rig;
  const AskId id = ask_for_a_second(rig);
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  rig.now += minutes(5);  // a jump: the machine slept
  rig.ask("Another one, so that time is looked at");
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
  // The press was made in time, and is heard only now.
  rig.hear("late-1", rig.board->shown[0].post, "u-ana", "approve", rig.board->shown[0].id);
  EXPECT_EQ(rig.state_of(id), core::AskState::answered);
}

TEST(Pump, CaughtUpLetsAsksExpire) {
  Rig rig;
  const AskId id = ask_for_a_second(rig);
  rig.now += minutes(5);
  rig.ask("Another one, so that time is looked at");
  rig.run(rig.host->caught_up());
  ASSERT_TRUE(rig.until([&] { return rig.engine.state().deadlines.empty(); }));
  EXPECT_EQ(rig.state_of(id), core::AskState::expired);
}

TEST(Pump, TwoMinutesArePatienceEnough) {
  Rig rig;
  const AskId id = ask_for_a_second(rig);
  rig.now += minutes(5);
  rig.ask("First look after the jump");
  rig.now += milliseconds(59'000);
  rig.ask("Second look");
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
  rig.now += milliseconds(59'000);
  rig.ask("Third look");
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
  rig.now += milliseconds(59'000);
  rig.ask("Fourth look");
  EXPECT_EQ(rig.state_of(id), core::AskState::expired);
}

TEST(Pump, DrainedMeansThatAllIsOnDisk) {
  Rig rig;
  std::vector<AskId> asked;
  for (int i = 0; i < 50; ++i) {
    core::asks::Requested wanted = rig.question("Go?");
    asked.push_back(wanted.id);
    rig.pump.submit(core::asks::Input{std::move(wanted)}, {});
  }
  rig.run(rig.pump.drained());
  for (const AskId& id : asked) EXPECT_TRUE(rig.store->ask(id).value().has_value());
}

TEST(Pump, OldKeysAreForgottenAndYoungOnesKept) {
  Rig rig;
  rig.ask("Go?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const PostRef post = rig.board->shown[0].post;
  rig.hear("old", post, "u-ben", "why?");
  rig.now += std::chrono::hours(24 * 31);
  rig.hear("young", post, "u-ben", "and when?");
  EXPECT_EQ(rig.run(rig.pump.forget_taken(rig.now - std::chrono::hours(24 * 30))).value(), 1U);
  EXPECT_EQ(rig.run(rig.pump.forget_taken(rig.now - std::chrono::hours(24 * 30))).value(), 0U);
}

}  // namespace
}  // namespace askd::engine
