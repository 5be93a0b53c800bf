// Translates the seam into LevelDB, and its statuses into errors that say what to do.
#include "store/level_kv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <utility>

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/env.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include "store/level_diary.hpp"

namespace askd::store {
namespace {

leveldb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view text_of(const leveldb::Slice& slice) { return {slice.data(), slice.size()}; }

// What a running database needs, in the order in which it must outlive what follows.
struct Parts {
  std::filesystem::path path;
  leveldb::Env* env = nullptr;
  std::unique_ptr<Diary> diary;
  std::unique_ptr<const leveldb::FilterPolicy> filter;
  std::unique_ptr<leveldb::Cache> cache;
  std::unique_ptr<leveldb::DB> db;
};

Error error_of(const Parts& parts, const leveldb::Status& status, std::string_view doing) {
  if (status.IsCorruption() || status.IsNotFound() || status.IsInvalidArgument()) {
    const std::string file = find_damage(parts.path, parts.env, status.ToString(), *parts.diary);
    return Error{Fault::corrupt, "The store is damaged: " + file + " (" + status.ToString() +
                                     "). Restore a backup of " + parts.path.string() +
                                     ", or move that folder away to start with an empty store."};
  }
  return Error{Fault::unavailable, "The store in " + parts.path.string() + " can't be " + std::string(doing) + ": " +
                                       status.ToString() + "."};
}

leveldb::ReadOptions checked_reads() {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

class LevelView : public View {
 public:
  explicit LevelView(const Parts& parts) : parts_(parts), options_(checked_reads()) {
    options_.snapshot = parts.db->GetSnapshot();
  }
  ~LevelView() override { parts_.db->ReleaseSnapshot(options_.snapshot); }
  LevelView(const LevelView&) = delete;
  LevelView& operator=(const LevelView&) = delete;

  Result<std::optional<std::string>> get(std::string_view key) const override {
    std::string value;
    const leveldb::Status status = parts_.db->Get(options_, slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>{};
    if (!status.ok()) return error_of(parts_, status, "read");
    return std::optional<std::string>{std::move(value)};
  }

  Result<> scan(const KeyRange& range, Order order, const Visit& visit) const override {
    if (range.end <= range.begin) return {};
    leveldb::ReadOptions options = options_;
    options.fill_cache = false;
    const std::unique_ptr<leveldb::Iterator> at(parts_.db->NewIterator(options));
    if (order == Order::ascending) {
      for (at->Seek(slice(range.begin)); at->Valid() && text_of(at->key()) < range.end; at->Next())
        if (!visit(text_of(at->key()), text_of(at->value()))) break;
    } else {
      at->Seek(slice(range.end));
      if (at->Valid())
        at->Prev();
      else if (at->status().ok())
        at->SeekToLast();
      for (; at->Valid() && text_of(at->key()) >= range.begin; at->Prev())
        if (!visit(text_of(at->key()), text_of(at->value()))) break;
    }
    if (!at->status().ok()) return error_of(parts_, at->status(), "read");
    return {};
  }

 private:
  const Parts& parts_;
  leveldb::ReadOptions options_;
};

// The key that stands for `position` among the 2^64 that follow the bytes that both ends share.
std::string key_at(std::string_view shared, std::uint64_t position) {
  std::string key(shared);
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>((position >> shift) & 0xff);
  return key;
}

std::uint64_t position_of(std::string_view key, std::size_t shared) {
  std::uint64_t position = 0;
  for (std::size_t i = shared; i < shared + 8; ++i)
    position = (position << 8) | (i < key.size() ? static_cast<std::uint8_t>(key[i]) : 0);
  return position;
}

class LevelKv : public Kv {
 public:
  explicit LevelKv(Parts parts) : parts_(std::move(parts)) {}

  std::unique_ptr<View> view() const override { return std::make_unique<LevelView>(parts_); }

  Result<> write(const Changes& changes) override {
    batch_.Clear();
    changes.visit([this](std::string_view key, std::string_view value) { batch_.Put(slice(key), slice(value)); },
                  [this](std::string_view key) { batch_.Delete(slice(key)); });
    leveldb::WriteOptions options;
    options.sync = true;
    const leveldb::Status status = parts_.db->Write(options, &batch_);
    if (!status.ok()) return error_of(parts_, status, "written");
    return {};
  }

  std::vector<KeyRange> split(const KeyRange& range, std::size_t parts) const override {
    const KeyRange filled = shrink(range);
    if (filled.end.empty()) return {range};
    const std::size_t shared = static_cast<std::size_t>(
        std::mismatch(filled.begin.begin(), filled.begin.end(), filled.end.begin(), filled.end.end()).first -
        filled.begin.begin());
    const std::string_view prefix = std::string_view(filled.begin).substr(0, shared);
    const std::uint64_t first = position_of(filled.begin, shared);
    const std::uint64_t last = position_of(filled.end, shared);
    const std::uint64_t whole = size(filled.begin, filled.end);
    std::vector<KeyRange> ranges;
    std::string begin = range.begin;
    for (std::size_t part = 1; part < parts; ++part) {
      std::uint64_t low = first;
      std::uint64_t high = last;
      while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (size(filled.begin, key_at(prefix, middle)) < whole / parts * part ? low : high) = middle;
      }
      std::string end = key_at(prefix, high);
      if (end <= begin || end >= range.end) continue;
      ranges.push_back({begin, end});
      begin = std::move(end);
    }
    ranges.push_back({begin, range.end});
    return ranges;
  }

 private:
  // The first and the last key in the range; empty if there are no two.
  KeyRange shrink(const KeyRange& range) const {
    KeyRange filled;
    const LevelView view(parts_);
    const auto first = view.scan(range, Order::ascending, [&](std::string_view key, std::string_view) {
      filled.begin = key;
      return false;
    });
    const auto last = view.scan(range, Order::descending, [&](std::string_view key, std::string_view) {
      filled.end = key;
      return false;
    });
    if (!first || !last || filled.begin >= filled.end) return {};  // whoever scans the range will meet the error
    return filled;
  }

  // About how many bytes lie between the two keys on disk; what is only in memory isn't counted.
  std::uint64_t size(const std::string& begin, const std::string& end) const {
    const leveldb::Range range{begin, end};
    std::uint64_t bytes = 0;
    parts_.db->GetApproximateSizes(&range, 1, &bytes);
    return bytes;
  }

  Parts parts_;
  leveldb::WriteBatch batch_;
};

bool is_locked(const leveldb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && text.find("lock ") != std::string::npos && text.find("LOCK") != std::string::npos;
}

// Without CURRENT LevelDB would take the folder for an empty one, and delete what it finds there.
bool lost_its_start(const std::filesystem::path& path, leveldb::Env* env) {
  if (env->FileExists((path / "CURRENT").string())) return false;
  std::vector<std::string> files;
  if (!env->GetChildren(path.string(), &files).ok()) return false;
  return std::any_of(files.begin(), files.end(), [](const std::string& file) {
    return file.ends_with(".ldb") || file.ends_with(".sst") || file.ends_with(".log");
  });
}

}  // namespace

Result<std::unique_ptr<Kv>> open_level_kv(const std::filesystem::path& path, LevelOptions options) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed)
    return Error{Fault::unavailable, "The folder " + path.string() + " can't be made: " + failed.message() + "."};

