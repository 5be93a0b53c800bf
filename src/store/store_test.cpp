// The store as engine and doors use it.
#include "store/store.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "core/core.hpp"
#include "core/describe.hpp"
#include "store/keys.hpp"
#include "store/memory_kv.hpp"
#include "store/pack.hpp"
#include "store/testing/folder.hpp"
#include "store/testing/samples.hpp"
#include "store/upgrade.hpp"

namespace askd::store {
namespace {

using testing::Folder;
using testing::id;
using testing::instant;

// A store with the State that belongs to it.
class Desk {
 public:
  explicit Desk(std::shared_ptr<Kv> kv = std::make_shared<MemoryKv>()) : kv_(std::move(kv)) {
    auto opened = Store::open(kv_);
    EXPECT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    state_ = std::move(*store_->load());
  }

  Result<> commit(core::Facts facts, Instant at = instant()) {
    const core::Sequence first = state_.sequence + 1;
    for (const core::Fact& fact : facts) core::apply(state_, fact);
    Batch batch{{}, first, at, state_};
    batch.facts.emplace_back(facts);
    auto written = store_->append(batch);
    core::retire(state_);
    return written;
  }
  Result<> open(core::Ask ask) { return commit({core::asks::Fact{core::asks::Opened{std::move(ask)}}}); }
  Result<> answer(AskId id) {
    core::Answer answer;
    answer.value = std::string("approve");
    answer.at = instant(99);
    return commit({core::asks::Fact{core::asks::Answered{id, answer}}});
  }
  Result<> say(std::uint64_t number, std::string text, std::string retry_key = {}) {
    core::conversations::Said said;
    said.message.id = id<MessageId>(number);
    said.message.conversation = id<ConversationId>(1);
    said.message.agent = id<AgentId>(1);
    said.message.content.text = std::move(text);
    said.retry_key = std::move(retry_key);
    return commit({core::conversations::Fact{std::move(said)}});
  }

  Store& store() { return *store_; }
  core::State& state() { return state_; }

