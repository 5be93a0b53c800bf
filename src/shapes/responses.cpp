#include "shapes/responses.hpp"

#include "base/unicode.hpp"
#include "shapes/problem.hpp"

#include <utility>

namespace askd::shapes {
namespace {

// "application/json; charset=utf-8" → "application/json".
std::string_view media_type(std::string_view header) { return unicode::trim(header.substr(0, header.find(';'))); }

bool is_json(std::string_view type) {
  if (type.empty() || net::same_name(type, "application/json")) return true;
  constexpr std::string_view suffix = "+json";
  return type.size() > suffix.size() && net::same_name(type.substr(type.size() - suffix.size()), suffix);
}

}  // namespace

net::Response json_response(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  response.body = std::move(body);
  return response;
}

net::Response empty_response() {
  net::Response response;
  response.status = 204;
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

bool has_json_type(const net::Request& request) {
  return is_json(media_type(request.header("Content-Type").value_or(std::string_view{})));
}

Body body_of(const net::Request& request, const Bounds& bounds, bool optional) {
  if (optional && request.body.empty()) return {Json::object()};
  if (!has_json_type(request))
    return {{}, problem("unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.")};
  auto json = json::parse(request.body, {.max_depth = bounds.json_depth});
  if (!json) return {{}, problem("bad_request", json.error())};
  return {std::move(*json)};
}

}  // namespace askd::shapes
