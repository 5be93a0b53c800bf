// The narrow seam to whatever keeps bytes: sorted keys, snapshots, and one atomic synced write at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "askd/result.hpp"

namespace askd::store {

// Keys from `begin` up to, and without, `end`, in the order of their bytes.
struct KeyRange {
  std::string begin;
  std::string end;
};

enum class Order : std::uint8_t { ascending, descending };

// Puts and deletes that reach the disk together. Of two changes of one key the later one holds.
class Changes {
 public:
  void put(std::string_view key, std::string_view value) { add(key, value, true); }
  void remove(std::string_view key) { add(key, {}, false); }

  // Calls `put(key, value)` and `remove(key)` in the order in which they were added.
  template <class Put, class Remove>
  void visit(Put put, Remove remove) const {
    std::size_t at = 0;
    for (const Change& change : changes_) {
      const std::string_view key(bytes_.data() + at, change.key);
      const std::string_view value(bytes_.data() + at + change.key, change.value);
      at += change.key + change.value;
      if (change.put)
        put(key, value);
      else
        remove(key);
    }
  }
  std::size_t count() const { return changes_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  bool empty() const { return changes_.empty(); }
  void clear() {
    changes_.clear();
    bytes_.clear();
  }

 private:
  struct Change {
    std::uint32_t key;
    std::uint32_t value;
    bool put;
  };
  void add(std::string_view key, std::string_view value, bool is_put) {
    bytes_ += key;
    bytes_ += value;
    changes_.push_back({static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(value.size()), is_put});
  }

  std::string bytes_;
  std::vector<Change> changes_;
};

// What is stored, as of one moment. May be read from several threads at once; keep it briefly.
class View {
 public:
  // Returns false to end the scan. Key and value are valid during the call only.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~View() = default;
  // Nothing if there is no such key. Fault::corrupt if what is read is damaged, unavailable if it can't be read.
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  virtual Result<> scan(const KeyRange& range, Order order, const Visit& visit) const = 0;
};

class Kv {
 public:
  virtual ~Kv() = default;
  // From any thread.
  virtual std::unique_ptr<View> view() const = 0;
  // All of it is on disk when this returns, or, with an error, perhaps nothing is. From one thread at a time. After an
  // error nothing more must be written: only opening it anew tells what is there.
  virtual Result<> write(const Changes& changes) = 0;
  // At most `parts` ranges of about the same size that follow on each other and make up `range`.
  virtual std::vector<KeyRange> split(const KeyRange& range, std::size_t parts) const = 0;
};

}  // namespace askd::store