  Parts parts;
  parts.path = path;
  parts.env = options.env != nullptr ? options.env : leveldb::Env::Default();
  parts.diary = std::make_unique<Diary>(std::move(options.log));
  parts.filter.reset(leveldb::NewBloomFilterPolicy(10));
  parts.cache.reset(leveldb::NewLRUCache(options.block_cache));

  leveldb::Options level;
  level.create_if_missing = true;
  level.paranoid_checks = true;
  level.env = parts.env;
  level.info_log = parts.diary.get();
  level.write_buffer_size = options.write_buffer;
  level.max_file_size = std::size_t{16} << 20;
  level.block_cache = parts.cache.get();
  level.filter_policy = parts.filter.get();

  if (lost_its_start(path, parts.env))
    return error_of(parts, leveldb::Status::Corruption("the file CURRENT is missing"), "opened");
  leveldb::DB* db = nullptr;
  const leveldb::Status status = leveldb::DB::Open(level, path.string(), &db);
  parts.db.reset(db);
  if (is_locked(status))
    return Error{Fault::conflict, "Another process has the store in " + path.string() +
                                      " open. Stop it first (is askd running already?), or use another folder."};
  if (!status.ok()) return error_of(parts, status, "opened");
  return std::unique_ptr<Kv>(std::make_unique<LevelKv>(std::move(parts)));
}

}  // namespace askd::store
