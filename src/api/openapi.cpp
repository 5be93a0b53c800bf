#include "api/openapi.hpp"

#include "api/auth.hpp"
#include "api/schemas.hpp"
#include "api/verbs.hpp"
#include "base/json.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace askd::api {
namespace {

using json::Writer;
using shapes::write_member;

// What stands in braces in a path, and the prefix of the ids that go there; none where a name does as well.
struct PathParameter {
  std::string_view name;
  std::string_view prefix;
};
constexpr std::array<PathParameter, 6> path_parameters{{{"ask", AskTag::prefix},
                                                        {"conversation", ConversationTag::prefix},
                                                        {"notice", NoticeTag::prefix},
                                                        {"channel", {}},
                                                        {"agent", {}},
                                                        {"registration", {}}}};

void write_reference(Writer& writer, std::string_view schema) {
  writer.begin_object();
  write_member(writer, "$ref", "#/components/schemas/" + std::string(schema));
  writer.end_object();
}

void write_content(Writer& writer, std::string_view type, std::string_view schema, std::string_view example = {}) {
  writer.key("content");
  writer.begin_object();
  writer.key(type);
  writer.begin_object();
  writer.key("schema");
  if (schema.empty())
    writer.raw(R"({"type":"string"})");
  else
    write_reference(writer, schema);
  if (!example.empty()) {
    writer.key("example");
    writer.raw(example);
  }
  writer.end_object();
  writer.end_object();
}

void write_path_parameters(Writer& writer, std::string_view path) {
  for (const PathParameter& parameter : path_parameters) {
    if (path.find("{" + std::string(parameter.name) + "}") == std::string_view::npos) continue;
    writer.begin_object();
    write_member(writer, "name", parameter.name);
    write_member(writer, "in", "path");
    write_member(writer, "required", true);
    writer.key("schema");
    writer.begin_object();
    write_member(writer, "type", "string");
    write_member(writer, "pattern",
                 parameter.prefix.empty()
                     ? R"(^[^/\\\u0000-\u001f\u007f-\u009f]+$)"
                     : "^" + std::string(parameter.prefix) + "[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$");
    writer.end_object();
    writer.end_object();
  }
}

void write_parameters(Writer& writer, const Verb& verb) {
  if (verb.parameters.empty() && verb.path.find('{') == std::string_view::npos) return;
  writer.key("parameters");
  writer.begin_array();
  write_path_parameters(writer, verb.path);
  for (const Parameter* parameter : verb.parameters) {
    if (parameter->name.ends_with('.')) continue;  // a family of names, which OpenAPI can't say
    writer.begin_object();
    write_member(writer, "name", parameter->name);
    write_member(writer, "in", parameter->in == Parameter::In::query ? "query" : "header");
    write_member(writer, "description", parameter->doc);
    writer.key("schema");
    writer.raw(parameter->schema);
    writer.end_object();
  }
  writer.end_array();
}

// The problems that a verb answers with: its own, and those that follow from what it takes.
std::map<int, std::string> problems_of(const Verb& verb) {
  std::set<std::string_view> names(verb.problems.begin(), verb.problems.end());
  names.insert({"bad_request", "unavailable"});
  if (!verb.for_anyone) names.insert({"unauthenticated", "rate_limited"});
  if (verb.capability) names.insert("forbidden");
  if (verb.body) names.insert({"too_large", "unsupported_media_type", "invalid"});
  std::map<int, std::string> docs;
  for (const std::string_view name : names) {
    const shapes::ProblemKind& kind = shapes::problem_kind(name);
    docs.emplace(kind.status, std::string(kind.doc));
  }
  return docs;
}

void write_replies(Writer& writer, const Verb& verb) {
  writer.key("responses");
  writer.begin_object();
  for (const ReplyShape& reply : verb.replies) {
    writer.key(std::to_string(reply.status));
    writer.begin_object();
    write_member(writer, "description", reply.doc);
    if (!reply.type.empty()) write_content(writer, reply.type, reply.schema);
    writer.end_object();
  }
  for (const auto& [status, doc] : problems_of(verb)) {
    writer.key(std::to_string(status));
    writer.begin_object();
    write_member(writer, "description", doc);
    write_content(writer, "application/problem+json", "Problem");
    writer.end_object();
  }
  writer.key("default");
  writer.begin_object();
  write_member(writer, "description", "Another problem, such as headers that are too large.");
  write_content(writer, "application/problem+json", "Problem");
  writer.end_object();
  writer.end_object();
}

void write_verb(Writer& writer, const Verb& verb) {
  std::string method(verb.method);
  std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  writer.key(method);
  writer.begin_object();
  write_member(writer, "operationId", verb.name);
  write_member(writer, "summary", verb.summary);
  std::string doc(verb.doc);
  if (verb.capability) {
    if (!doc.empty()) doc += "\n\n";
    doc += "Needs the capability `" + std::string(core::word_of(*verb.capability)) + "`.";
  }
  if (!doc.empty()) write_member(writer, "description", doc);
  if (verb.for_anyone) {
    writer.key("security");
    writer.raw("[]");
  }
  write_parameters(writer, verb);
  if (verb.body) {
    writer.key("requestBody");
    writer.begin_object();
    write_member(writer, "required", verb.body->required);
    write_content(writer, verb.body->type, verb.body->schema, verb.body->example);
    writer.end_object();
  }
  write_replies(writer, verb);
  writer.end_object();
}

void write_paths(Writer& writer) {
  std::vector<std::string_view> paths;
  for (const Verb& verb : verbs())
    if (std::find(paths.begin(), paths.end(), verb.path) == paths.end()) paths.push_back(verb.path);
  writer.key("paths");
  writer.begin_object();
  for (const std::string_view path : paths) {
    writer.key(path);
    writer.begin_object();
    for (const Verb& verb : verbs())
      if (verb.path == path) write_verb(writer, verb);
    writer.end_object();
  }
  writer.end_object();
}

void write_components(Writer& writer) {
  writer.key("components");
  writer.begin_object();
  writer.key("securitySchemes");
  writer.raw(R"({"token":{"type":"http","scheme":"bearer","description":"An agent's token: askd_…"}})");
  writer.key("schemas");
  writer.begin_object();
  for (const auto& list : {request_schemas(), reply_schemas()}) {
    for (const NamedSchema& schema : list) {
      writer.key(schema.name);
      writer.raw(schema.json);
    }
  }
  writer.end_object();
  writer.end_object();
}

}  // namespace

std::string openapi_text(const Settings& settings) {
  std::string text;
  Writer writer(text);
  writer.begin_object();
  write_member(writer, "openapi", "3.1.1");
  writer.key("info");
  writer.begin_object();
  write_member(writer, "title", "askd");
  write_member(writer, "version", settings.version);
  write_member(writer, "summary", "Agents ask a person and block until the answer.");
  writer.key("license");
  writer.raw(R"({"name":"Apache-2.0","identifier":"Apache-2.0"})");
  writer.end_object();
  writer.key("servers");
  writer.begin_array();
  writer.begin_object();
  write_member(writer, "url", settings.public_url + "/api/v1");
  writer.end_object();
  writer.end_array();
  writer.key("security");
  writer.raw(R"([{"token":[]}])");
  write_paths(writer);
  write_components(writer);
  writer.end_object();
  return text;
}

}  // namespace askd::api
