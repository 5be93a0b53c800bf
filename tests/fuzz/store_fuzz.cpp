// A whole store with damaged rows: it opens and loads, or says what is damaged; reading it never does worse than that.
// The input is a list of damages: which row (two bytes), what to do with it, where, and how.
#include "base/check.hpp"
#include "core/core.hpp"
#include "store/memory_kv.hpp"
#include "store/pack.hpp"
#include "store/store.hpp"
#include "store/testing/world.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace askd;
using namespace askd::store;

void admit_wanted(const Store& store, core::State& state, const core::Input& input) {
  std::set<core::RowKey> asked;
  for (;;) {
    std::vector<core::RowKey> wanted;
    for (core::RowKey& key : core::wants(state, input))
      if (asked.insert(key).second) wanted.push_back(std::move(key));
    if (wanted.empty()) return;
    auto rows = store.fetch(wanted);
    CHECK(rows.has_value());
    core::admit(state, std::move(*rows));
  }
}

// What some inputs leave on a disk.
std::shared_ptr<const MemoryKv::Map> sound_content() {
  auto disk = std::make_shared<MemoryKv>();
  auto store = Store::open(disk, {.threads = 1}).value();
  core::State state;
  testing::World world(11);
  const auto take = [&](core::Input input) {
    admit_wanted(*store, state, input);
    const core::Sequence first = state.sequence + 1;
    const core::Outcome outcome = core::decide(state, world.roster(), std::move(input), world.now());
    Batch batch{{outcome.facts}, first, world.now(), state};
    if (!outcome.facts.empty()) CHECK(store->append(batch).has_value());
    core::retire(state);
    world.learn(outcome.facts);
  };
  for (core::Input& input : world.beginning()) take(std::move(input));
  for (int i = 0; i < 40; ++i) take(world.next(state));
  return disk->content();
}

MemoryKv::Map damaged(MemoryKv::Map content, FuzzedDataProvider& from) {
  for (int i = 0; i < 4 && from.remaining_bytes() > 0 && !content.empty(); ++i) {
    const auto at =
        std::next(content.begin(), from.ConsumeIntegral<std::uint16_t>() % static_cast<int>(content.size()));
    std::string& row = at->second;
    const std::size_t place = row.empty() ? 0 : from.ConsumeIntegral<std::uint16_t>() % row.size();
    switch (from.ConsumeIntegralInRange(0, 5)) {
      case 0:
        content.erase(at);
        break;
      case 1:
        row.resize(place);
        break;
      case 2:
        row.insert(place, from.ConsumeRandomLengthString(40));
        break;
      case 3:
        row = from.ConsumeRandomLengthString(200);
        break;
      case 4:
        content.emplace(at->first + from.ConsumeRandomLengthString(20), row);
        break;
      default:
        if (!row.empty()) row[place] = from.ConsumeIntegral<char>();
    }
  }
  return content;
}

template <class T>
void check_read(const Result<T>& read) {
  if (read) return;
  CHECK(read.error().fault == Fault::corrupt && !read.error().message.empty(), "Damage isn't called damage.");
}

void read_all(const Store& store, const MemoryKv::Map& content) {
  check_read(store.verify());
  check_read(store.records(1, 1'000, Texts::resolved));
  check_read(store.ended_asks(core::TeamId(core::default_team), {}, 1'000));
  check_read(store.notices(core::TeamId(core::default_team), {}, 1'000));
  // Every key's end is taken for an id of everything.
  std::set<Ulid> ids;
  for (const auto& [key, row] : content)
    if (key.size() >= 16) ids.insert(Unpacker(std::string_view(key).substr(key.size() - 16)).ulid());
  for (const Ulid& id : ids) {
    check_read(store.ask(AskId{id}));
    check_read(store.notice(NoticeId{id}));
    check_read(store.conversation(ConversationId{id}));
    check_read(store.messages(ConversationId{id}, {}, {}, 100));
    check_read(store.ended_in(ConversationId{id}, 100));
    check_read(store.events(AgentId{id}, {{ChannelId{id}, 0}}, 0, store.head().seq, 100));
    check_read(store.fetch(std::vector<core::RowKey>{AskId{id}, NoticeId{id}, ConversationId{id}, DeliveryId{id}}));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::shared_ptr<const MemoryKv::Map> sound = sound_content();
  FuzzedDataProvider from(data, size);
  auto content = std::make_shared<MemoryKv::Map>(damaged(*sound, from));
  const auto store = Store::open(std::make_shared<MemoryKv>(content), {.threads = 1});
  if (!store) {
    CHECK(store.error().fault == Fault::corrupt || store.error().fault == Fault::invalid);
    CHECK(!store.error().message.empty());
    return 0;
  }
  check_read((*store)->load());
  read_all(**store, *content);
  return 0;
}
