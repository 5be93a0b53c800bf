#include "base/ids.hpp"

#include <cstring>

#include "base/check.hpp"
#include "base/crypto.hpp"

namespace askd {
namespace {

constexpr std::uint64_t counter_step = std::uint64_t{1} << 16;

// Sebastiano Vigna's splitmix64.
std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

}  // namespace

std::uint64_t IdSource::chance() {
  if (deterministic_) return splitmix(seed_);
  std::uint64_t value = 0;
  if (used_ == pool_.size()) {
    crypto::fill_random(pool_);
    used_ = 0;
  }
  std::memcpy(&value, pool_.data() + used_, sizeof value);
  used_ += sizeof value;
  return value;
}

Ulid IdSource::next_ulid(Instant now) {
  const auto milliseconds = now.time_since_epoch().count();
  CHECK(milliseconds >= 0 && milliseconds < (std::int64_t{1} << 48), "The clock is before 1970 or after 10889.");
  const std::uint64_t random = chance();
  // 48 bits of time and the upper 16 of chance; then the lower 48 of chance and 16 zeros.
  const Ulid fresh{(static_cast<std::uint64_t>(milliseconds) << 16) | (random >> 48), random << 16};
  if (fresh > last_) {
    last_ = fresh;
  } else {
    last_.low += counter_step;
    if (last_.low == 0) ++last_.high;
  }
  return last_;
}

}  // namespace askd
