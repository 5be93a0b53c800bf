// Texts of any bytes: what is made visible is valid and stays as it is, what is cut is cut within bounds, and folded
// names stay folded.
#include "base/check.hpp"
#include "base/unicode.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace askd;

void check_visible(std::string_view text, unicode::Lines lines) {
  const std::string shown = unicode::visible(text, lines);
  CHECK(unicode::valid_utf8(shown), "What was made visible isn't UTF-8.");
  CHECK(unicode::all_visible(shown, lines), "Something invisible was left.");
  CHECK(unicode::visible(shown, lines) == shown, "Making visible twice changes something.");
  CHECK(unicode::all_visible(text, lines) == (shown == text), "all_visible() and visible() disagree.");
  if (lines == unicode::Lines::one) CHECK(shown.find_first_of("\n\r\t") == shown.npos);
}

void check_cuts(std::string_view text, std::size_t most) {
  const std::string_view front = unicode::prefix(text, most);
  CHECK(text.starts_with(front) && unicode::length(front) <= most);
  const std::string_view bytes = unicode::prefix_bytes(text, most);
  CHECK(text.starts_with(bytes) && bytes.size() <= most);
  const std::string cut = unicode::truncate(text, most);
  CHECK(unicode::length(cut) <= most, "A cut text is longer than allowed.");
  if (unicode::length(text) <= most) CHECK(cut == text && front == text, "A text that fits was cut.");
  if (unicode::valid_utf8(text)) CHECK(unicode::valid_utf8(front) && unicode::valid_utf8(bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 10'000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  std::size_t points = 0;
  std::string again;
  bool broken = false;
  for (std::size_t at = 0; at < text.size(); ++points) {
    const auto point = unicode::code_point_at(text, at);
    CHECK(point.size >= 1 && point.size <= text.size() - at, "A code point goes beyond the text.");
    broken |= point.value == 0xfffd && point.size == 1;
    unicode::append_utf8(again, point.value);
    at += point.size;
  }
  CHECK(unicode::valid_utf8(text) == !broken && unicode::valid_utf8(again));
  CHECK(broken || again == text);
  CHECK(unicode::length(text) == points);
  check_visible(text, unicode::Lines::many);
  check_visible(text, unicode::Lines::one);
  check_cuts(text, data[0]);
  const std::string_view trimmed = unicode::trim(text);
  CHECK(unicode::trim(trimmed) == trimmed && text.find(trimmed) != text.npos);
  if (!unicode::valid_utf8(text)) return 0;
  const std::string folded = unicode::fold_name(text);
  CHECK(unicode::valid_utf8(folded));
  CHECK(unicode::fold_name(folded) == folded, "A folded name folds to another one.");
  return 0;
}
