// Where new ids come from: the time, and chance.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "askd/id.hpp"
#include "askd/words.hpp"

namespace askd {

// Draws ULIDs: 48 bits of milliseconds, 64 of chance, and the lowest 16 zero for the core to count in. Each is greater
// than the one before, also within one millisecond and when time stands still or goes back. Not for several threads.
class IdSource {
 public:
  // Chance from the operating system.
  IdSource() = default;
  // The same seed gives the same ids for the same instants: for tests and the simulator.
  explicit IdSource(std::uint64_t seed) : deterministic_(true), seed_(seed) {}

  template <class I>
  I next(Instant now) {
    return I{next_ulid(now)};
  }
  Ulid next_ulid(Instant now);

 private:
  std::uint64_t chance();

  Ulid last_ = {};
  bool deterministic_ = false;
  std::uint64_t seed_ = 0;
  std::array<std::uint8_t, 512> pool_ = {};
  std::size_t used_ = pool_.size();
};

}  // namespace askd
