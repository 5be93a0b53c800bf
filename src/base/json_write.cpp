#include "base/json_write.hpp"

#include <span>

#include "base/crypto.hpp"
#include "base/time.hpp"

namespace askd::json::detail {

void write_ulid(Writer& writer, std::string_view prefix, Ulid id) {
  std::string& out = writer.before();
  out += '"';
  out += prefix;
  append_ulid(out, id);
  out += '"';
  writer.after();
}

void write_instant(Writer& writer, Instant instant) {
  std::string& out = writer.before();
  out += '"';
  append_instant(out, instant);
  out += '"';
  writer.after();
}

void write_bytes(Writer& writer, const std::uint8_t* bytes, std::size_t size) {
  writer.value(crypto::hex(std::span(bytes, size)));
}

}  // namespace askd::json::detail