 private:
  std::shared_ptr<Kv> kv_;
  std::unique_ptr<Store> store_;
  core::State state_;
};

std::string text_of(std::size_t size) { return std::string(size, 'x'); }

TEST(Store, AnOpenedAskCostsThreePutsAndTheHead) {
  core::State state;
  const core::Fact opened{core::asks::Fact{core::asks::Opened{testing::ask(1)}}};
  core::apply(state, opened);
  const auto kv = std::make_shared<MemoryKv>();
  auto store = Store::open(kv);
  ASSERT_TRUE(store);
  const std::size_t before = kv->content()->size();
  Batch batch{{std::span(&opened, 1)}, 1, instant(), state};
  ASSERT_TRUE((*store)->append(batch));
  EXPECT_EQ(kv->content()->size() - before, 4U);
  EXPECT_TRUE(kv->content()->contains(keys::log(1)));
  EXPECT_TRUE(kv->content()->contains(keys::ask(Place::live, id<AskId>(1))));
  EXPECT_TRUE(kv->content()->contains(keys::event(id<AgentId>(1), 1)));
  EXPECT_TRUE(kv->content()->contains(std::string(keys::head)));
}

TEST(Store, AnEndedAskLeavesTheLiveRows) {
  const auto kv = std::make_shared<MemoryKv>();
  Desk desk(kv);
  core::Ask ask = testing::ask(1);
  ask.retry_key = "key";
  ASSERT_TRUE(desk.open(ask));
  ASSERT_TRUE(desk.answer(ask.id));
  const auto rows = kv->content();
  EXPECT_FALSE(rows->contains(keys::ask(Place::live, ask.id)));
  EXPECT_FALSE(rows->contains(keys::conversation(Place::live, ask.conversation)));
  EXPECT_TRUE(rows->contains(keys::ask(Place::ended, ask.id)));
  EXPECT_TRUE(rows->contains(keys::conversation(Place::ended, ask.conversation)));
  EXPECT_TRUE(rows->contains(keys::retry({ask.agent, core::Operation::ask, "key"})));
  EXPECT_EQ((*desk.store().ask(ask.id))->ask.state, core::AskState::answered);
  EXPECT_TRUE(desk.state().asks.empty());

  const std::vector<core::RowKey> wanted{ask.id,
                                         ask.conversation,
                                         core::RetryKey{ask.agent, core::Operation::ask, "key"},
                                         core::RetryKey{ask.agent, core::Operation::notice, "key"},
                                         id<AskId>(2),
                                         core::TakenKey{"chat", "never"},
                                         PostRef{"chat", "room", "never"}};
  const auto loaded = desk.store().fetch(wanted);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->asks.size(), 1U);
  EXPECT_EQ(loaded->conversations.size(), 1U);
  ASSERT_EQ(loaded->retries.size(), 1U);
  EXPECT_EQ(loaded->retries[0].second.subject, ask.id.value);
  EXPECT_TRUE(loaded->taken.empty());
  EXPECT_TRUE(loaded->posts.empty());
}

TEST(Store, AnAgentsPageIsTheBeginningOfAllThatItHears) {
  const auto kv = std::make_shared<MemoryKv>();
  const auto store = Store::open(kv);
  ASSERT_TRUE(store);
  const auto agent = id<AgentId>(1);
  std::vector<Store::Heard> channels;
  for (std::uint64_t i = 0; i < 7; ++i) channels.push_back({id<ChannelId>(i + 1), i == 3 ? core::Sequence{40} : 0});
  Changes changes;
  for (core::Sequence cursor = 1; cursor <= 100; ++cursor) {
    const std::size_t which = cursor * 5 % 8;
    core::Event event;
    event.cursor = cursor;
    std::string bytes;
    pack(bytes, event);
    changes.put(which == 7 ? keys::event(agent, cursor) : keys::channel_event(channels[which].channel, cursor), bytes);
  }
  ASSERT_TRUE(kv->write(changes));

  std::vector<core::Sequence> expected;
  for (core::Sequence cursor = 1; cursor <= 95; ++cursor)
    if (cursor * 5 % 8 != 3 || cursor > 40) expected.push_back(cursor);
  for (const std::size_t limit : {1U, 2U, 8U, 33U, 200U}) {
    std::vector<core::Sequence> heard;
    for (;;) {
      const auto page = (*store)->events(agent, channels, heard.empty() ? 0 : heard.back(), 95, limit);
      ASSERT_TRUE(page);
      for (const core::Event& event : *page) heard.push_back(event.cursor);
      if (page->size() < limit) break;
    }
    EXPECT_EQ(heard, expected) << limit;
  }
}

TEST(Store, AppendTakesOnlyWhatFollows) {
  Desk desk;
  ASSERT_TRUE(desk.open(testing::ask(1)));
  const core::Fact fact{core::asks::Fact{core::asks::Opened{testing::ask(2)}}};
  core::apply(desk.state(), fact);
  for (const core::Sequence first : {core::Sequence{0}, core::Sequence{1}, core::Sequence{3}}) {
    const auto written = desk.store().append({{std::span(&fact, 1)}, first, instant(), desk.state()});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().fault, Fault::conflict);
  }
  EXPECT_EQ(desk.store().head().seq, 1U);
  EXPECT_TRUE(desk.store().append({{std::span(&fact, 1)}, 2, instant(), desk.state()}));
  EXPECT_EQ(desk.store().head().seq, 2U);
  EXPECT_TRUE(desk.store().verify());
}

TEST(Store, AStateThatIsAheadOfTheBatchIsRefused) {
  Desk desk;
  const core::Fact fact{core::asks::Fact{core::asks::Opened{testing::ask(1)}}};
  const auto written = desk.store().append({{std::span(&fact, 1)}, 1, instant(), desk.state()});  // not applied
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, Fault::conflict);
}

TEST(Store, AfterAFailedWriteNothingIsTaken) {
  const auto kv = std::make_shared<MemoryKv>();
  Desk desk(kv);
  ASSERT_TRUE(desk.open(testing::ask(1)));
  kv->fail_after(0, MemoryKv::Failure::before);
  EXPECT_FALSE(desk.open(testing::ask(2)));
  EXPECT_FALSE(desk.open(testing::ask(3)));
  EXPECT_EQ(desk.store().head().seq, 1U);
  Desk again(std::make_shared<MemoryKv>(kv->content()));
  EXPECT_EQ(again.state().asks.size(), 1U);
}

