// JSON as text: a writer, a strict parser and the canonical form of RFC 8785. Include <nlohmann/json.hpp> to look into
// a Json, base/json_write.hpp to write described types, and base/json_read.hpp to read them.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "askd/result.hpp"

namespace askd {

using Json = nlohmann::json;

namespace json {

using Json = nlohmann::json;

// Appends compact JSON to a string. Commas are its business; that keys and values alternate and that what was begun is
// ended is the caller's. Strings are escaped as RFC 8785 says and must be valid UTF-8: doors validate what comes in, so
// anything else is a broken invariant.
class Writer {
 public:
  // `out` must outlive the writer. What it holds already is left alone.
  explicit Writer(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(std::nullptr_t) { raw("null"); }
  // Integers stand as they are, also beyond 2^53, where a reader that knows only doubles loses digits: what may grow
  // so large and leaves the process should be a string.
  template <std::integral T>
  void value(T number) {
    if constexpr (std::same_as<T, bool>)
      raw(number ? "true" : "false");
    else if constexpr (std::signed_integral<T>)
      integer(static_cast<std::int64_t>(number));
    else
      natural(static_cast<std::uint64_t>(number));
  }
  void value(const Json& canonical);

  // One whole value that is JSON already.
  void raw(std::string_view json) {
    separate();
    out_ += json;
    comma_ = true;
  }

  // For writers that append a value to the text themselves: call before(), append one whole value, call after().
  std::string& before() {
    separate();
    return out_;
  }
  void after() { comma_ = true; }

  // `prepared` is `,"name":`, escaped and with the comma, which is left out where none is due.
  void prepared_key(std::string_view prepared) {
    out_ += comma_ ? prepared : prepared.substr(1);
    comma_ = false;
  }

 private:
  void separate() {
    if (comma_) out_ += ',';
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    comma_ = false;
  }
  void close(char bracket) {
    out_ += bracket;
    comma_ = true;
  }
  void integer(std::int64_t number);
  void natural(std::uint64_t number);

  std::string& out_;
  bool comma_ = false;
};

// Appends `text` as a JSON string, quotes included.
void append_string(std::string& out, std::string_view text);

struct ParseLimits {
  std::size_t max_depth = 32;  // arrays and objects within each other; a lone number has depth 0
};

// Strict RFC 8259, and stricter: invalid UTF-8, lone surrogates, NUL characters, a key twice in one object, numbers
// beyond a double and nesting beyond the limit are refused. The error is Fault::invalid and says where.
// A Json converts to nearly anything, so to return one as a Result<Json> say
// `Result<Json>(boost::system::in_place_value, std::move(json))`.
Result<Json> parse(std::string_view text, ParseLimits limits = {});

// The canonical form of RFC 8785: keys sorted by UTF-16 code units, numbers as ECMAScript writes doubles.
std::string canonical(const Json& json);
void append_canonical(std::string& out, const Json& json);

// Appends one step to a JSON pointer (RFC 6901), escaped.
void append_pointer(std::string& pointer, std::string_view step);

}  // namespace json
}  // namespace askd
