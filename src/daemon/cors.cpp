// Answers browsers that call from other origins.
#include "daemon/cors.hpp"

#include <algorithm>

namespace askd::daemon {
namespace {

constexpr const char* readable =
    "Ask-Id, Ask-State, Idempotent-Replayed, Link, Location, Preference-Applied, RateLimit, RateLimit-Policy, "
    "Retry-After";
constexpr const char* sendable = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer";

}  // namespace

bool Cors::allows(const net::Request& request) const {
  const auto origin = request.header("Origin");
  return origin && std::find(origins_.begin(), origins_.end(), *origin) != origins_.end();
}

void Cors::mark(const net::Request& request, net::Exchange& exchange) const {
  if (origins_.empty()) return;
  exchange.add_field("Vary", "Origin");
  if (!allows(request)) return;
  exchange.add_field("Access-Control-Allow-Origin", *request.header("Origin"));
  exchange.add_field("Access-Control-Expose-Headers", readable);
}

std::optional<net::Response> Cors::preflight(const net::Request& request,
                                             const std::vector<std::string>& methods) const {
  if (request.method != "OPTIONS" || methods.empty() || !allows(request)) return std::nullopt;
  if (!request.header("Access-Control-Request-Method")) return std::nullopt;
  std::string list;
  for (const std::string& method : methods) list += (list.empty() ? "" : ", ") + method;
  net::Response response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", list},
                      {"Access-Control-Allow-Headers", sendable},
                      {"Access-Control-Max-Age", "600"},
                      {"Allow", list}};
  return response;
}

}  // namespace askd::daemon
