// The store: the log, and the rows that are made from it, in one sorted place on disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "askd/result.hpp"
#include "askd/words.hpp"
#include "core/fact.hpp"
#include "core/state.hpp"
#include "core/streams/streams.hpp"
#include "store/chain.hpp"
#include "store/keys.hpp"
#include "store/kv.hpp"
#include "store/level_kv.hpp"

namespace askd::store {

struct StoreOptions {
  LevelOptions level = {};
  core::Sequence checked_at_open = 1000;  // how many of the last records
  unsigned threads = 0;                   // that load() decodes on; 0: as many as there are processors
};

// Facts that reach the disk together. They lie elsewhere, and so does the State that they have led to, before
// core::retire(); both must not change until append() returns.
struct Batch {
  std::vector<std::span<const core::Fact>> facts = {};  // in order
  core::Sequence first = 0;                             // the number of the first
  Instant at = {};
  const core::State& state;
};

struct StoredAsk {
  core::Ask ask = {};
  std::vector<core::Delivery> deliveries = {};
};
struct StoredNotice {
  core::Notice notice = {};
  std::vector<core::Delivery> deliveries = {};
};

// Whose things a listing holds.
using Whose = std::variant<core::TeamId, AgentId>;

enum class Texts : std::uint8_t {
  hashed,   // long texts stand as {"sha256":…}: what the chain is made of
  resolved  // long texts stand in their places, erased ones as "(erased)"
};

// One thread writes (append, sweep_taken, erase_text); any thread reads, and sees what is on disk as of one moment.
// Errors are Fault::corrupt for damage, with what is damaged named, and unavailable for a disk that doesn't obey.
class Store {
 public:
  // Opens the store in a folder, or makes it, and checks the end of its log. Fault::conflict if another process has it
  // open, invalid if a later version of askd wrote it, corrupt if it is damaged.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& path, StoreOptions options = {});
  static Result<std::unique_ptr<Store>> open(std::shared_ptr<Kv> kv, StoreOptions options = {});

  // What core::apply() and core::retire() would make of the whole log.
  Result<core::State> load() const;

  // Returns once the records and all rows that they change are on disk. `batch.first` must be the number after the last
  // record's: anything else is Fault::conflict and writes nothing. After any other error it is unknown what is on disk:
  // nothing is taken any more, and the process must start anew.
  Result<> append(const Batch& batch);

  // Reads what an input needs (core::wants()). What isn't there is left out.
  Result<core::Loaded> fetch(std::span<const core::RowKey> keys) const;

  Result<std::optional<StoredAsk>> ask(AskId id) const;
  Result<std::optional<StoredNotice>> notice(NoticeId id) const;
  // Of a conversation in memory State knows better.
  Result<std::optional<core::Conversation>> conversation(ConversationId id) const;
  Result<std::optional<core::Message>> message(const Where& where, MessageId id) const;
  // Oldest first, those behind `after` and before `before`; an empty id is no bound. With `newest` the limit keeps the
  // last ones instead of the first ones.
  Result<std::vector<core::Message>> messages(const Where& where, MessageId after, MessageId before, std::size_t limit,
                                              bool newest = false) const;
  // Of an agent's stream: oldest first, those behind cursor `after` and up to `until`; of each channel those behind its
  // own bound.
  struct Heard {
    ChannelId channel = {};
    core::Sequence after = 0;
  };
  Result<std::vector<core::Event>> events(AgentId agent, const std::vector<Heard>& channels, core::Sequence after,
                                          core::Sequence until, std::size_t limit) const;
  // The asks of a conversation that have ended, and its notices: the newest `limit`, oldest first.
  Result<std::vector<AskId>> ended_in(ConversationId conversation, std::size_t limit) const;
  Result<std::vector<NoticeId>> notices_in(ConversationId conversation, std::size_t limit) const;
  // Newest first, those before `before`; an empty id is no bound.
  Result<std::vector<StoredAsk>> ended_asks(const Whose& whose, AskId before, std::size_t limit) const;
  Result<std::vector<StoredNotice>> notices(const Whose& whose, NoticeId before, std::size_t limit) const;

  // Lines of JSON with "hash" among the members, oldest first, from record `from` on.
  Result<std::vector<std::string>> records(core::Sequence from, std::size_t limit, Texts texts) const;
  // All of them, as of now; `line` returns false to stop.
  Result<> export_log(Texts texts, const std::function<bool(std::string_view line)>& line) const;
  // Checks every record and every kept text. Takes as long as reading all of them.
  Result<> verify(const Progress& progress = {}) const;
  Head head() const;

  // Forgets the keys of inbounds that were taken before `before`; says how many.
  Result<std::size_t> sweep_taken(Instant before);
  // Erases a long text from the log; the chain stays whole. Rows that show the text aren't touched.
  Result<> erase_text(const core::Digest& hash);

 private:
  Store(std::shared_ptr<Kv> kv, StoreOptions options, Head head);

  Result<> write(const Changes& changes);

  std::shared_ptr<Kv> kv_;
  StoreOptions options_;
  mutable std::mutex mutex_;
  Head head_;            // under the mutex
  bool failed_ = false;  // of the writing thread, as are the following, which keep their memory from batch to batch
  Changes changes_;
  std::string record_;
  std::vector<LongText> texts_;
};

}  // namespace askd::store
