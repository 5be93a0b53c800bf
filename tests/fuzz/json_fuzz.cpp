// What is read as JSON has one canonical text, which reads as the same; what isn't read is refused with a sentence.
#include "base/check.hpp"
#include "base/json.hpp"
#include "base/unicode.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using askd::Json;

std::size_t depth_of(const Json& json) {
  if (!json.is_structured()) return 0;
  std::size_t below = 0;
  for (const Json& inner : json) below = std::max(below, depth_of(inner));
  return below + 1;
}

// Every value must be found under the pointer that names it.
void check_pointers(const Json& root, const Json& json, const std::string& pointer) {
  CHECK(&root.at(Json::json_pointer(pointer)) == &json, "A pointer leads elsewhere.");
  if (!json.is_object()) return;
  for (const auto& [name, inner] : json.items()) {
    std::string below = pointer;
    askd::json::append_pointer(below, name);
    check_pointers(root, inner, below);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  if (size == 0 || size > 65'536) return 0;
  const json::ParseLimits limits{std::size_t{data[0]} % 40};
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto parsed = json::parse(text, limits);
  if (!parsed) {
    CHECK(parsed.error().fault == Fault::invalid && !parsed.error().message.empty());
    CHECK(unicode::valid_utf8(parsed.error().message), "An error repeats bytes that aren't UTF-8.");
    return 0;
  }
  CHECK(unicode::valid_utf8(text), "JSON was read that isn't UTF-8.");
  CHECK(Json::accept(text), "What we read isn't JSON for others.");
  CHECK(depth_of(*parsed) <= limits.max_depth, "JSON was read that is nested too deeply.");
  check_pointers(*parsed, *parsed, {});

  const std::string canonical = json::canonical(*parsed);
  const auto again = json::parse(canonical, limits);
  CHECK(again.has_value(), "The canonical form can't be read.");
  CHECK(json::canonical(*again) == canonical, "The canonical form of the canonical form is another one.");
  CHECK(again->type_name() == std::string_view(parsed->type_name()) && again->size() == parsed->size());
  return 0;
}
