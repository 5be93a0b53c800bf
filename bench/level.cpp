#include "level.hpp"

#include <leveldb/db.h>
#include <leveldb/write_batch.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

namespace askd::bench {
namespace {

constexpr std::size_t asks_together = 64;
constexpr std::string_view live_asks = "live/ask/";
// What opening an ask writes, beside the one row that says where the log ends.
constexpr std::array<std::string_view, 5> written{"log/", live_asks, "live/conversation/", "live/delivery/", "event/"};

void check(const leveldb::Status& status) {
  if (!status.ok()) throw Failure("Bare LevelDB failed: " + status.ToString());
}

std::unique_ptr<leveldb::DB> open(const std::filesystem::path& path, bool make) {
  leveldb::Options options;
  options.create_if_missing = make;
  options.error_if_exists = make;
  options.write_buffer_size = std::size_t{64} << 20;  // as askd has it
  leveldb::DB* db = nullptr;
  check(leveldb::DB::Open(options, path.string(), &db));
  return std::unique_ptr<leveldb::DB>(db);
}

// Calls visit(key, value) for all that begins with `prefix`; it returns false to stop.
template <class Visit>
void each(leveldb::DB& db, std::string_view prefix, Visit visit) {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  options.fill_cache = false;
  const std::unique_ptr<leveldb::Iterator> at(db.NewIterator(options));
  const leveldb::Slice start(prefix.data(), prefix.size());
  for (at->Seek(start); at->Valid() && at->key().starts_with(start); at->Next())
    if (!visit(at->key(), at->value())) break;
  check(at->status());
}

std::size_t count(leveldb::DB& db, std::string_view prefix) {
  std::size_t found = 0;
  each(db, prefix, [&](const leveldb::Slice&, const leveldb::Slice&) { return ++found > 0; });
  return found;
}

leveldb::WriteOptions synced() {
  leveldb::WriteOptions options;
  options.sync = true;
  return options;
}

// The rows of the asks from `first` up to `last`, of each kind its share.
void gather(leveldb::WriteBatch& batch, const AskRows& rows, std::size_t first, std::size_t last) {
  batch.Clear();
  for (const auto& kind : rows.kinds)
    for (std::size_t i = kind.size() * first / rows.asks; i < kind.size() * last / rows.asks; ++i)
      batch.Put(kind[i].first, kind[i].second);
}

}  // namespace

AskRows rows_of(const std::filesystem::path& store, std::size_t most) {
  const auto db = open(store, false);
  const std::size_t all = count(*db, live_asks);
  if (all == 0) throw Failure("The store holds no open asks.");
  AskRows rows;
  rows.asks = std::min(all, most);
  std::size_t bytes = 0;
  std::size_t count_of_rows = 0;
  for (const std::string_view prefix : written) {
    const std::size_t wanted = count(*db, prefix) * rows.asks / all;
    auto& kind = rows.kinds.emplace_back();
    if (wanted == 0) continue;
    count_of_rows += wanted;
    each(*db, prefix, [&](const leveldb::Slice& key, const leveldb::Slice& value) {
      kind.emplace_back(key.ToString(), value.ToString());
      bytes += key.size() + value.size();
      return kind.size() < wanted;
    });
  }
  rows.rows_per_ask = static_cast<double>(count_of_rows) / static_cast<double>(rows.asks);
  rows.bytes_per_ask = static_cast<double>(bytes) / static_cast<double>(rows.asks);
  return rows;
}

double asks_per_second(const AskRows& rows, const std::filesystem::path& store, Seconds time) {
  const auto db = open(store, true);
  leveldb::WriteBatch batch;
  const Clock::time_point start = Clock::now();
  Clock::time_point now = start;
  std::size_t taken = 0;
  while (taken < rows.asks && now - start < time) {
    const std::size_t next = std::min(taken + asks_together, rows.asks);
    gather(batch, rows, taken, next);
    check(db->Write(synced(), &batch));
    taken = next;
    now = Clock::now();
  }
  return static_cast<double>(taken) / Seconds(now - start).count();
}

Latencies synced_writes(const AskRows& rows, const std::filesystem::path& store, Seconds time) {
  const auto db = open(store, true);
  leveldb::WriteBatch batch;
  Latencies latencies;
  const Clock::time_point start = Clock::now();
  for (std::size_t i = 0; i < rows.asks && Clock::now() - start < time; ++i) {
    gather(batch, rows, i, i + 1);
    const Clock::time_point before = Clock::now();
    check(db->Write(synced(), &batch));
    latencies.add(Clock::now() - before);
  }
  return latencies;
}

Scan scan_live(const std::filesystem::path& store) {
  Scan scan;
  const Clock::time_point start = Clock::now();
  const auto db = open(store, false);
  each(*db, "live/", [&](const leveldb::Slice& key, const leveldb::Slice& value) {
    ++scan.rows;
    scan.bytes += key.size() + value.size();
    return true;
  });
  scan.time = Clock::now() - start;
  return scan;
}

}  // namespace askd::bench
