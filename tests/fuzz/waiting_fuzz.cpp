// Feeds foreign bytes to what reads headers and queries: waits, pages, cursors, idempotency keys.
#include "api/idempotency.hpp"
#include "base/check.hpp"
#include "net/target.hpp"
#include "shapes/cursor.hpp"
#include "shapes/paging.hpp"
#include "shapes/waiting.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const shapes::Bounds bounds;
  net::Request request;
  request.headers.add("Prefer", text);
  request.headers.add("Idempotency-Key", text);
  if (auto query = net::parse_query(text)) request.query = std::move(*query);
  if (const auto waiting = shapes::read_waiting(request, bounds))
    CHECK(!waiting->wait || *waiting->wait <= bounds.wait_max, "A wait is longer than allowed.");
  if (const auto page = shapes::read_page(request))
    CHECK(page->limit >= 1 && page->limit <= shapes::limit_max, "A page is longer than allowed.");
  if (const auto cursor = shapes::parse_cursor(text))
    CHECK(shapes::cursor_text(*cursor) == text, "A cursor reads as another one.");
  const auto key = api::idempotency_key(request);
  CHECK(!key || key->size() <= api::idempotency_key_max, "A key is longer than allowed.");
  return 0;
}
