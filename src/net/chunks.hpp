// Where a body that comes in chunks stands, for the two parsers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace askd::net {

// Beast 1.81 takes it for granted, with an assertion, that a body whose first chunk is its last ("0" and two line ends)
// has arrived whole once it was shown a part of that. So such a part is kept from it.
class Chunks {
 public:
  void begin(std::uint64_t size) { left_ = size; }
  void take(std::size_t size) { left_ -= size; }

  // `bytes` is all that has arrived and isn't parsed yet.
  bool may_parse(std::string_view bytes) const {
    constexpr std::size_t shortest_end = 5;
    return left_ > 0 || bytes.size() >= shortest_end || !bytes.starts_with('0');
  }

 private:
  std::uint64_t left_ = 0;  // of the chunk that has begun
};

}  // namespace askd::net