TEST(Store, AWriteThatWasNotAcknowledgedMayBeThere) {
  const auto kv = std::make_shared<MemoryKv>();
  Desk desk(kv);
  kv->fail_after(0, MemoryKv::Failure::after);
  EXPECT_FALSE(desk.open(testing::ask(1)));
  Desk again(std::make_shared<MemoryKv>(kv->content()));
  EXPECT_EQ(again.state().asks.size(), 1U);
  EXPECT_TRUE(again.store().verify());
}

TEST(Store, ComesBackFromDisk) {
  const Folder folder;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    auto kv = open_level_kv(folder.path());
    ASSERT_TRUE(kv);
    Desk desk{std::shared_ptr<Kv>(std::move(*kv))};
    EXPECT_EQ(desk.state().sequence, i - 1);
    EXPECT_EQ(desk.state().asks.size(), i - 1);
    ASSERT_TRUE(desk.open(testing::ask(i)));
  }
}

TEST(Store, ALaterFormatIsRefusedInPlainWords) {
  const Folder folder;
  ASSERT_TRUE(Store::open(folder.path()));
  {
    const auto kv = open_level_kv(folder.path());
    Changes changes;
    changes.put(keys::format, std::to_string(format_number + 1));
    ASSERT_TRUE((*kv)->write(changes));
  }
  const auto store = Store::open(folder.path());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().fault, Fault::invalid);
  EXPECT_NE(store.error().message.find("A later version of askd"), std::string::npos);
  EXPECT_NE(store.error().message.find(folder.path().string()), std::string::npos);
}

TEST(Store, AStoreWithoutItsFormatIsDamaged) {
  for (const std::string format : {"", "0", "one", "1 ", "-1"}) {
    const auto kv = std::make_shared<MemoryKv>();
    Changes changes;
    if (format.empty())
      changes.put("ask/", "");
    else
      changes.put(keys::format, format);
    ASSERT_TRUE(kv->write(changes));
    const auto store = Store::open(kv);
    ASSERT_FALSE(store) << format;
    EXPECT_EQ(store.error().fault, Fault::corrupt);
  }
}

TEST(Store, DamageAtTheEndOfTheLogIsFoundAtOpen) {
  const Folder folder;
  {
    auto kv = open_level_kv(folder.path());
    Desk desk{std::shared_ptr<Kv>(std::move(*kv))};
    for (std::uint64_t i = 1; i <= 5; ++i) ASSERT_TRUE(desk.open(testing::ask(i)));
  }
  {
    const auto kv = open_level_kv(folder.path());
    Changes changes;
    changes.remove(keys::log(3));
    ASSERT_TRUE((*kv)->write(changes));
  }
  StoreOptions options;
  options.checked_at_open = 1;
  EXPECT_TRUE(Store::open(folder.path(), options));  // the last one is whole, and follows on the one before it
  options.checked_at_open = 1000;
  const auto store = Store::open(folder.path(), options);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().fault, Fault::corrupt);
  EXPECT_NE(store.error().message.find("Record 3"), std::string::npos) << store.error().message;
  EXPECT_NE(store.error().message.find(folder.path().string()), std::string::npos) << store.error().message;
  EXPECT_NE(store.error().message.find("Restore a backup"), std::string::npos) << store.error().message;
}

TEST(Store, ADamagedRowIsNamedAtLoad) {
  const auto kv = std::make_shared<MemoryKv>();
  Desk desk(kv);
  ASSERT_TRUE(desk.open(testing::ask(1)));
  Changes changes;
  changes.put(keys::ask(Place::live, id<AskId>(1)), "\1nonsense");
  ASSERT_TRUE(kv->write(changes));
  const auto loaded = desk.store().load();
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().fault, Fault::corrupt);
  EXPECT_NE(loaded.error().message.find("live/ask/"), std::string::npos) << loaded.error().message;
}

