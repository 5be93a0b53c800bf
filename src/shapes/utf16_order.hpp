// The order in which RFC 8785 wants an object's members.
#pragma once

#include <cstddef>
#include <string_view>

namespace askd::shapes {

// Whether `one` comes before `other` by UTF-16 code units. Valid UTF-8 sorts the same way by bytes, but for characters
// beyond U+FFFF: as surrogates they come before U+E000.
inline bool before_in_utf16(std::string_view one, std::string_view other) {
  const auto weight = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xee || byte == 0xef ? byte + 0x10 : static_cast<int>(byte);
  };
  const std::size_t shorter = one.size() < other.size() ? one.size() : other.size();
  for (std::size_t i = 0; i < shorter; ++i)
    if (one[i] != other[i]) return weight(one[i]) < weight(other[i]);
  return one.size() < other.size();
}

}  // namespace askd::shapes
