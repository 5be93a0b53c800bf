// Opening, writing, and the care for the whole; store_reads.cpp has what doors read.
#include "store/store.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "store/keys.hpp"
#include "store/load.hpp"
#include "store/rows.hpp"
#include "store/upgrade.hpp"

namespace askd::store {
namespace {

Result<Head> read_head(const View& view) {
  const auto row = view.get(keys::head);
  if (!row) return row.error();
  if (!*row) return Head{};
  const auto head = unpack_head(**row);
  if (!head) return Error{Fault::corrupt, "What the store remembers of the end of its log can't be read."};
  return *head;
}

std::size_t count_of(const Batch& batch) {
  std::size_t count = 0;
  for (const auto& facts : batch.facts) count += facts.size();
  return count;
}

// LevelDB's own errors name the folder already.
Error with_remedy(Error error, const std::filesystem::path& path) {
  const bool told = error.message.find(path.string()) != std::string::npos;
  if (told || (error.fault != Fault::corrupt && error.fault != Fault::invalid)) return error;
  error.message += " (The store is " + path.string() + ".";
  if (error.fault == Fault::corrupt)
    error.message += " Restore a backup of it, or move that folder away to start with an empty store.";
  error.message += ")";
  return error;
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& path, StoreOptions options) {
  auto kv = open_level_kv(path, options.level);
  if (!kv) return kv.error();
  auto store = open(std::shared_ptr<Kv>(std::move(*kv)), std::move(options));
  if (!store) return with_remedy(store.error(), path);
  return store;
}

Result<std::unique_ptr<Store>> Store::open(std::shared_ptr<Kv> kv, StoreOptions options) {
  if (const auto current = bring_up_to_date(*kv); !current) return current.error();
  const auto view = kv->view();
  const auto head = read_head(*view);
  if (!head) return head.error();
  const core::Sequence checked = std::min(head->seq, options.checked_at_open);
  if (const auto whole = verify_chain(*view, head->seq - checked + 1, *head); !whole) return whole.error();
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  return std::unique_ptr<Store>(new Store(std::move(kv), std::move(options), *head));
}

Store::Store(std::shared_ptr<Kv> kv, StoreOptions options, Head head)
    : kv_(std::move(kv)), options_(std::move(options)), head_(head) {}

Result<core::State> Store::load() const { return load_state(*kv_, head(), options_.threads); }

Head Store::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

Result<> Store::append(const Batch& batch) {
  const Head before = head();
  const std::size_t count = count_of(batch);
  if (count == 0) return {};
  if (batch.first != before.seq + 1)
    return Error{Fault::conflict, "The batch begins with record " + std::to_string(batch.first) +
                                      ", but the log ends with " + std::to_string(before.seq) + "."};
  if (batch.state.sequence != before.seq + count)
    return Error{Fault::conflict, "The batch leads to record " + std::to_string(before.seq + count) +
                                      ", but its State to " + std::to_string(batch.state.sequence) + "."};
  changes_.clear();
  Sealer sealer(before);
  Rows rows(batch.state, batch.at, changes_);
  for (const auto& facts : batch.facts) {
    for (const core::Fact& fact : facts) {
      record_.clear();
      texts_.clear();
      sealer.seal(fact, batch.at, record_, texts_);
      changes_.put(keys::log(sealer.head().seq), record_);
      for (const LongText& text : texts_) changes_.put(keys::text(text.hash), text.text);
      rows.add(fact, sealer.head().seq);
    }
  }
  rows.finish();
  changes_.put(keys::head, pack_head(sealer.head()));
  if (const auto written = write(changes_); !written) return written.error();
  const std::lock_guard lock(mutex_);
  head_ = sealer.head();
  return {};
}

Result<> Store::write(const Changes& changes) {
  if (failed_)
    return Error{Fault::unavailable, "An earlier write failed, so that the store takes no more. askd must start anew."};
  auto written = kv_->write(changes);
  failed_ = written.has_error();
  return written;
}

Result<> Store::verify(const Progress& progress) const {
  const Head head = this->head();
  const auto view = kv_->view();
  // Records that came since are no concern of this check.
  const auto now = read_head(*view);
  if (!now) return now.error();
  if (now->seq < head.seq) return Error{Fault::corrupt, "What the store remembers of the end of its log is outdated."};
  if (const auto whole = verify_chain(*view, 1, *now, progress); !whole) return whole.error();
  return verify_texts(*view);
}

Result<std::size_t> Store::sweep_taken(Instant before) {
  constexpr std::size_t at_once = 10'000;
  std::size_t swept = 0;
  const KeyRange old{std::string(keys::taken_times), keys::taken_at(before, {})};
  for (;;) {
    Changes changes;
    std::size_t found = 0;
    bool damaged = false;
    const auto scanned = kv_->view()->scan(old, Order::ascending, [&](std::string_view key, std::string_view) {
      const auto taken = keys::read_taken_at(key);
      damaged = !taken;
      if (damaged) return false;
      changes.remove(key);
      changes.remove(keys::taken(taken->key));
      return ++found < at_once;
    });
    if (!scanned) return scanned.error();
    if (damaged) return Error{Fault::corrupt, "A row of the store that says when an inbound was taken can't be read."};
    if (found == 0) return swept;
    if (const auto written = write(changes); !written) return written.error();
    swept += found;
  }
}

Result<> Store::erase_text(const core::Digest& hash) {
  Changes changes;
  changes.remove(keys::text(hash));
  return write(changes);
}

}  // namespace askd::store
