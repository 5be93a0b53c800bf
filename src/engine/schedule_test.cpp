// The pace of a backend, at whatever time it is.
#include "engine/schedule.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = core::Errand::Kind;

class Schedules : public ::testing::Test {
 protected:
  void add(const std::string& room, Kind kind = Kind::post) {
    schedule.add(core::Errand{kind, "board", DeliveryId{Ulid{1, ++made_ << 16}}, {}}, room);
  }
  // The rooms whose errands begin now, in their order.
  std::vector<std::string> begin() {
    std::vector<std::string> rooms;
    while (auto started = schedule.begin(now)) {
      rooms.push_back(started->room);
      under_way.push_back(std::move(*started));
    }
    return rooms;
  }
  void end(Ending ending = {}) {
    ASSERT_FALSE(under_way.empty());
    schedule.end(under_way.front(), std::move(ending), now);
    under_way.erase(under_way.begin());
  }
  static Ending away() { return {Ending::Kind::away, "The board can't be reached.", {}}; }
  using Rooms = std::vector<std::string>;

  Schedule schedule{milliseconds(1'000)};
  Instant now{std::chrono::hours(500'000)};
  std::vector<Schedule::Started> under_way;

 private:
  std::uint64_t made_ = 0;
};

TEST_F(Schedules, ARoomGetsOneAtATimeWithAPause) {
  add("a");
  add("a");
  add("b");
  EXPECT_EQ(begin(), (Rooms{"a", "b"}));
  EXPECT_EQ(schedule.next(), std::nullopt) << "its next one waits for the end of the first";
  end();
  EXPECT_EQ(begin(), Rooms{});
  EXPECT_EQ(schedule.next(), now + seconds(1));
  now += milliseconds(999);
  EXPECT_EQ(begin(), Rooms{});
  now += milliseconds(1);
  EXPECT_EQ(begin(), Rooms{"a"});
  EXPECT_EQ(schedule.waiting(), 0U);
}

TEST_F(Schedules, EditsDontQueueBehindPosts) {
  add("a");
  add("a");
  add("a", Kind::edit);
  add("a", Kind::edit);
  EXPECT_EQ(begin(), (Rooms{"a", "a"}));
  EXPECT_EQ(under_way[0].errand.kind == Kind::edit, under_way[1].errand.kind != Kind::edit);
  while (!under_way.empty()) end();
  EXPECT_EQ(begin(), Rooms{"a"}) << "an edit keeps no pause";
  EXPECT_EQ(under_way[0].errand.kind, Kind::edit);
}

TEST_F(Schedules, RoomsTakeTurns) {
  for (int i = 0; i < 3; ++i)
    for (const char* room : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}) add(room);
  EXPECT_EQ(begin(), (Rooms{"a", "b", "c", "d", "e", "f", "g", "h"}));
  EXPECT_EQ(begin(), Rooms{}) << "no more at once";
  now += seconds(1);
  end();
  EXPECT_EQ(begin(), Rooms{"i"}) << "a has had its turn";
  end();
  EXPECT_EQ(begin(), Rooms{"j"});
  end();
  EXPECT_EQ(begin(), Rooms{"a"});
}

TEST_F(Schedules, APlatformThatIsAwayIsTriedNowAndThen) {
  for (int i = 0; i < 20; ++i) add(std::to_string(i));
  EXPECT_EQ(begin().size(), Schedule::at_once);
  EXPECT_EQ(schedule.health(), BackendHealth{});
  while (!under_way.empty()) end(away());
  EXPECT_EQ(schedule.health(), (BackendHealth{BackendState::down, "The board can't be reached."}));
  // What waits fails at once, so that people can be asked somewhere else; questions can wait.
  add("q", Kind::identify);
  EXPECT_EQ(begin(), Rooms{});
  int refused = 0;
  while (schedule.refuse(now)) ++refused;
  EXPECT_EQ(refused, 12);
  EXPECT_EQ(schedule.waiting(), 1U);
  milliseconds rest = schedule.closed_until() - now;
  EXPECT_GE(rest, Schedule::first_rest);
  for (int i = 0; i < 8; ++i) {
    add("a");
    add("b");
    now = schedule.closed_until();
    EXPECT_FALSE(schedule.refuse(now));
    EXPECT_EQ(begin().size(), 1U) << "one alone sees whether it is back";
    EXPECT_EQ(schedule.next(), std::nullopt);
    end(away());
    EXPECT_GE(schedule.closed_until() - now, rest);
    rest = schedule.closed_until() - now;
    while (schedule.refuse(now)) ++refused;
  }
  EXPECT_EQ(rest, Schedule::longest_rest);
  now = schedule.closed_until();
  add("a");
  add("b");
  EXPECT_EQ(begin().size(), 1U);
  end();
  EXPECT_EQ(schedule.health(), BackendHealth{});
  EXPECT_EQ(begin().size(), 1U) << "all that is left";
}

TEST_F(Schedules, WithoutAGoodTokenAllIsDownAndNothingWaits) {
  for (int i = 0; i < 5; ++i) add(std::to_string(i));
  begin();
  for (int i = 0; i < 5; ++i) end({Ending::Kind::locked_out, "The token was revoked.", {}});
  EXPECT_EQ(schedule.health(), (BackendHealth{BackendState::down, "The token was revoked."}));
  add("a");
  EXPECT_EQ(begin(), Rooms{"a"}) << "each fails at once, and its person is asked elsewhere";
  end({Ending::Kind::skipped, {}, {}});
  EXPECT_EQ(schedule.health().state, BackendState::down) << "that says nothing of the platform";
  add("a");
  now += seconds(2);
  begin();
  end();
  EXPECT_EQ(schedule.health(), BackendHealth{});
}

TEST_F(Schedules, AQuestionWithoutAnAnswerRests) {
  add("a", Kind::identify);
  EXPECT_EQ(begin(), Rooms{"a"});
  end({Ending::Kind::slowed, "The board wants fewer.", {}});
  add("a", Kind::identify);
  add("a");
  EXPECT_EQ(begin(), Rooms{"a"}) << "the post doesn't wait for it";
  EXPECT_EQ(under_way[0].errand.kind, Kind::post);
  EXPECT_EQ(schedule.next(), now + Schedule::question_rest);
}

TEST_F(Schedules, OneFailureAmongOthersBreaksNothing) {
  for (int i = 0; i < 30; ++i) {
    add("a", Kind::edit);
    ASSERT_EQ(begin(), Rooms{"a"});
    end(i % 3 == 2 ? Ending{} : away());
  }
  EXPECT_EQ(schedule.health().state, BackendState::up);
  add("a", Kind::edit);
  begin();
  end(away());
  EXPECT_EQ(schedule.health().state, BackendState::degraded);
}

TEST_F(Schedules, APlatformThatWantsFewerGetsFewerThere) {
  add("a");
  add("a");
  add("b");
  begin();
  end({Ending::Kind::slowed, "The board wants fewer.", seconds(30)});
  EXPECT_EQ(schedule.health(), (BackendHealth{BackendState::degraded, "The board wants fewer."}));
  end();
  add("b");
  now += seconds(2);
  EXPECT_EQ(begin(), Rooms{"b"}) << "the other room isn't held up";
  EXPECT_EQ(schedule.next(), now + seconds(28));
  now += seconds(28);
  EXPECT_EQ(begin(), Rooms{"a"});
  end();
  EXPECT_EQ(schedule.health(), BackendHealth{});
}

TEST_F(Schedules, RoomsThatAreDoneAreForgotten) {
  for (int i = 0; i < 100; ++i) {
    add(std::to_string(i));
    ASSERT_EQ(begin().size(), 1U);
    end();
    now += seconds(2);
  }
  add("last");
  EXPECT_EQ(begin(), Rooms{"last"});
}

}  // namespace
}  // namespace askd::engine
