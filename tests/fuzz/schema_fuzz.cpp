// A line of text and the JSON Schema behind it: a schema that is taken makes a form that can be filled in, and what is
// filled in is checked once and for all.
#include "base/check.hpp"
#include "base/json.hpp"
#include "base/schema.hpp"
#include "base/unicode.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace askd;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

void check_field(const FormField& field, std::string_view text) {
  CHECK(!field.name.empty() && unicode::all_visible(field.name, unicode::Lines::one));
  const bool picks = field.type == FormField::Type::choice || field.type == FormField::Type::several;
  CHECK(picks == !field.options.empty() && field.options.size() <= schema::options_max);
  if (field.fallback && field.type == FormField::Type::several) {
    if (!field.fallback->empty()) {
      for (const std::string& line : lines_of(*field.fallback)) CHECK(check_value(field, line).has_value());
    }
  } else if (field.fallback && !field.required) {
    const auto checked = check_value(field, *field.fallback);
    CHECK(checked && *checked == *field.fallback, "A default isn't canonical.");
  }
  const auto value = check_value(field, text);
  if (!value) {
    CHECK(value.error().fault == Fault::invalid && unicode::valid_utf8(value.error().message));
    return;
  }
  CHECK(unicode::valid_utf8(*value));
  const auto again = check_value(field, *value);
  CHECK(again && *again == *value, "A checked value doesn't pass the check.");
  if (const auto several = check_values(field, {std::string(text)})) {
    const auto same = check_values(field, *several);
    CHECK(same && *same == *several, "Checked values don't pass the check.");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const auto end = all.find('\n');
  if (end == all.npos) return 0;
  const auto json = json::parse(all.substr(end + 1));
  if (!json) return 0;
  const auto fields = schema::parse_fields(*json);
  if (!fields) {
    CHECK(!fields.error().problems.empty(), "A schema was refused without a problem.");
    for (const Problem& problem : fields.error().problems) {
      CHECK(problem.pointer.empty() || problem.pointer.starts_with('/'));
      CHECK(!problem.detail.empty() && unicode::valid_utf8(problem.detail));
    }
    return 0;
  }
  CHECK(!fields->empty() && fields->size() <= schema::fields_max);
  std::set<std::string> names;
  bool optional_seen = false;
  for (const FormField& field : *fields) {
    CHECK(names.insert(field.name).second, "Two fields have one name.");
    CHECK(!field.required || !optional_seen, "A required field stands behind an optional one.");
    optional_seen |= !field.required;
    check_field(field, all.substr(0, end));
  }
  return 0;
}
