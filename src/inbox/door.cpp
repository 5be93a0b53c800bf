// Lets people in: who they are by their cookie, and that a write comes from our own pages.
#include "inbox/door.hpp"

#include "inbox/pages.hpp"
#include "inbox/routes.hpp"

#include "base/crypto.hpp"
#include "shapes/origin.hpp"
#include "shapes/problem.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace askd::inbox {
namespace {

constexpr std::string_view cookie_name = "askd_session=";

// The value of our cookie among those that the browser sent (RFC 6265, 4.2).
std::string_view session_token(const net::Request& request) {
  std::string_view cookies = request.header("Cookie").value_or("");
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    std::string_view one = cookies.substr(0, end);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(cookie_name)) return one.substr(cookie_name.size());
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return {};
}

std::optional<Visitor> visitor_of(engine::Service& service, const net::Request& request) {
  if (request.local) return Visitor{{}, {}, true};
  const std::string_view token = session_token(request);
  if (token.empty()) return std::nullopt;
  const core::State& state = service.state();
  const auto found = state.session_hashes.find(crypto::sha256(token));
  if (found == state.session_hashes.end()) return std::nullopt;
  const core::Session& session = state.sessions.at(found->second);
  const core::Person* person = state.person(session.person);
  if (person == nullptr || !person->active || session.expires <= service.now()) return std::nullopt;
  return Visitor{session.person, session.id, false};
}

bool is_write(std::string_view method) { return method != "GET" && method != "HEAD"; }

// A page of another site can make a browser send our cookie along; it can't make it lie about where it comes from.
bool same_origin(const net::Request& request, const Settings& settings) {
  if (request.local) return true;
  const auto origin = request.header("Origin");
  return origin && shapes::is_own_origin(request, *origin, settings.public_url);
}

// What stands in the way, if anything does.
std::optional<net::Response> refusal(const Visit& visit, const Route& route) {
  const bool wants_origin = is_write(visit.request.method) || route.path == "/api/v1/events";
  const bool foreign = visit.request.header("Origin") || is_write(visit.request.method);
  if (wants_origin && foreign && !same_origin(visit.request, visit.settings))
    return shapes::problem("forbidden",
                           "A write must come from askd's own pages (its Origin header says otherwise, or "
                           "is missing). Agents use a token instead.");
  if (route.needs == Needs::nobody) return std::nullopt;
  if (!visit.visitor.is_operator && !visit.visitor.person && visit.request.header("Authorization"))
    return shapes::problem("forbidden", "This is for people, by their session: an agent's token can't do it.");
  if (!visit.visitor.is_operator && !visit.visitor.person)
    return shapes::problem("unauthenticated", "Sign in first, or send an agent's token: Authorization: Bearer askd_…");
  if (route.needs == Needs::owner && !owns(visit, team_of(visit)))
    return shapes::problem("forbidden", "Only an owner of the team may do this.");
  return std::nullopt;
}

}  // namespace

Door::Door(engine::Service& service, Settings settings) : service_(service), settings_(std::move(settings)) {}

void Door::mount(net::Router& router) {
  for (const Route& route : routes())
    router.add(route.method, route.path, [this, &route](net::Request& request, net::Exchange& exchange) {
      return serve(route, request, exchange);
    });
  mount_pages(router);
}

Async<> Door::serve(const Route& route, net::Request& request, net::Exchange& exchange) {
  co_await service_.settled();
  Visit visit{service_, settings_, guard_, request, exchange, visitor_of(service_, request).value_or(Visitor{})};
  if (auto refused = refusal(visit, route)) {
    net::Response response = std::move(*refused);
    co_return co_await exchange.send(std::move(response));
  }
  if (route.run != nullptr) co_return co_await route.run(visit);
  net::Response response = co_await route.answer(visit);
  co_await exchange.send(std::move(response));
}

}  // namespace askd::inbox
