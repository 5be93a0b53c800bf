#include "askctl/ask_body.hpp"

#include "base/files.hpp"
#include "base/time.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <istream>
#include <iterator>
#include <utility>

namespace askd::askctl {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t text_max = std::size_t{1} << 20;
constexpr milliseconds for_ever = std::chrono::hours(24 * 365 * 100);

// A Json converts to nearly anything, so a Result of one is made by hand.
Result<Json> good(Json json) { return Result<Json>(boost::system::in_place_value, std::move(json)); }

std::string all_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

// "-" is standard input.
std::string text_or_input(const Shell& shell, std::string text) { return text == "-" ? all_of(shell.in) : text; }

Json list_of(std::span<const std::string> values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(value);
  return list;
}

void put_text(Json& body, const Given& given, const char* option, const char* member) {
  if (const auto text = given.find(option)) body[member] = *text;
}

Result<> put_pairs(Json& body, const Given& given, const char* option, const char* member) {
  for (const std::string& text : given.all(option)) {
    const auto pair = read_pair(option, text);
    if (!pair) return pair.error();
    if (body.contains(member) && body[member].contains(pair->first))
      return invalid("--" + std::string(option) + " " + pair->first + " is given twice.");
    body[member][pair->first] = pair->second;
  }
  return boost::system::in_place_value;
}

Json choice_form(const Given& given) {
  Json options = Json::array();
  for (const std::string& text : given.all("option")) {
    const auto equals = text.find('=');
    Json option{{"value", text.substr(0, equals)}};
    if (equals != std::string::npos) option["label"] = text.substr(equals + 1);
    options.push_back(std::move(option));
  }
  Json form{{"kind", "choice"}, {"options", std::move(options)}};
  if (given.has("multiple")) form["multiple"] = true;
  return form;
}

// "a|b|c" are the words that may be chosen from.
Result<Json> property_of(std::string_view type) {
  static constexpr std::array<std::string_view, 4> plain{"string", "number", "integer", "boolean"};
  static constexpr std::array<std::string_view, 4> formats{"email", "uri", "date", "date-time"};
  for (const auto known : plain)
    if (type == known) return good({{"type", known}});
  for (const auto known : formats)
    if (type == known) return good({{"type", "string"}, {"format", known}});
  if (type.find('|') == std::string_view::npos)
    return invalid("--field knows no type " + std::string(type) +
                   ": it is string, number, integer, boolean, email, uri, date, date-time, or words as in a|b.");
  Json words = Json::array();
  for (std::string_view rest = type;;) {
    const auto bar = rest.find('|');
    words.push_back(rest.substr(0, bar));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
  return good({{"type", "string"}, {"enum", std::move(words)}});
}

Result<Json> schema_of_fields(std::span<const std::string> fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const std::string& text : fields) {
    const auto colon = text.find(':');
    const std::string name = text.substr(0, colon);
    std::string type = colon == std::string::npos ? "string" : text.substr(colon + 1);
    constexpr std::string_view suffix = ":required";
    const bool needed = type.ends_with(suffix);
    if (needed) type.resize(type.size() - suffix.size());
    if (name.empty() || properties.contains(name))
      return invalid("--field " + text + " needs a name that no other field has, as in cost:number.");
    auto property = property_of(type);
    if (!property) return property.error();
    properties[name] = std::move(*property);
    if (needed) required.push_back(name);
  }
  Json schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return good(std::move(schema));
}

Result<Json> schema_in_file(const Shell& shell, const std::string& file) {
  std::string text;
  if (file == "-") {
    text = all_of(shell.in);
  } else {
    auto content = read_file(file, text_max);
    if (!content) return content.error();
    text = std::move(*content);
  }
  auto schema = json::parse(text);
  if (!schema) return invalid("--schema " + file + " isn't JSON: " + schema.error().message);
  return good(std::move(*schema));
}

// Nothing (null): the form is left to askd.
Result<Json> form_of(const Shell& shell, const Given& given) {
  static constexpr std::array<const char*, 5> kinds{"approve", "option", "text", "field", "schema"};
  std::string_view kind;
  for (const std::string_view one : kinds) {
    if (!given.has(one)) continue;
    if (!kind.empty())
      return invalid("--" + std::string(kind) + " and --" + std::string(one) + " are two forms: an ask has one.");
    kind = one;
  }
  if (given.has("multiple") && kind != "option") return invalid("--multiple goes with --option.");
  if (kind.empty()) return good(nullptr);
  if (kind == "approve") return good({{"kind", "approval"}});
  if (kind == "option") return good(choice_form(given));
  if (kind == "text") return good({{"kind", "text"}});
  auto schema = kind == "field" ? schema_of_fields(given.all("field")) : schema_in_file(shell, given.text("schema"));
  if (!schema) return schema.error();
  return good({{"kind", "fields"}, {"schema", std::move(*schema)}});
}

Result<Json> default_of(const Given& given) {
  const auto values = given.all("default");
  if (given.has("multiple")) return good(list_of(values));
  if (values.size() > 1) return invalid("--default is given twice, and only --multiple takes several values.");
  if (!given.has("field") && !given.has("schema")) return good(values.front());
  auto object = json::parse(values.front());
  if (!object || !object->is_object()) return invalid("--default of fields is a JSON object, as in '{\"cost\": 12}'.");
  return good(std::move(*object));
}

}  // namespace

