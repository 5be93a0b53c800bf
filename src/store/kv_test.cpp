// What the seam promises, of everything behind it.
#include "store/kv.hpp"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "store/keys.hpp"
#include "store/level_kv.hpp"
#include "store/memory_kv.hpp"
#include "store/testing/folder.hpp"

namespace askd::store {
namespace {

using testing::Folder;

struct Kind {
  const char* name;
  std::function<std::unique_ptr<Kv>(const std::filesystem::path&)> make;
};

class KvTest : public ::testing::TestWithParam<Kind> {
 protected:
  KvTest() : kv_(GetParam().make(folder_.path())) {}

  void put(const std::vector<std::pair<std::string, std::string>>& rows) {
    Changes changes;
    for (const auto& [key, value] : rows) changes.put(key, value);
    ASSERT_TRUE(kv_->write(changes));
  }
  static std::string scan(const View& view, const KeyRange& range, Order order, std::size_t limit = 100) {
    std::string keys;
    const auto scanned = view.scan(range, order, [&](std::string_view key, std::string_view) {
      keys += key;
      keys += ' ';
      return --limit > 0;
    });
    EXPECT_TRUE(scanned);
    return keys;
  }

  Folder folder_;
  std::unique_ptr<Kv> kv_;
};

TEST_P(KvTest, KeepsWhatIsPutAndForgetsWhatIsRemoved) {
  put({{"a", "1"}, {"b", std::string("\0\xff", 2)}});
  EXPECT_EQ(*kv_->view()->get("a"), "1");
  EXPECT_EQ(*kv_->view()->get("b"), std::string("\0\xff", 2));
  EXPECT_EQ(*kv_->view()->get("c"), std::nullopt);
  Changes changes;
  changes.remove("a");
  changes.put("c", "3");
  changes.put("c", "4");
  changes.remove("never there");
  ASSERT_TRUE(kv_->write(changes));
  EXPECT_EQ(*kv_->view()->get("a"), std::nullopt);
  EXPECT_EQ(*kv_->view()->get("c"), "4");
}

TEST_P(KvTest, ScansBothWaysWithinTheRange) {
  put({{"a", ""}, {"b", ""}, {"ba", ""}, {"c", ""}, {std::string("\xff"), ""}});
  const auto view = kv_->view();
  EXPECT_EQ(scan(*view, {"a", "c"}, Order::ascending), "a b ba ");
  EXPECT_EQ(scan(*view, {"a", "c"}, Order::descending), "ba b a ");
  EXPECT_EQ(scan(*view, {"aa", "z"}, Order::descending), "c ba b ");
  EXPECT_EQ(scan(*view, {"b", "\xff\xff"}, Order::descending, 2), "\xff c ");
  EXPECT_EQ(scan(*view, {"x", "y"}, Order::descending), "");
  EXPECT_EQ(scan(*view, {"x", "y"}, Order::ascending), "");
  EXPECT_EQ(scan(*view, {"c", "a"}, Order::ascending), "");
  EXPECT_EQ(scan(*view, {"a", "z"}, Order::ascending, 1), "a ");
}

TEST_P(KvTest, AViewStaysAsItWas) {
  put({{"a", "1"}});
  const auto before = kv_->view();
  put({{"a", "2"}, {"b", "2"}});
  EXPECT_EQ(*before->get("a"), "1");
  EXPECT_EQ(scan(*before, {"a", "z"}, Order::ascending), "a ");
  EXPECT_EQ(*kv_->view()->get("a"), "2");
}

TEST_P(KvTest, SplitsARangeWithoutGapsOrOverlaps) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (int i = 0; i < 3000; ++i) rows.emplace_back("n/" + std::to_string(100000 + i * 7), std::string(100, 'x'));
  put(rows);
  const KeyRange range = keys::all("n/");
  const auto parts = kv_->split(range, 5);
  ASSERT_FALSE(parts.empty());
  EXPECT_LE(parts.size(), 5U);
  EXPECT_EQ(parts.front().begin, range.begin);
  EXPECT_EQ(parts.back().end, range.end);
  for (std::size_t i = 1; i < parts.size(); ++i) EXPECT_EQ(parts[i - 1].end, parts[i].begin);
  EXPECT_EQ(kv_->split(keys::all("nothing here/"), 3).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Both, KvTest,
    ::testing::Values(Kind{"memory", [](const auto&) { return std::make_unique<MemoryKv>(); }},
                      Kind{"level", [](const auto& path) { return std::move(*open_level_kv(path / "store")); }}),
    [](const auto& kind) { return kind.param.name; });

TEST(MemoryKv, FailsWhereItIsTold) {
  for (const auto how : {MemoryKv::Failure::before, MemoryKv::Failure::after}) {
    MemoryKv kv;
    kv.fail_after(1, how);
    Changes one;
    one.put("one", "");
    Changes two;
    two.put("two", "");
    Changes three;
    three.put("three", "");
    EXPECT_TRUE(kv.write(one));
    EXPECT_FALSE(kv.write(two));
    EXPECT_FALSE(kv.write(three));
    const MemoryKv after_the_crash(kv.content());
    EXPECT_EQ(after_the_crash.view()->get("one")->has_value(), true);
    EXPECT_EQ(after_the_crash.view()->get("two")->has_value(), how == MemoryKv::Failure::after);
    EXPECT_EQ(after_the_crash.view()->get("three")->has_value(), false);
  }
}

TEST(Keys, RangesOfDifferentTextsNeverMeet) {
  const std::string nul(1, '\0');
  const std::vector<std::string> texts{"",   nul,   nul + "\1", nul + "\xff", "a", "a" + nul, "a" + nul + "\1b",
                                       "ab", "\xff"};
  for (const std::string& one : texts) {
    for (const std::string& other : texts) {
      if (one == other) continue;
      EXPECT_NE(keys::parked({one, other}), keys::parked({other, one}));
      const std::string key = keys::ended_of_team(other, AskId{Ulid{1, 2}});
      const bool within = key >= keys::ended_of_team(one, AskId{}) &&
                          key <= keys::ended_of_team(one, AskId{Ulid{~std::uint64_t{0}, ~std::uint64_t{0}}});
      EXPECT_FALSE(within);
      EXPECT_EQ(one < other, keys::cursor(one) < keys::cursor(other));
    }
    EXPECT_EQ(keys::backend_of_cursor(keys::cursor(one)), one);
    const Instant at{std::chrono::milliseconds{77}};
    const auto read = keys::read_taken_at(keys::taken_at(at, {one, "k"}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->at, at);
    EXPECT_EQ(read->key, (core::TakenKey{one, "k"}));
  }
}

TEST(Keys, ThePlaceOfARowIsItsPrefix) {
  const AskId id{Ulid{1, 2}};
  EXPECT_EQ(keys::ask(Place::live, id), "live/" + keys::ask(Place::ended, id));
  EXPECT_EQ(keys::last_ulid(keys::ask(Place::ended, id)), id.value);
  EXPECT_EQ(keys::sequence_of_log(keys::log(300)), 300U);
  EXPECT_LT(keys::log(255), keys::log(256));
}

}  // namespace
}  // namespace askd::store
