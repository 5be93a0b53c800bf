#include "shapes/problem.hpp"

#include "base/check.hpp"
#include "base/json_write.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/member.hpp"

#include <algorithm>
#include <array>

namespace askd::shapes {
namespace {

constexpr std::array<ProblemKind, 17> kinds{{
    {400, "bad_request", "Bad Request", "The body can't be parsed, or a parameter of the query is wrong."},
    {401, "unauthenticated", "Unauthorized", "The token or session is missing, unknown or has expired."},
    {403, "forbidden", "Forbidden", "The caller is known and may not do this; a missing capability is named."},
    {404, "not_found", "Not Found", "It isn't there, or isn't the caller's."},
    {405, "method_not_allowed", "Method Not Allowed", "The path has no such method; Allow lists those it has."},
    {409, "conflict", "Conflict", "The thing has moved on, as an ask that has ended: read it again."},
    {410, "gone", "Gone", "It was there and is no longer, as a stream's entries behind retention, or a used link."},
    {413, "too_large", "Content Too Large", "The body is larger than the limit."},
    {414, "too_long", "URI Too Long", "The request line is longer than the limit."},
    {415, "unsupported_media_type", "Unsupported Media Type", "The body isn't application/json."},
    {422, "invalid", "Unprocessable Content", "The body isn't valid; `errors` names every field that is wrong."},
    {426, "upgrade_required", "Upgrade Required", "The path speaks WebSocket, and the request didn't ask for it."},
    {429, "rate_limited", "Too Many Requests", "Too many open asks, or too many requests: wait, then again."},
    {431, "headers_too_large", "Request Header Fields Too Large", "The headers are larger than the limit."},
    {500, "internal", "Internal Server Error", "A bug of askd's; its log says more."},
    {500, "corrupt", "Internal Server Error", "Stored data is damaged: the operator must look."},
    {503, "unavailable", "Service Unavailable", "askd is stopping, or something it needs is away: again later."},
}};

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::invalid:
      return "invalid";
    case Fault::unauthenticated:
      return "unauthenticated";
    case Fault::forbidden:
      return "forbidden";
    case Fault::not_found:
      return "not_found";
    case Fault::conflict:
      return "conflict";
    case Fault::too_large:
      return "too_large";
    case Fault::rate_limited:
      return "rate_limited";
    case Fault::unavailable:
      return "unavailable";
    case Fault::corrupt:
      return "corrupt";
    case Fault::internal:
      break;
  }
  return "internal";
}

net::Response problem_response(const ProblemKind& kind, const Error& error, std::string_view members) {
  net::Response response;
  response.status = kind.status;
  response.content_type = "application/problem+json";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  if (kind.status == 401) response.headers.emplace_back("WWW-Authenticate", R"(Bearer realm="askd")");
  if (kind.status == 429) response.headers.emplace_back("Retry-After", "30");
  if (kind.status == 503) response.headers.emplace_back("Retry-After", "5");
  response.body = problem_text(kind, error, members);
  return response;
}

}  // namespace

std::span<const ProblemKind> problem_kinds() { return kinds; }

const ProblemKind& problem_kind(std::string_view name) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const ProblemKind& kind) { return kind.name == name; });
  CHECK(found != kinds.end(), "There is no such kind of problem.");
  return *found;
}

const ProblemKind& problem_kind(Fault fault) { return problem_kind(name_of(fault)); }

std::string problem_text(const ProblemKind& kind, const Error& error, std::string_view members) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "type", "urn:askd:problem:" + std::string(kind.name));
  write_member(writer, "title", kind.title);
  write_member(writer, "status", kind.status);
  write_member(writer, "detail", error.message);
  if (!error.problems.empty()) {
    writer.key("errors");
    writer.begin_array();
    for (const Problem& problem : error.problems) {
      writer.begin_object();
      write_member(writer, "pointer", problem.pointer);
      write_member(writer, "detail", problem.detail);
      writer.end_object();
    }
    writer.end_array();
  }
  if (!members.empty()) text.append(",").append(members);
  writer.end_object();
  return text;
}

net::Response problem(const Error& error, std::string_view members) {
  return problem_response(problem_kind(error.fault), error, members);
}

net::Response problem(std::string_view kind, const Error& error, std::string_view members) {
  return problem_response(problem_kind(kind), error, members);
}

net::Response problem(std::string_view kind, std::string_view detail) {
  return problem_response(problem_kind(kind), Error{Fault::invalid, std::string(detail)}, {});
}

net::Response rate_limited(std::string_view detail, std::chrono::seconds retry_after) {
  net::Response response = problem("rate_limited", detail);
  for (auto& [name, value] : response.headers)
    if (name == "Retry-After") value = std::to_string(retry_after.count());
  return response;
}

std::string conflict_members(const engine::AskView& view) {
  const core::Ask& ask = view.ask;
  std::string text;
  json::Writer writer(text);
  write_member(writer, "id", ask.id);
  write_member(writer, "state", word_of(ask.state));
  writer.key("answer");
  if (const core::Answer* answer = ask.answer())
    write_answer(writer, *answer, ask.digest);
  else
    writer.value(nullptr);
  return text;
}

}  // namespace askd::shapes
