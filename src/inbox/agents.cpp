// Agents, for those who look after them.
#include "inbox/routes.hpp"

#include "shapes/agent_desk.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <utility>

namespace askd::inbox {
namespace {

shapes::AgentDesk agent_desk(const Visit& visit) {
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  return {visit.service, team_of(visit), person == nullptr ? "the operator" : person->name};
}

Async<net::Response> list_agents(Visit& visit) {
  shapes::AgentDesk desk = agent_desk(visit);
  co_return co_await desk.list(visit.request);
}

Async<net::Response> show_agent(Visit& visit) {
  shapes::AgentDesk desk = agent_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.show(std::move(which));
}

Async<net::Response> revoke_agent(Visit& visit) {
  shapes::AgentDesk desk = agent_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await desk.revoke(std::move(which));
}

// Rotating and redriving differ only in what the desk does with the body.
using Change = Async<net::Response> (shapes::AgentDesk::*)(std::string, const Json&);

Async<net::Response> changed(Visit& visit, Change change) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds, true);
  if (body.refused) co_return std::move(*body.refused);
  shapes::AgentDesk desk = agent_desk(visit);
  std::string which = visit.request.captured.front();
  co_return co_await (desk.*change)(std::move(which), body.json);
}

Async<net::Response> rotate_agent(Visit& visit) { return changed(visit, &shapes::AgentDesk::rotate); }
Async<net::Response> redrive_webhook(Visit& visit) { return changed(visit, &shapes::AgentDesk::redrive); }

constexpr std::array<Route, 5> agents_table{{
    {"GET", "/api/v1/agents", Needs::owner, list_agents},
    {"GET", "/api/v1/agents/{agent}", Needs::owner, show_agent},
    {"DELETE", "/api/v1/agents/{agent}", Needs::owner, revoke_agent},
    {"POST", "/api/v1/agents/{agent}/rotate", Needs::owner, rotate_agent},
    {"POST", "/api/v1/agents/{agent}/webhook/redrive", Needs::owner, redrive_webhook},
}};

}  // namespace

std::span<const Route> agent_routes() { return agents_table; }

}  // namespace askd::inbox
