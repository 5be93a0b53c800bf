// LevelDB behind the seam: every write synced, every read checked, and no repair by itself.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/kv.hpp"

namespace leveldb {
class Env;
}

namespace askd::store {

struct LevelOptions {
  std::function<void(std::string_view line)> log = {};  // LevelDB's own diary, a line at a time, from any thread
  leveldb::Env* env = nullptr;                          // another file system, for tests; must outlive the Kv
  std::size_t write_buffer = std::size_t{64} << 20;     // twice this much may be in memory during a burst
  std::size_t block_cache = std::size_t{64} << 20;
};

// Opens the database in the folder `path`, or makes it. Fault::conflict if another process has it open, corrupt if it
// is damaged (the message names the file), unavailable if the disk doesn't let us.
Result<std::unique_ptr<Kv>> open_level_kv(const std::filesystem::path& path, LevelOptions options = {});

}  // namespace askd::store
