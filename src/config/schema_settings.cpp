#include "config/schema_settings.hpp"

#include <limits>
#include <utility>

namespace askd::config {
namespace {

using Json = nlohmann::ordered_json;

Json refer_to(const char* name) { return {{"$ref", std::string("#/$defs/") + name}}; }

Json kept_in(const char* where, const char* description) {
  return {{"type", "object"},
          {"properties", {{where, {{"type", "string"}, {"description", description}}}}},
          {"required", Json::array({where})},
          {"additionalProperties", false}};
}

Json number(const Key& key) {
  Json out = {{"type", "integer"}};
  if (key.least != std::numeric_limits<std::int64_t>::min()) out["minimum"] = key.least;
  if (key.most != std::numeric_limits<std::int64_t>::max()) out["maximum"] = key.most;
  return out;
}

}  // namespace

Json SchemaSettings::definitions() {
  const Json list = {{"anyOf", Json::array({{{"type", "array"}, {"items", refer_to("text")}}, refer_to("text")})}};
  return {{"text", {{"type", Json::array({"string", "number"})}}},
          {"list", list},
          {"duration", {{"type", "string"}, {"pattern", "^([0-9]+(ms|s|m|h|d))+$"}}},
          {"size", {{"type", Json::array({"string", "integer"})}, {"pattern", "^[0-9]+(KiB|MiB|GiB)?$"}}},
          {"secret",
           {{"oneOf", Json::array({kept_in("file", "A file that only askd's user can read."),
                                   kept_in("env", "An environment variable."),
                                   kept_in("credential", "A credential that systemd passes.")})}}}};
}

void SchemaSettings::put(const Key& key, Json schema) {
  if (!key.help.empty()) schema["description"] = key.help;
  if (is_placeholder(key)) {
    others_ = std::move(schema);
    return;
  }
  if (key.required) required_.push_back(key.name);
  properties_[key.name] = std::move(schema);
}

void SchemaSettings::document(const Key& key, Type type) {
  Json schema;
  switch (type) {
    case Type::text:
      schema = refer_to("text");
      break;
    case Type::path:
      schema = {{"type", "string"}};
      break;
    case Type::truth:
      schema = {{"type", "boolean"}};
      break;
    case Type::number:
      schema = number(key);
      break;
    case Type::duration:
      schema = refer_to("duration");
      break;
    case Type::size:
      schema = refer_to("size");
      break;
    case Type::secret:
      schema = refer_to("secret");
      break;
    case Type::list:
      schema = refer_to("list");
      break;
  }
  if (!key.one_of.empty()) {
    const Json words = {{"enum", key.one_of}};
    schema = type == Type::list ? Json{{"anyOf", Json::array({{{"type", "array"}, {"items", words}}, words})}} : words;
  }
  if (!key.fallback.empty() && type != Type::list) schema["default"] = key.fallback;
  if (type == Type::number && !key.fallback.empty()) schema["default"] = std::stoll(key.fallback);
  if (type == Type::truth && !key.fallback.empty()) schema["default"] = key.fallback == "true";
  put(key, std::move(schema));
}

void SchemaSettings::section(const Key& key, const Declare& declare) {
  SchemaSettings inner;
  declare(inner);
  Json schema = inner.take();
  // A section with nothing but comments is as good as none.
  if (inner.required_.empty() && schema.contains("type")) schema["type"] = Json::array({"object", "null"});
  put(key, std::move(schema));
}

void SchemaSettings::items(const Key& key, const Declare& declare) {
  SchemaSettings inner;
  declare(inner);
  const Json item = inner.take();
  put(key, {{"anyOf", Json::array({{{"type", "array"}, {"items", item}}, item})}});
}

void SchemaSettings::list_or_section(std::vector<std::string>&, const Key& key, const Declare& declare) {
  SchemaSettings inner;
  declare(inner);
  put(key, {{"anyOf", Json::array({refer_to("list"), inner.take()})}});
}

void SchemaSettings::kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) {
  for (const Kind& one : kinds) {
    value = one.name;
    SchemaSettings inner;
    inner.put({.name = key.name, .help = one.help, .required = true}, {{"const", one.name}});
    one.declare(inner);
    kinds_.push_back(inner.take());
  }
  if (kinds.empty()) document(key, Type::text);
}

Json SchemaSettings::take() {
  if (!kinds_.empty()) return {{"oneOf", kinds_}};
  Json out = {{"type", "object"}};
  if (!properties_.empty()) out["properties"] = properties_;
  if (!required_.empty()) out["required"] = required_;
  out["additionalProperties"] = others_;
  return out;
}

}  // namespace askd::config
