// Keeps everything in memory, for tests and the simulator, and fails where it is told to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/kv.hpp"

namespace askd::store {

class MemoryKv : public Kv {
 public:
  using Map = std::map<std::string, std::string, std::less<>>;

  enum class Failure : std::uint8_t {
    before,  // nothing of the write is there afterwards
    after    // all of it is there, but the writer isn't told so
  };

  MemoryKv() = default;
  // Starts with what another one held: what a disk keeps over a crash.
  explicit MemoryKv(std::shared_ptr<const Map> content) : content_(std::make_shared<Map>(*content)) {}

  // The write after the next `writes` ones fails, and all that follow it.
  void fail_after(std::size_t writes, Failure how);
  std::shared_ptr<const Map> content() const;
  std::size_t writes() const;

  std::unique_ptr<View> view() const override;
  Result<> write(const Changes& changes) override;
  std::vector<KeyRange> split(const KeyRange& range, std::size_t parts) const override;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Map> content_ = std::make_shared<Map>();  // copied before a change if a view holds it
  std::size_t writes_ = 0;
  std::optional<std::size_t> fails_at_ = {};
  Failure failure_ = Failure::before;
};

}  // namespace askd::store
