#include "json.hpp"

#include <algorithm>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t depth_max = 64;

// Counts brackets, so that a megabyte of "[" never becomes a megabyte of nested values.
bool too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > depth_max) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

Result<Parsed> parse_object(std::string_view text) {
  if (too_deep(text)) return invalid("Slack sent JSON that nests too deeply.");
  Parsed parsed{Json::parse(text.begin(), text.end(), nullptr, false)};
  if (parsed.json.is_discarded()) return invalid("Slack sent what isn't JSON.");
  if (!parsed.json.is_object()) return invalid("Slack sent JSON that isn't an object.");
  return parsed;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Json& part(const Json& json, const char* name) {
  static const Json nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(name);
  return found == json.end() ? nothing : *found;
}

std::string text(const Json& json, const char* name) {
  const Json& found = part(json, name);
  return found.is_string() ? found.get_ref<const std::string&>() : std::string();
}

bool flag(const Json& json, const char* name) {
  const Json& found = part(json, name);
  return found.is_boolean() && found.get<bool>();
}

const Json::array_t& list(const Json& json, const char* name) {
  static const Json::array_t nothing;
  const Json& found = part(json, name);
  return found.is_array() ? found.get_ref<const Json::array_t&>() : nothing;
}

}  // namespace askd::adapters::slack
