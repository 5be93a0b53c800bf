// What LevelDB tells about itself, and which of its files is damaged.
#pragma once

#include <cstdarg>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include <leveldb/env.h>

namespace askd::store {

// Hands LevelDB's lines on, and keeps the last one that tells of damage: the status of a failed recovery names no file.
class Diary : public leveldb::Logger {
 public:
  explicit Diary(std::function<void(std::string_view)> log) : log_(std::move(log)) {}

  void Logv(const char* format, std::va_list arguments) override;
  std::string last_damage() const;

 private:
  std::function<void(std::string_view)> log_;
  mutable std::mutex mutex_;
  std::string last_damage_;
};

// The damaged file under `path`, as well as it can be told: the one that the status or the diary names, or else the
// first table that can't be read from end to end. The folder itself if no file can be blamed. Reads everything, and is
// for the way out only.
std::string find_damage(const std::filesystem::path& path, leveldb::Env* env, std::string_view status,
                        const Diary& diary);

}  // namespace askd::store
