// Rows are a cache of the log: whatever happens, loading them gives what replaying all facts gives.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/core.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"
#include "store/testing/world.hpp"

namespace askd::store {
namespace {

using testing::World;

// The core beside a store, one batch after the other, as the engine drives them.
class Replay {
 public:
  explicit Replay(std::uint64_t seed) : world_(seed) {
    reopen();
    for (core::Input& input : world_.beginning()) batch({std::move(input)});
  }

  void step() {
    std::vector<core::Input> inputs;
    for (std::size_t i = 1 + world_.random().below(6); i > 0; --i) inputs.push_back(world_.next(state_));
    batch(std::move(inputs));
    if (world_.random().chance(10)) reopen();
  }

  void check() {
    auto loaded = store_->load();
    ASSERT_TRUE(loaded) << loaded.error().message;
    expect_same(*loaded, state_, "memory");
    core::State replayed = all_;
    core::retire(replayed);
    expect_same(*loaded, replayed, "replay");
    check_reads();
  }

  void check_reads() {
    std::vector<AskId> ended;
    for (const auto& [id, ask] : all_.asks) {
      const auto stored = store_->ask(id);
      ASSERT_TRUE(stored && *stored) << id.text();
      EXPECT_TRUE((*stored)->ask == ask) << id.text();
      expect_deliveries((*stored)->deliveries, id.value);
      if (ask.state != core::AskState::open) ended.insert(ended.begin(), id);
    }
    const auto listed = store_->ended_asks(core::TeamId{core::default_team}, {}, 100'000);
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), ended.size());
    for (std::size_t i = 0; i < ended.size(); ++i) EXPECT_EQ((*listed)[i].ask.id, ended[i]);
    for (const auto& [id, notice] : all_.notices) {
      const auto stored = store_->notice(id);
      ASSERT_TRUE(stored && *stored) << id.text();
      EXPECT_TRUE((*stored)->notice == notice) << id.text();
      expect_deliveries((*stored)->deliveries, id.value);
    }
    for (const auto& [id, conversation] : all_.conversations) {
      if (state_.conversation(id) != nullptr) continue;
      const auto stored = store_->conversation(id);
      ASSERT_TRUE(stored && *stored) << id.text();
      EXPECT_TRUE(**stored == conversation) << id.text();
    }
  }

  void check_chain() {
    const auto whole = store_->verify();
    EXPECT_TRUE(whole) << whole.error().message;
    EXPECT_EQ(store_->head().seq, all_.sequence);
  }
  std::size_t asks() const { return all_.asks.size(); }
  std::size_t deliveries() const { return all_.deliveries.size(); }

 private:
  void batch(std::vector<core::Input> inputs) {
    admit_wanted(inputs);
    std::vector<core::Facts> facts;
    const core::Sequence first = state_.sequence + 1;
    for (core::Input& input : inputs) {
      core::Outcome outcome = core::decide(state_, world_.roster(), std::move(input), world_.now());
      facts.push_back(std::move(outcome.facts));
    }
    Batch batch{{}, first, world_.now(), state_};
    for (const core::Facts& of_one : facts) batch.facts.emplace_back(of_one);
    const auto written = store_->append(batch);
    ASSERT_TRUE(written) << written.error().message;
    core::retire(state_);
    for (const core::Facts& of_one : facts) {
      world_.learn(of_one);
      for (const core::Fact& fact : of_one) core::apply(all_, fact);
    }
  }

  void admit_wanted(const std::vector<core::Input>& inputs) {
    std::set<core::RowKey> asked;
    for (;;) {
      std::vector<core::RowKey> wanted;
      for (const core::Input& input : inputs)
        for (core::RowKey& key : core::wants(state_, input))
          if (asked.insert(key).second) wanted.push_back(std::move(key));
      if (wanted.empty()) return;
      auto rows = store_->fetch(wanted);
      ASSERT_TRUE(rows) << rows.error().message;
      core::admit(state_, std::move(*rows));
    }
  }

  void reopen() {
    auto kv = std::make_shared<MemoryKv>(kv_->content());
    kv_ = kv;
    StoreOptions options;
    options.threads = 2;
    auto store = Store::open(kv, options);
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(*store);
    auto loaded = store_->load();
    ASSERT_TRUE(loaded) << loaded.error().message;
    state_ = std::move(*loaded);
  }

  void expect_deliveries(const std::vector<core::Delivery>& stored, Ulid subject) {
    std::size_t count = 0;
    for (auto at = all_.deliveries.lower_bound(core::first_delivery_of(subject));
         at != all_.deliveries.end() && at->first <= core::last_delivery_of(subject); ++at, ++count) {
      ASSERT_LT(count, stored.size());
      EXPECT_TRUE(stored[count] == at->second) << at->first.text();
    }
    EXPECT_EQ(stored.size(), count);
  }

  static void expect_same(const core::State& loaded, const core::State& other, const char* what) {
    EXPECT_TRUE(core::same_knowledge(loaded, other)) << what;
    EXPECT_TRUE(loaded.asks == other.asks) << what;
    EXPECT_TRUE(loaded.notices == other.notices) << what;
    EXPECT_TRUE(loaded.conversations == other.conversations) << what;
    EXPECT_TRUE(loaded.deliveries == other.deliveries) << what;
    EXPECT_TRUE(loaded.parked == other.parked) << what;
    EXPECT_TRUE(loaded.posts == other.posts) << what;
    EXPECT_TRUE(loaded.subjects == other.subjects) << what;
    EXPECT_TRUE(loaded.retries == other.retries) << what;
    EXPECT_TRUE(loaded.deadlines == other.deadlines) << what;
    EXPECT_TRUE(loaded.open_asks == other.open_asks) << what;
    EXPECT_TRUE(loaded.tokens == other.tokens) << what;
    EXPECT_TRUE(loaded.session_hashes == other.session_hashes) << what;
    EXPECT_TRUE(loaded.invite_hashes == other.invite_hashes) << what;
    EXPECT_TRUE(loaded.emails == other.emails) << what;
    EXPECT_TRUE(loaded.called == other.called) << what;
    EXPECT_TRUE(loaded.identities == other.identities) << what;
    EXPECT_TRUE(loaded.channel_names == other.channel_names) << what;
    EXPECT_TRUE(loaded.owed == other.owed) << what;
    EXPECT_TRUE(loaded.posting == other.posting) << what;
    EXPECT_TRUE(loaded.newly_owed.empty() && loaded.touched.empty()) << what;
  }

  World world_;
  std::shared_ptr<MemoryKv> kv_ = std::make_shared<MemoryKv>();
  std::unique_ptr<Store> store_;
  core::State state_;  // lets go of what has ended
  core::State all_;    // never does
};

class ReplayTest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(ReplayTest, LoadingIsReplaying) {
  Replay run(GetParam());
  for (int i = 0; i < 80; ++i) {
    run.step();
    if (i % 8 == 0) run.check();
    if (HasFailure()) FAIL() << "at step " << i;
  }
  run.check();
  run.check_chain();
  EXPECT_GT(run.asks(), 10U);
  EXPECT_GT(run.deliveries(), 10U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReplayTest, ::testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace askd::store
