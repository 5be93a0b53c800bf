// Picks the door by what the caller shows: a token is an agent's, a session or the Unix socket a person's.
#include "daemon/front.hpp"

#include <algorithm>
#include <utility>

namespace askd::daemon {
namespace {

bool shows_token(const net::Request& request) { return request.header("Authorization").has_value(); }

bool shows_session(const net::Request& request) {
  const auto cookie = request.header("Cookie");
  return request.local || (cookie && cookie->find("askd_session=") != std::string_view::npos);
}

std::vector<std::string> both(std::vector<std::string> one, const std::vector<std::string>& other) {
  one.insert(one.end(), other.begin(), other.end());
  std::sort(one.begin(), one.end());
  one.erase(std::unique(one.begin(), one.end()), one.end());
  return one;
}

}  // namespace

Async<> Front::serve(net::Request& request, net::Exchange& exchange) const {
  if (counter_) counter_(request);
  if (!root_.find(request.method, request.segments).methods.empty()) co_return co_await root_.serve(request, exchange);

  cors_.mark(request, exchange);
  auto agents = agents_.find(request.method, request.segments);
  auto people = people_.find(request.method, request.segments);
  // Without either, a path that both serve is the agents': its 401 says how to come back.
  const bool prefers_people = !shows_token(request) && shows_session(request);
  net::Router::Match& first = prefers_people ? people : agents;
  net::Router::Match& second = prefers_people ? agents : people;
  net::Router::Match& chosen = first.handler != nullptr ? first : second;
  if (chosen.handler == nullptr) {
    auto answer = cors_.preflight(request, agents.methods);
    if (!answer) answer = net::no_handler(request.method, both(agents.methods, people.methods));
    net::Response response = std::move(*answer);
    co_return co_await exchange.send(std::move(response));
  }
  request.captured = std::move(chosen.captured);
  co_await (*chosen.handler)(request, exchange);
}

}  // namespace askd::daemon
