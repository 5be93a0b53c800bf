// Targets, queries and percent-encoding: what comes out is safe for handlers, and comes out the same when written
// again.
#include "base/check.hpp"
#include "base/unicode.hpp"
#include "net/target.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace askd;

std::string query_text(const net::Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out += (out.empty() ? "" : "&") + net::percent_encode(name) + "=" + net::percent_encode(value);
  return out;
}

void check_fields(const net::Fields& fields) {
  for (const auto& [name, value] : fields) {
    CHECK(unicode::valid_utf8(name) && unicode::valid_utf8(value));
    CHECK(name.find('\0') == name.npos && value.find('\0') == value.npos);
  }
  const auto again = net::parse_query(query_text(fields));
  CHECK(again && *again == fields, "A query written again reads as another one.");
}

void check_target(const net::Target& target) {
  if (target.origin == "*") {
    CHECK(target.segments.empty() && target.query.empty());
    return;
  }
  CHECK(target.path.starts_with('/') && target.origin.starts_with(target.path));
  std::string path;
  for (const std::string& segment : target.segments) {
    CHECK(segment != "." && segment != "..");
    CHECK(unicode::valid_utf8(segment));
    CHECK(segment.find_first_of("/\\") == segment.npos);
    for (const char c : segment) CHECK(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    path += "/" + net::percent_encode(segment);
  }
  if (path.empty()) path = "/";
  check_fields(target.query);
  const std::string query = query_text(target.query);
  const auto again = net::parse_target(query.empty() ? path : path + "?" + query);
  CHECK(again && again->segments == target.segments && again->query == target.query,
        "A target written again reads as another one.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto decoded = net::percent_decode(net::percent_encode(text));
  CHECK(decoded && *decoded == text, "Percent-encoding loses something.");
  CHECK(net::percent_encode(text).find_first_of("/?#&=+ ") == std::string::npos);
  if (const auto loose = net::percent_decode(text, true)) CHECK(loose->size() <= text.size());
  if (const auto fields = net::parse_query(text)) check_fields(*fields);
  const auto target = net::parse_target(text);
  if (target)
    check_target(*target);
  else
    CHECK(target.error().fault == Fault::invalid && !target.error().message.empty());
  return 0;
}
