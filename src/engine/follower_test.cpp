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

TEST(Follower, ACursorFromTheFutureIsRefused) {
  Rig rig;
  net::Signal signal;
  EXPECT_FALSE(rig.service.follow(rig.agent, rig.engine.state().sequence + 1, signal));
  EXPECT_FALSE(rig.service.follow(AgentId{Ulid{9, 9}}, 0, signal));
}

}  // namespace
}  // namespace askd::engine
