// The whole way round with a platform: post, press, edit, words, faults, and a restart in the middle.
#include "core/channels/channels.hpp"
#include "engine/rig.hpp"

namespace askd::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

// Lets retries come due, a step at a time, until `done`.
bool with_time(Rig& rig, const std::function<bool()>& done) {
  for (int i = 0; i < 200 && !done(); ++i) {
    rig.now += milliseconds(30'000);
    rig.pump.submit(core::Ticked{false}, {});
    rig.until(done, milliseconds(20));
  }
  return done();
}

TEST(Lanes, AnAskIsPostedPressedAndShownAsAnswered) {
  Rig rig;
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const Board::Shown first = rig.board->shown[0];
  EXPECT_EQ(first.post.room, "ops");
  EXPECT_EQ(first.card.title, "Ship 2.1?");
  EXPECT_EQ(first.card.agent, "bot");
  EXPECT_EQ(first.card.input, CardInput::buttons);
  EXPECT_EQ(first.card.url, "http://ask.test/asks/" + id.text());

  rig.hear("p1", first.post, "u-ana", "approve", first.id);
  ASSERT_TRUE(rig.until([&] { return !rig.board->shown[0].edits.empty(); }));
  const Card& last = rig.board->shown[0].edits.back();
  EXPECT_EQ(last.input, CardInput::none);
  EXPECT_TRUE(last.outcome.starts_with("Approved by Ana")) << last.outcome;
  const auto view = rig.run(rig.service.ask(id));
  EXPECT_EQ(view->ask.answer()->by_name, "Ana");
  EXPECT_EQ(view->ask.answer()->assurance, core::Assurance::linked);
  EXPECT_EQ(rig.host->cursor(), "p1");
}

TEST(Lanes, TheSameEventTwiceIsOneAnswer) {
  Rig rig;
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const Board::Shown first = rig.board->shown[0];
  rig.hear("p1", first.post, "u-ana", "approve", first.id);
  rig.hear("p1", first.post, "u-ana", "deny", first.id);
  const auto view = rig.run(rig.service.ask(id));
  EXPECT_EQ(std::get<std::string>(view->ask.answer()->value), "approve");
  EXPECT_TRUE(rig.board->words.empty());
}

TEST(Lanes, WhoeverIsSecondIsToldPrivately) {
  Rig rig;
  rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const Board::Shown first = rig.board->shown[0];
  rig.hear("p1", first.post, "u-ana", "approve", first.id);
  rig.hear("p2", first.post, "u-ben", "deny", first.id);
  ASSERT_TRUE(rig.until([&] { return !rig.board->words.empty(); }));
  EXPECT_EQ(rig.board->words[0].to, "u-ben");
  EXPECT_NE(rig.board->words[0].text.find("Approved by Ana"), std::string::npos) << rig.board->words[0].text;
}

TEST(Lanes, AStrangerIsRefusedAndTheAskStaysOpen) {
  Rig rig;
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const Board::Shown first = rig.board->shown[0];
  rig.hear("p1", first.post, "u-nobody", "approve", first.id);
  ASSERT_TRUE(rig.until([&] { return !rig.board->words.empty(); }));
  EXPECT_EQ(rig.board->words[0].to, "u-nobody");
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
}

TEST(Lanes, APlatformThatIsAwayForAWhileIsTriedAgain) {
  Rig rig;
  for (int i = 0; i < 3; ++i) rig.board->faults.push_back(Error{Fault::unavailable, "The board is away.", {}});
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  EXPECT_TRUE(with_time(rig, [&] { return rig.board->shown.size() == 1; }));
  EXPECT_TRUE(rig.until([&] { return rig.run(rig.service.ask(id))->deliveries[0].stage == core::Stage::sent; }));
}

TEST(Lanes, APlatformThatRefusesFailsTheDeliveryWithItsReason) {
  Rig rig;
  rig.board->faults.push_back(Error{Fault::forbidden, "The bot isn't in that room.", {}});
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  const auto failed = [&] { return rig.run(rig.service.ask(id))->deliveries[0].stage == core::Stage::failed; };
  ASSERT_TRUE(rig.until(failed));
  EXPECT_EQ(rig.run(rig.service.ask(id))->deliveries[0].reason, "The bot isn't in that room.");
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
  const auto events = rig.store->events(rig.agent, {}, 0, rig.store->head().seq, 100).value();
  EXPECT_EQ(events.back().type, core::EventType::delivery_failed);
}

// A reply in the thread of a post whose receipt died with us: the platform is asked whose post it is.
TEST(Lanes, APostWithoutAReceiptIsIdentified) {
  Rig rig;
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->shown.size() == 1; }));
  const PostRef second{"board", "ops", "m-lost"};
  rig.board->shown.push_back(Board::Shown{second, rig.board->shown[0].id, {}, {}});
  rig.hear("r1", second, "u-ana", "yes\nbut only on Monday");
  ASSERT_TRUE(rig.until([&] { return rig.state_of(id) == core::AskState::answered; }));
  EXPECT_EQ(rig.run(rig.service.ask(id))->ask.answer()->note.text, "but only on Monday");
  ASSERT_TRUE(rig.until([&] { return !rig.board->shown[0].edits.empty() && !rig.board->shown[1].edits.empty(); }));
}

TEST(Lanes, AnAdapterThatThrowsHarmsNobodyElse) {
  Rig rig;
  rig.board->throws = 2;
  const AskId id = rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->throws == 1; }));
  ASSERT_TRUE(rig.until([&] { return rig.lanes.health().at("board").state == BackendState::degraded; }));
  EXPECT_NE(rig.lanes.health().at("board").reason.find("bug"), std::string::npos);
  ASSERT_TRUE(with_time(rig, [&] { return rig.board->shown.size() == 1; }));
  EXPECT_EQ(rig.state_of(id), core::AskState::open);
  EXPECT_EQ(rig.lanes.health().at("board"), BackendHealth{});
}

