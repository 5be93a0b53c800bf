// The pieces that all packed values are made of.
#include "store/pack.hpp"

namespace askd::store {

void append_varint(std::string& out, std::uint64_t number) {
  while (number >= 0x80) {
    out += static_cast<char>(0x80 | (number & 0x7f));
    number >>= 7;
  }
  out += static_cast<char>(number);
}

void append_big_endian(std::string& out, std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  out.append(bytes.data(), bytes.size());
}

void append_ulid_bytes(std::string& out, Ulid id) {
  append_big_endian(out, id.high);
  append_big_endian(out, id.low);
}

std::uint64_t Unpacker::varint() {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint64_t next = byte();
    if (shift == 63 && next > 1) return fail();
    number |= (next & 0x7f) << shift;
    if (next < 0x80) return number;
  }
  return fail();
}

std::uint64_t Unpacker::big_endian() {
  std::uint64_t number = 0;
  for (const char c : take(8)) number = (number << 8) | static_cast<std::uint8_t>(c);
  return number;
}

Ulid Unpacker::ulid() {
  const std::uint64_t high = big_endian();
  return Ulid{high, big_endian()};
}

std::string_view Unpacker::take(std::size_t count) {
  if (count > left()) {
    fail();
    return {};
  }
  const std::string_view taken(at_, count);
  at_ += count;
  return taken;
}

}  // namespace askd::store
