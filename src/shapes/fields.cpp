#include "shapes/fields.hpp"

#include "base/time.hpp"
#include "base/unicode.hpp"

#include <algorithm>

namespace askd::shapes {
namespace {

constexpr std::size_t names_max = 20;
constexpr std::size_t name_max = 128;
constexpr std::size_t duration_text_max = 40;

// C0, DEL and C1. A text of many lines may hold any but NUL, which the parser refuses: agents paste logs, and readers
// see what is invisible spelled out.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

std::string characters(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " character" : " characters");
}

std::string marks_in_words(std::string_view marks) {
  if (marks == "@") return "must begin with @ (a person or a group), as in @ana";
  return "must begin with # (a channel) or @ (a person or a group), as in #research or @ana";
}

void read_name(const json::Reader& reader, const Json& json, std::string_view marks, std::vector<std::string>& names) {
  const std::string* name = json::detail::expect_string(reader, json);
  if (name == nullptr) return;
  if (name->empty() || marks.find(name->front()) == std::string_view::npos)
    return reader.problem(marks_in_words(marks));
  const auto rest = std::string_view(*name).substr(1);
  if (rest.empty() || rest != unicode::trim(rest))
    return reader.problem("names nobody: a name follows the mark at once");
  if (check_text(reader, *name, {.min = 2, .max = name_max})) names.push_back(*name);
}

}  // namespace

const Json* member_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool only_members(const json::Reader& reader, const Json& object, std::span<const std::string_view> known) {
  if (!json::detail::expect_object(reader, object)) return false;
  for (const auto& [name, value] : object.get_ref<const Json::object_t&>())
    if (std::find(known.begin(), known.end(), name) == known.end()) json::detail::unknown_member(reader, name, known);
  return true;
}

bool check_text(const json::Reader& reader, std::string_view text, TextRule rule) {
  if (rule.min > 0 && unicode::trim(text).empty()) {
    reader.problem("must not be empty");
    return false;
  }
  // A code point has at least one byte, so most texts needn't be counted.
  if (text.size() > rule.max || text.size() < 4 * rule.min) {
    const std::size_t length = unicode::length(text);
    if (length < rule.min || length > rule.max) {
      reader.problem(length > rule.max
                         ? "must have at most " + characters(rule.max) + ", and has " + std::to_string(length)
                         : "must have at least " + characters(rule.min));
      return false;
    }
  }
  if (!rule.lines && has_control(text)) {
    reader.problem("must be one line without control characters");
    return false;
  }
  return true;
}

std::optional<std::string> read_text(const json::Reader& reader, const Json& json, TextRule rule) {
  const std::string* text = json::detail::expect_string(reader, json);
  if (text == nullptr || !check_text(reader, *text, rule)) return std::nullopt;
  return *text;
}

void problem_below(const json::Reader& reader, std::string_view pointer, const std::string& detail) {
  if (pointer.empty()) return reader.problem(detail);
  const auto end = pointer.find('/', 1);
  std::string step;
  for (std::size_t i = 1; i < pointer.substr(0, end).size(); ++i) {
    const bool escaped = pointer[i] == '~' && i + 1 < pointer.size();
    if (escaped) ++i;
    step += escaped ? (pointer[i] == '1' ? '/' : '~') : pointer[i];
  }
  problem_below(reader.member(step), end == std::string_view::npos ? std::string_view{} : pointer.substr(end), detail);
}

std::optional<std::chrono::milliseconds> read_duration(const json::Reader& reader, const Json& json,
                                                       std::chrono::milliseconds min, std::chrono::milliseconds max) {
  const auto* text = json.get_ptr<const std::string*>();
  const bool sane = text != nullptr && text->size() <= duration_text_max;
  const auto duration = sane ? parse_duration(*text) : Result<std::chrono::milliseconds>(invalid(""));
  if (!duration) {
    reader.problem("must be a duration such as \"90s\", \"15m\", \"2h\" or \"3d\"");
    return std::nullopt;
  }
  if (*duration < min || *duration > max) {
    reader.problem("must be from " + format_duration(min) + " to " + format_duration(max));
    return std::nullopt;
  }
  return *duration;
}

std::vector<std::string> read_names(const json::Reader& reader, const Json& json, std::string_view marks) {
  std::vector<std::string> names;
  if (!json.is_array()) {
    reader.problem("must be an array of names, as in [\"@ana\"]");
    return names;
  }
  if (json.size() > names_max) {
    reader.problem("must have at most " + std::to_string(names_max) + " names");
    return names;
  }
  for (std::size_t i = 0; i < json.size(); ++i) read_name(reader.element(i), json[i], marks, names);
  return names;
}

}  // namespace askd::shapes
