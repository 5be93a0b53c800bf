// The bodies of requests and the answers with JSON, the same at both doors.
#pragma once

#include "base/json.hpp"
#include "net/message.hpp"
#include "shapes/bounds.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

// application/json, not to be stored, not to be sniffed.
net::Response json_response(int status, std::string body);
// 204.
net::Response empty_response();

// Whether the body says that it is JSON, or says nothing.
bool has_json_type(const net::Request& request);

// The body as JSON, or the problem document to answer with.
struct Body {
  Json json;
  std::optional<net::Response> refused = {};
};
// 415 for another type than application/json (or +json, or none), 400 for what can't be parsed. An empty body is an
// empty object where `optional` is set.
Body body_of(const net::Request& request, const Bounds& bounds, bool optional = false);

}  // namespace askd::shapes