TEST(Store, ListsEndedAsksNewestFirst) {
  Desk desk;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    core::Ask ask = testing::ask(i);
    if (i == 3) ask.team = "other";
    if (i == 4) ask.agent = id<AgentId>(2);
    ASSERT_TRUE(desk.open(ask));
    if (i == 5) break;
    ASSERT_TRUE(desk.answer(ask.id));
  }
  const auto ids = [&](const Whose& whose, std::uint64_t before, std::size_t limit) {
    std::vector<std::uint64_t> found;
    const AskId bound = before == 0 ? AskId{} : id<AskId>(before);
    const auto page = desk.store().ended_asks(whose, bound, limit);
    EXPECT_TRUE(page);
    for (const StoredAsk& stored : *page) found.push_back(stored.ask.id.value.low >> 16);
    return found;
  };
  using Ids = std::vector<std::uint64_t>;
  EXPECT_EQ(ids(core::TeamId{"default"}, 0, 10), (Ids{4, 2, 1}));
  EXPECT_EQ(ids(core::TeamId{"default"}, 0, 2), (Ids{4, 2}));
  EXPECT_EQ(ids(core::TeamId{"default"}, 2, 2), (Ids{1}));
  EXPECT_EQ(ids(core::TeamId{"other"}, 0, 10), (Ids{3}));
  EXPECT_EQ(ids(id<AgentId>(1), 0, 10), (Ids{3, 2, 1}));
  EXPECT_EQ(ids(id<AgentId>(2), 0, 10), (Ids{4}));
  EXPECT_EQ(ids(id<AgentId>(3), 0, 10), Ids{});
  EXPECT_EQ(ids(core::TeamId{"default"}, 0, 0), Ids{});
}

TEST(Store, ReadsMessagesBothWays) {
  Desk desk;
  ASSERT_TRUE(desk.open(testing::ask(1)));
  for (std::uint64_t i = 1; i <= 5; ++i) ASSERT_TRUE(desk.say(i, std::to_string(i), i == 2 ? "key" : ""));
  const auto texts = [&](std::uint64_t after, std::uint64_t before, std::size_t limit, bool newest = false) {
    std::string found;
    const auto messages = desk.store().messages(id<ConversationId>(1), after == 0 ? MessageId{} : id<MessageId>(after),
                                                before == 0 ? MessageId{} : id<MessageId>(before), limit, newest);
    EXPECT_TRUE(messages);
    for (const core::Message& message : *messages) found += message.content.text;
    return found;
  };
  EXPECT_EQ(texts(0, 0, 10), "12345");
  EXPECT_EQ(texts(2, 0, 10), "345");
  EXPECT_EQ(texts(2, 5, 10), "34");
  EXPECT_EQ(texts(0, 0, 2), "12");
  EXPECT_EQ(texts(0, 0, 2, true), "45");
  EXPECT_EQ(texts(0, 4, 2, true), "23");
  EXPECT_EQ((*desk.store().message(id<ConversationId>(1), id<MessageId>(3)))->content.text, "3");
  EXPECT_EQ(*desk.store().message(id<ConversationId>(2), id<MessageId>(3)), std::nullopt);
  const std::vector<core::RowKey> key{core::RetryKey{id<AgentId>(1), core::Operation::message, "key"}};
  ASSERT_EQ(desk.store().fetch(key)->retries.size(), 1U);
  EXPECT_EQ(desk.store().fetch(key)->retries[0].second.subject, id<MessageId>(2).value);
}

TEST(Store, ReadsAnAgentsEvents) {
  Desk desk;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    core::Ask ask = testing::ask(i);
    if (i == 2) ask.agent = id<AgentId>(2);
    ASSERT_TRUE(desk.open(ask));
  }
  const auto cursors = [&](std::uint64_t agent, core::Sequence after, std::size_t limit) {
    std::vector<core::Sequence> found;
    const auto events = desk.store().events(id<AgentId>(agent), {}, after, desk.store().head().seq, limit);
    EXPECT_TRUE(events);
    for (const core::Event& event : *events) found.push_back(event.cursor);
    return found;
  };
  using Cursors = std::vector<core::Sequence>;
  EXPECT_EQ(cursors(1, 0, 10), (Cursors{1, 3, 4}));
  EXPECT_EQ(cursors(1, 1, 1), (Cursors{3}));
  EXPECT_EQ(cursors(2, 0, 10), (Cursors{2}));
  EXPECT_EQ(cursors(1, 4, 10), Cursors{});
  EXPECT_EQ(cursors(1, ~core::Sequence{0}, 10), Cursors{});
}