Result<std::pair<std::string, std::string>> read_pair(std::string_view name, std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return invalid("--" + std::string(name) + " " + std::string(text) +
                   " needs a name and a value, as in task=search.");
  return std::pair(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
}

Result<long> read_count(const Given& given, std::string_view name, long otherwise) {
  const auto text = given.find(name);
  if (!text) return otherwise;
  long count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error == std::errc{} && end == text->data() + text->size() && count >= 1) return count;
  return invalid("--" + std::string(name) + " must be a number from 1 on, not " + *text + ".");
}

Result<milliseconds> read_wait(const Given& given) {
  const auto text = given.find("wait");
  if (given.has("no-wait")) {
    if (text) return invalid("--wait and --no-wait exclude each other.");
    return milliseconds(0);
  }
  if (!text) return std::chrono::minutes(10);
  if (*text == "forever") return for_ever;
  const bool digits = !text->empty() && text->find_first_not_of("0123456789") == std::string::npos;
  const auto parsed = parse_duration(digits ? *text + "s" : *text);
  if (!parsed) return invalid("--wait must be a time as in 90s or 10m, or forever, not " + *text + ".");
  return std::min(*parsed, for_ever);
}

Result<Json> ask_body(const Shell& shell, const Given& given) {
  if (given.text("body") == "-" && given.text("schema") == "-")
    return invalid("--body and --schema can't both be standard input.");
  Json body{{"title", given.text("TITLE")}};
  if (const auto text = given.find("body")) body["body"] = text_or_input(shell, *text);
  auto form = form_of(shell, given);
  if (!form) return form.error();
  if (!form->is_null()) body["form"] = std::move(*form);
  if (given.has("to")) body["to"] = list_of(given.all("to"));
  if (given.has("approver")) body["approvers"] = list_of(given.all("approver"));
  if (given.has("required")) {
    const auto required = read_count(given, "required", 1);
    if (!required) return required.error();
    body["required"] = *required;
  }
  put_text(body, given, "urgency", "urgency");
  put_text(body, given, "expires", "expires_in");
  put_text(body, given, "conversation", "conversation");
  if (given.has("default")) {
    auto value = default_of(given);
    if (!value) return value.error();
    body["default"] = {{"value", std::move(*value)}};
  }
  if (auto put = put_pairs(body, given, "context", "context"); !put) return put.error();
  if (auto put = put_pairs(body, given, "label", "labels"); !put) return put.error();
  return good(std::move(body));
}

Result<Json> notice_body(const Shell& shell, const Given& given) {
  Json body{{"body", text_or_input(shell, given.text("TEXT"))}};
  put_text(body, given, "title", "title");
  put_text(body, given, "severity", "severity");
  put_text(body, given, "conversation", "conversation");
  if (given.has("to")) body["to"] = list_of(given.all("to"));
  for (const std::string& text : given.all("link")) {
    const auto pair = read_pair("link", text);
    if (!pair) return pair.error();
    body["links"].push_back({{"label", pair->first}, {"url", pair->second}});
  }
  return good(std::move(body));
}

}  // namespace askd::askctl
