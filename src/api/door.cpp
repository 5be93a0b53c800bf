#include "api/door.hpp"

#include "api/auth.hpp"
#include "api/socket.hpp"
#include "api/verbs.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askd::api {
namespace {

constexpr std::string_view base = "/api/v1";
constexpr std::string_view guide = "/agent.md";          // at the root too
constexpr std::string_view enroll = "/agents/register";  // under /api too

// A parameter that nobody reads is a slip of the pen that would drop an option.
Result<> check_query(const Verb& verb, const net::Request& request) {
  if (request.query.empty()) return {};
  std::vector<std::string_view> known;
  for (const Parameter* parameter : verb.parameters)
    if (parameter->in == Parameter::In::query) known.push_back(parameter->name);
  return shapes::only_parameters(request, known);
}

// Counts the request, and says so in whatever answer follows.
std::optional<net::Response> over_quota(Call& call) {
  const Allowance allowance = call.door.quota.take(call.caller.agent, call.service.now());
  if (!allowance.policy.empty()) {
    call.exchange.add_field("RateLimit-Policy", allowance.policy);
    call.exchange.add_field("RateLimit", allowance.left);
  }
  if (allowance.allowed) return std::nullopt;
  return too_many_requests(allowance);
}

// Who calls, or the answer to one who may not. State may be ahead of the disk here: that shows nobody anything, because
// whoever could use a token that isn't on disk yet hasn't been told it.
std::optional<net::Response> refusal(const Verb& verb, Call& call) {
  if (call.exchange.stopping()) return shapes::problem("unavailable", "askd is stopping. Try again in a few seconds.");
  if (!verb.for_anyone) {
    auto caller = authenticate(call.service.state(), call.request, call.service.now());
    if (!caller) return shapes::problem(caller.error());
    call.caller = std::move(*caller);
    if (auto refused = over_quota(call)) return refused;
  }
  if (verb.capability)
    if (const auto may = require(call.service.state(), call.caller, *verb.capability); !may)
      return shapes::problem(may.error());
  if (const auto fits = check_query(verb, call.request); !fits) return shapes::problem("bad_request", fits.error());
  return std::nullopt;
}

}  // namespace

Door::Door(engine::Service& service, Settings settings, std::function<void(std::string)> log)
    : service_(service),
      state_(
          service, log ? std::move(log) : [](const std::string&) {}) {
  use(std::move(settings));
}

void Door::use(Settings settings) {
  settings_ = std::move(settings);
  state_.openapi.clear();
  state_.entries.use(settings_.public_url);
  state_.quota.set(settings_.requests_per_minute);
}

bool Door::is_for(const net::Request& request) { return bearer_token(request).has_value(); }

void Door::mount(net::Router& router) {
  for (const Verb& verb : verbs()) {
    const auto handler = [this, &verb](net::Request& request, net::Exchange& exchange) {
      return serve(verb, request, exchange);
    };
    router.add(verb.method, std::string(base) + std::string(verb.path), handler);
    if (verb.path == guide) router.add(verb.method, guide, handler);
    if (verb.path == enroll) router.add(verb.method, "/api" + std::string(enroll), handler);
  }
  const auto socket = [this](net::Request& request, net::Exchange& exchange) {
    return serve_socket(request, exchange);
  };
  router.add("GET", "/ws", socket);
  router.add("GET", std::string(base) + "/ws", socket);
}

Async<> Door::serve(const Verb& verb, net::Request& request, net::Exchange& exchange) {
  Call call{service_, settings_, state_, request, exchange, {}, nullptr};
  if (auto refused = refusal(verb, call)) {
    net::Response response = std::move(*refused);
    co_return co_await exchange.send(std::move(response));
  }
  if (verb.run != nullptr) co_return co_await verb.run(call);
  net::Response response = co_await verb.answer(call);
  co_await exchange.send(std::move(response));
}

Async<> Door::serve_socket(net::Request& request, net::Exchange& exchange) {
  Call call{service_, settings_, state_, request, exchange, {}, nullptr};
  co_await api::serve_socket(call);
}

}  // namespace askd::api