// As askd 0.1 left it: the channel's row holds its agents.
TEST(Store, AChannelOfTheFirstFormatKeepsItsAgents) {
  const auto kv = std::make_shared<MemoryKv>();
  core::Channel channel;
  channel.id = id<ChannelId>(1);
  channel.name = channel.folded = "#general";
  channel.agents = {id<AgentId>(1), id<AgentId>(2)};
  std::string bytes;
  pack(bytes, channel);
  Changes changes;
  changes.put(keys::format, "1");
  changes.put(keys::channel(channel.id), bytes);
  ASSERT_TRUE(kv->write(changes));

  const auto store = Store::open(kv);
  ASSERT_TRUE(store);
  const auto state = (*store)->load();
  ASSERT_TRUE(state);
  EXPECT_EQ(state->channel(channel.id)->agents, channel.agents);
  EXPECT_EQ(state->memberships.size(), 2U);
  EXPECT_EQ(*kv->view()->get(keys::format), std::to_string(format_number));
}

TEST(Store, ForgetsOldInboundsAndKeepsTheirCursor) {
  Desk desk;
  const auto take = [&](const std::string& key, std::int64_t at) {
    return desk.commit({core::conversations::Fact{core::conversations::Taken{"chat", key, key, instant(at)}}});
  };
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(take("event " + std::to_string(i), i));
  EXPECT_EQ(*desk.store().sweep_taken(instant(4)), 4U);
  EXPECT_EQ(*desk.store().sweep_taken(instant(4)), 0U);
  const std::vector<core::RowKey> wanted{core::TakenKey{"chat", "event 3"}, core::TakenKey{"chat", "event 4"}};
  const auto loaded = desk.store().fetch(wanted);
  ASSERT_EQ(loaded->taken.size(), 1U);
  EXPECT_EQ(loaded->taken[0].key, "event 4");
  EXPECT_EQ(desk.store().load()->cursors.at("chat"), "event 9");
}

TEST(Store, ReadsRecordsWithTextsOrWithout) {
  Desk desk;
  const std::string text = text_of(5000);
  ASSERT_TRUE(desk.open(testing::ask(1, text)));
  for (std::uint64_t i = 2; i <= 600; ++i) ASSERT_TRUE(desk.open(testing::ask(i)));
  const auto hashed = desk.store().records(1, 1, Texts::hashed);
  const auto resolved = desk.store().records(1, 1, Texts::resolved);
  ASSERT_EQ(hashed->size(), 1U);
  EXPECT_EQ(hashed->at(0).find(text), std::string::npos);
  EXPECT_NE(resolved->at(0).find(text), std::string::npos);
  EXPECT_EQ(desk.store().records(599, 10, Texts::hashed)->size(), 2U);
  EXPECT_EQ(desk.store().records(601, 10, Texts::hashed)->size(), 0U);

  std::size_t lines = 0;
  ASSERT_TRUE(desk.store().export_log(Texts::hashed, [&](std::string_view line) {
    EXPECT_NE(line.find("\"seq\":" + std::to_string(++lines) + "}"), std::string_view::npos);
    return true;
  }));
  EXPECT_EQ(lines, 600U);

  ASSERT_TRUE(desk.store().erase_text(crypto::sha256(text)));
  EXPECT_NE(desk.store().records(1, 1, Texts::resolved)->at(0).find("(erased)"), std::string::npos);
  core::Sequence checked = 0;
  EXPECT_TRUE(desk.store().verify([&](core::Sequence seq) {
    checked = seq;
    return true;
  }));
  EXPECT_EQ(checked, 600U);
}

// Damage that LevelDB can't see: somebody wrote it there.
TEST(Store, AChangedTextIsFoundByVerify) {
  const auto kv = std::make_shared<MemoryKv>();
  Desk desk(kv);
  ASSERT_TRUE(desk.open(testing::ask(1, text_of(300))));
  EXPECT_TRUE(desk.store().verify());
  Changes changes;
  changes.put(keys::text(crypto::sha256(text_of(300))), text_of(301));
  ASSERT_TRUE(kv->write(changes));
  EXPECT_FALSE(desk.store().verify());
}

}  // namespace
}  // namespace askd::store
