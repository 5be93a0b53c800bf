// An agent's stream: stored entries, then live ones, in order, none missing, none twice, however slow the reader is.
#include "engine/hub.hpp"
#include "engine/rig.hpp"
#include "net/io.hpp"

namespace askd::engine {
namespace {

std::vector<core::Sequence> drain(Rig& rig, Follower& follower, std::size_t most) {
  std::vector<core::Sequence> cursors;
  for (;;) {
    const auto entries = rig.run(follower.next(most));
    if (entries.empty()) return cursors;
    for (const core::Event& entry : entries) cursors.push_back(entry.cursor);
  }
}

std::vector<core::Sequence> all_of(Rig& rig) {
  std::vector<core::Sequence> cursors;
  for (const core::Event& event : rig.store->events(rig.agent, {}, 0, rig.store->head().seq, 100'000).value())
    cursors.push_back(event.cursor);
  return cursors;
}

TEST(Follower, ReadsWhatIsStoredAndThenWhatComes) {
  Rig rig;
  net::Signal signal;
  for (int i = 0; i < 10; ++i) rig.ask("Before");
  auto follower = rig.service.follow(rig.agent, 0, signal).value();
  auto seen = drain(rig, *follower, 3);
  EXPECT_EQ(seen.size(), 10U);
  for (int i = 0; i < 10; ++i) {
    rig.ask("After");
    for (const core::Sequence cursor : drain(rig, *follower, 3)) seen.push_back(cursor);
  }
  EXPECT_EQ(seen, all_of(rig));
}

// More than a tail holds goes by while nobody reads: the reader falls back to the store.
TEST(Follower, ASlowReaderMissesNothing) {
  Rig rig;
  net::Signal signal;
  auto follower = rig.service.follow(rig.agent, 0, signal).value();
  EXPECT_TRUE(drain(rig, *follower, 50).empty());
  std::size_t told = 0;
  constexpr std::size_t many = 3 * Tail::entries_max + 7;
  for (std::size_t i = 0; i < many; ++i)
    rig.pump.submit(core::asks::Input{rig.question("Go?")}, [&](const core::Outcome&) { ++told; });
  ASSERT_TRUE(rig.until([&] { return told == many; }));
  EXPECT_EQ(drain(rig, *follower, 50), all_of(rig));
}

TEST(Follower, StartsBehindTheGivenCursor) {
  Rig rig;
  net::Signal signal;
  for (int i = 0; i < 5; ++i) rig.ask("Go?");
  const auto all = all_of(rig);
  auto follower = rig.service.follow(rig.agent, all[2], signal).value();
  EXPECT_EQ(drain(rig, *follower, 100), (std::vector<core::Sequence>{all[3], all[4]}));
}

// A channel with the agent in it or not, and somebody who speaks there.
class Meeting {
 public:
  explicit Meeting(Rig& rig) : rig_(rig) {
    core::channels::CreationRequested request;
    request.id = channel = rig.ids.next<ChannelId>(rig.service.now());
    request.team = core::default_team;
    request.name = "#meeting";
    EXPECT_FALSE(rig.submit(core::channels::Input{request}).error);
  }
  void move(bool leaves) {
    core::channels::MembershipRequested request;
    request.id = channel;
    request.agent = rig_.agent.text();
    request.leaves = leaves;
    EXPECT_FALSE(rig_.submit(core::channels::Input{request}).error);
  }
  // The cursor of what was said.
  core::Sequence say() {
    core::conversations::Wrote wrote;
    wrote.id = rig_.ids.next<MessageId>(rig_.service.now());
    wrote.person = rig_.engine.state().people.begin()->first;
    wrote.channel = channel;
    wrote.content = "hello";
    const core::Outcome outcome = rig_.submit(core::conversations::Input{wrote});
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    return outcome.first;
  }

  ChannelId channel;

 private:
  Rig& rig_;
};

TEST(Follower, HearsItsChannelsBetweenItsOwnEntries) {
  Rig rig;
  net::Signal signal;
  Meeting meeting(rig);
  std::vector<core::Sequence> expected;
  const auto own = [&] {
    rig.ask("Go?");
    expected.push_back(all_of(rig).back());
  };
  meeting.say();  // nobody of ours is there yet
  own();
  meeting.move(false);
  for (int i = 0; i < 20; ++i) {
    expected.push_back(meeting.say());
    own();
  }
  auto stored = rig.service.follow(rig.agent, 0, signal).value();
  EXPECT_EQ(drain(rig, *stored, 3), expected);
  // The same for one who is there all the time, and for one who falls behind.
  for (std::size_t i = 0; i < Tail::entries_max + 20; ++i) expected.push_back(meeting.say());
  meeting.move(true);
  meeting.say();
  own();
  std::vector<core::Sequence> later = drain(rig, *stored, 7);
  later.insert(later.begin(), expected.begin(), expected.begin() + 41);
  // It has left, and what it hadn't read there by then it no longer hears.
  std::vector<core::Sequence> after_leaving(expected.begin(), expected.begin() + 41);
  after_leaving.push_back(expected.back());
  EXPECT_EQ(later, after_leaving);
}

TEST(Follower, HearsALiveChannelInOrder) {
  Rig rig;
  net::Signal signal;
  Meeting meeting(rig);
  auto follower = rig.service.follow(rig.agent, 0, signal).value();
  EXPECT_TRUE(drain(rig, *follower, 8).empty());
  meeting.move(false);
  std::vector<core::Sequence> expected;
  for (int i = 0; i < 30; ++i) {
    expected.push_back(meeting.say());
    rig.ask("Go?");
    expected.push_back(all_of(rig).back());
  }
  EXPECT_EQ(drain(rig, *follower, 8), expected);
}

// State is told of once for a whole batch: who came in behind what was said doesn't hear it, live or later.
TEST(Follower, HearsNothingThatWasSaidBeforeItCameIn) {
  Rig rig;
  net::Signal signal;
  Meeting meeting(rig);
  auto follower = rig.service.follow(rig.agent, 0, signal).value();
  EXPECT_TRUE(drain(rig, *follower, 8).empty());
  core::conversations::Wrote wrote;
  wrote.id = rig.ids.next<MessageId>(rig.service.now());
  wrote.person = rig.engine.state().people.begin()->first;
  wrote.channel = meeting.channel;
  wrote.content = "too early";
  core::channels::MembershipRequested join;
  join.id = meeting.channel;
  join.agent = rig.agent.text();
  int done = 0;
  rig.pump.submit(core::conversations::Input{wrote}, [&](const core::Outcome&) { ++done; });
  rig.pump.submit(core::channels::Input{join}, [&](const core::Outcome&) { ++done; });
  ASSERT_TRUE(rig.until([&] { return done == 2; }));
  EXPECT_EQ(drain(rig, *follower, 8), std::vector<core::Sequence>{});
  const core::Sequence heard = meeting.say();
  EXPECT_EQ(drain(rig, *follower, 8), std::vector<core::Sequence>{heard});
  auto later = rig.service.follow(rig.agent, 0, signal).value();
  EXPECT_EQ(drain(rig, *later, 8), std::vector<core::Sequence>{heard});
}

TEST(Follower, ACursorFromTheFutureIsRefused) {
  Rig rig;
  net::Signal signal;
  EXPECT_FALSE(rig.service.follow(rig.agent, rig.engine.state().sequence + 1, signal));
  EXPECT_FALSE(rig.service.follow(AgentId{Ulid{9, 9}}, 0, signal));
}

}  // namespace
}  // namespace askd::engine