TEST(Lanes, WhileThePlatformIsAwayItIsLeftAloneAndSaysSo) {
  Rig rig;
  for (int i = 0; i < 5; ++i) rig.board->faults.push_back(Error{Fault::unavailable, "The board is away."});
  std::vector<BackendHealth> told;
  rig.lanes.observe([&](const BackendId&, const BackendHealth& health) { told.push_back(health); });
  std::vector<AskId> asks;
  for (int i = 0; i < 20; ++i) asks.push_back(rig.ask("Ship 2.1?", {"#ops"}));
  // Three were tried; the others failed for now without being tried.
  const auto tried_once = [&] {
    return std::all_of(asks.begin(), asks.end(),
                       [&](const AskId& id) { return rig.run(rig.service.ask(id))->deliveries[0].attempts >= 1; });
  };
  ASSERT_TRUE(rig.until(tried_once));
  EXPECT_EQ(rig.board->faults.size(), 2U);
  EXPECT_TRUE(with_time(rig, [&] { return rig.board->shown.size() == 20; }));
  ASSERT_GE(told.size(), 3U);
  EXPECT_EQ(told[0].state, BackendState::degraded);
  EXPECT_EQ(told[1], (BackendHealth{BackendState::down, "The board is away."}));
  EXPECT_EQ(told.back(), BackendHealth{});
}

// Our own post comes back while the errand waits: it is neither posted twice nor missed in memory.
TEST(Lanes, WhatWasSettledWhileItWaitedIsntDoneAgain) {
  Rig rig;
  Error slow{Fault::rate_limited, "The board wants fewer."};
  slow.retry_after = minutes(3);
  rig.board->faults.push_back(slow);
  rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->faults.empty(); }));
  const core::Errand owed = *rig.engine.state().owed.begin();
  ASSERT_TRUE(rig.until([&] { return rig.engine.state().delivery(owed.delivery)->attempts == 1; }));
  // It is handed out again, and waits for its room, when the echo comes.
  rig.now += minutes(2);
  rig.lanes.run({owed});
  Inbound echo;
  echo.key = "echo";
  echo.thread = PostRef{"board", "ops", "m9"};
  echo.delivery = owed.delivery;
  echo.own = true;
  rig.run(rig.host->heard(std::move(echo)));
  EXPECT_FALSE(rig.engine.state().owed.contains(owed));
  rig.now += minutes(5);
  rig.lanes.run({});
  EXPECT_FALSE(with_time(rig, [&] { return !rig.board->shown.empty(); }));
}

TEST(Lanes, APostThatCantBeReadIsNoneOfOurs) {
  Rig rig;
  rig.board->unreadable = true;
  rig.hear("r1", PostRef{"board", "ops", "m-elsewhere"}, "u-ana", "yes");
  ASSERT_TRUE(rig.until([&] { return rig.engine.state().parked.empty(); }));
}

TEST(Lanes, APauseThatThePlatformAsksForIsKept) {
  Rig rig;
  Error slow{Fault::rate_limited, "The board wants fewer."};
  slow.retry_after = minutes(3);
  rig.board->faults.push_back(slow);
  rig.ask("Ship 2.1?", {"#ops"});
  ASSERT_TRUE(rig.until([&] { return rig.board->faults.empty(); }));
  const Instant began = rig.now;
  ASSERT_TRUE(with_time(rig, [&] { return rig.board->shown.size() == 1; }));
  EXPECT_GE(rig.now - began, minutes(3));
}

TEST(Lanes, WhatIsSaidInAChannelIsSaidInItsRoom) {
  Rig rig;
  core::conversations::Wrote wrote;
  wrote.id = rig.ids.next<MessageId>(rig.now);
  wrote.person = rig.engine.state().people.begin()->first;
  wrote.channel = core::channels::named(rig.engine.state(), core::TeamId{core::default_team}, "#ops");
  wrote.content = "The deploy hangs";
  ASSERT_FALSE(rig.submit(core::conversations::Input{wrote}).error);
  ASSERT_TRUE(rig.until([&] { return rig.board->words.size() == 1; }));
  EXPECT_EQ(rig.board->words[0].text, "The deploy hangs");
  EXPECT_EQ(rig.board->words[0].author, rig.engine.state().person(wrote.person)->name);
  EXPECT_EQ(rig.board->words_in[0], (PostRef{"board", "ops", ""}));
  // And the other way round; our own words that come back are nobody's.
  rig.hear("m1", PostRef{"board", "ops", ""}, "u-ben", "I look at it");
  EXPECT_EQ(rig.engine.state().tallies.at(wrote.channel).messages, 2U);
  EXPECT_EQ(rig.board->words.size(), 1U);
}

TEST(Lanes, WhatIsOwedIsStillOwedAfterARestart) {
  auto disk = std::make_shared<store::MemoryKv>();
  AskId id;
  {
    Rig rig(disk);
    rig.board->faults.push_back(Error{Fault::unavailable, "The board is away.", {}});
    id = rig.ask("Ship 2.1?", {"#ops"});
    ASSERT_TRUE(rig.until([&] { return rig.board->faults.empty(); }));
    rig.run(rig.pump.drained());
    EXPECT_TRUE(rig.board->shown.empty());
  }
  Rig again(std::make_shared<store::MemoryKv>(disk->content()), false);
  ASSERT_FALSE(again.configure(roster_with_board()).error);
  ASSERT_TRUE(with_time(again, [&] { return again.board->shown.size() == 1; }));
  EXPECT_EQ(again.board->shown[0].card.title, "Ship 2.1?");
}

}  // namespace
}  // namespace askd::engine
