// Errors as problem documents (RFC 9457).
#pragma once

#include "base/json.hpp"
#include "engine/service.hpp"
#include "net/message.hpp"
#include "shapes/ask_json.hpp"

#include "askd/result.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace askd::shapes {

// A kind of problem. `type` in the document is "urn:askd:problem:" and the name.
struct ProblemKind {
  int status;
  std::string_view name;
  std::string_view title;
  std::string_view doc;  // when it is answered, for OpenAPI
};
// Every kind that a handler answers with.
std::span<const ProblemKind> problem_kinds();
// The kind of that name, which must be one of them.
const ProblemKind& problem_kind(std::string_view name);
// What an error becomes: Fault::invalid is "invalid" (422).
const ProblemKind& problem_kind(Fault fault);

// A document with the error's message as `detail` and its problems as `errors`. `members` is JSON to put in as well:
// `"id":"ask_…","state":"answered"`, or nothing. 401 carries WWW-Authenticate, 429 and 503 Retry-After.
net::Response problem(const Error& error, std::string_view members = {});
net::Response problem(std::string_view kind, const Error& error, std::string_view members = {});
net::Response problem(std::string_view kind, std::string_view detail);

// 429, with the time after which it is worth trying again.
net::Response rate_limited(std::string_view detail, std::chrono::seconds retry_after);

// The document alone, for what isn't an answer by itself.
std::string problem_text(const ProblemKind& kind, const Error& error, std::string_view members = {});

// For 409: the members id, state and answer of the ask that has moved on.
std::string conflict_members(const engine::AskView& view);

}  // namespace askd::shapes
