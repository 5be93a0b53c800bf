// What one row of the verb table says. Routes, checks and OpenAPI are read from it.
#pragma once

#include "api/call.hpp"
#include "core/agents/agent.hpp"

#include "askd/async.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace askd::api {

// A parameter of the query or a header that the verb reads. `schema` is JSON.
struct Parameter {
  enum class In : std::uint8_t { query, header };
  std::string_view name;
  In in = In::query;
  std::string_view schema;
  std::string_view doc;
};

// A body: the name of a schema among the components, or none for a text.
struct BodyShape {
  std::string_view schema = {};
  bool required = true;
  std::string_view type = "application/json";
  std::string_view example = {};  // JSON
};

struct ReplyShape {
  int status = 200;
  std::string_view doc;
  std::string_view schema = {};  // empty: a text, or nothing where the type is empty too
  std::string_view type = "application/json";
};

struct Verb {
  std::string_view name;
  std::string_view method;
  std::string_view path;    // below /api/v1
  bool for_anyone = false;  // takes no token
  std::optional<core::Capability> capability = {};
  std::string_view summary;
  std::string_view doc = {};  // for people, and later for models
  std::vector<const Parameter*> parameters = {};
  std::optional<BodyShape> body = {};
  std::vector<ReplyShape> replies = {};
  std::vector<std::string_view> problems = {};  // kinds beyond those that every verb of its sort has
  // At least one of these two. `answer` makes the whole answer at once, and so serves WebSocket frames as well; `run`,
  // which a request prefers, answers through the exchange by itself: what waits, and what streams.
  Async<net::Response> (*answer)(Call& call) = nullptr;
  Async<> (*run)(Call& call) = nullptr;
};

// Parameters that several verbs share.
namespace parameters {
extern const Parameter wait;
extern const Parameter prefer;
extern const Parameter idempotency;
extern const Parameter limit;
extern const Parameter cursor;
}  // namespace parameters

}  // namespace askd::api
