// Finds the file to blame, by asking LevelDB's own words first and its tables next.
#include "store/level_diary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <regex>
#include <utility>
#include <vector>

#include <leveldb/db.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/table.h>

namespace askd::store {
namespace {

// A name of LevelDB's own in some text: 000123.log, 000123.ldb, MANIFEST-000004, CURRENT.
std::string file_named_in(std::string_view text) {
  static const std::regex name(R"((\d{6,}\.(?:log|ldb|sst)|MANIFEST-\d+|CURRENT))");
  std::match_results<std::string_view::const_iterator> match;
  if (!std::regex_search(text.begin(), text.end(), match, name)) return {};
  return match.str();
}

bool is_whole(const std::string& file, leveldb::Env* env) {
  leveldb::RandomAccessFile* opened = nullptr;
  std::uint64_t size = 0;
  if (!env->GetFileSize(file, &size).ok() || !env->NewRandomAccessFile(file, &opened).ok()) return false;
  const std::unique_ptr<leveldb::RandomAccessFile> content(opened);
  leveldb::Options options;
  options.env = env;
  options.paranoid_checks = true;
  leveldb::Table* made = nullptr;
  if (!leveldb::Table::Open(options, content.get(), size, &made).ok()) return false;
  const std::unique_ptr<leveldb::Table> table(made);
  leveldb::ReadOptions reads;
  reads.verify_checksums = true;
  reads.fill_cache = false;
  const std::unique_ptr<leveldb::Iterator> at(table->NewIterator(reads));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
  }
  return at->status().ok();
}

bool is_about_the_manifest(std::string_view status) {
  constexpr std::array<std::string_view, 6> words{"VersionEdit",   "no meta-",   "no last-sequence",
                                                  "missing files", "descriptor", "comparator"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return status.find(word) != status.npos; });
}

}  // namespace

void Diary::Logv(const char* format, std::va_list arguments) {
  std::array<char, 1024> line{};
  const int length = std::vsnprintf(line.data(), line.size(), format, arguments);
  if (length <= 0) return;
  std::string_view text(line.data(), std::min(static_cast<std::size_t>(length), line.size() - 1));
  while (text.ends_with('\n')) text.remove_suffix(1);
  const bool damage = text.find("dropping") != text.npos || text.find("orruption") != text.npos;
  if (damage) {
    const std::lock_guard lock(mutex_);
    last_damage_ = text;
  }
  if (log_) log_(text);
}

std::string Diary::last_damage() const {
  const std::lock_guard lock(mutex_);
  return last_damage_;
}

std::string find_damage(const std::filesystem::path& path, leveldb::Env* env, std::string_view status,
                        const Diary& diary) {
  if (const std::string named = file_named_in(status); !named.empty()) return (path / named).string();
  std::vector<std::string> files;
  if (!env->GetChildren(path.string(), &files).ok()) return path.string();
  std::sort(files.begin(), files.end());
  if (is_about_the_manifest(status))
    for (const std::string& file : files)
      if (file.starts_with("MANIFEST-")) return (path / file).string();
  for (const std::string& file : files)
    if (file.ends_with(".ldb") || file.ends_with(".sst"))
      if (!is_whole((path / file).string(), env)) return (path / file).string();
  if (const std::string named = file_named_in(diary.last_damage()); !named.empty()) return (path / named).string();
  return path.string();
}

}  // namespace askd::store
