// Looking after agents: for those that may manage others, and each for itself.
#include "core/agents/agents.hpp"
#include "api/auth.hpp"
#include "api/verbs.hpp"
#include "shapes/agent_desk.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <optional>
#include <utility>

namespace askd::api {
namespace {

const Parameter agents_cursor{"cursor", Parameter::In::query,
                              R"({"type":"string","pattern":"^agt_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                              "Where the page starts: the `next` of the page before."};

shapes::AgentDesk agent_desk(Call& call) { return {call.service, call.caller.team, call.caller.name, call.bearer()}; }

// An agent looks after itself; for others it needs the capability.
std::optional<net::Response> not_its_business(Call& call) {
  const core::State& state = call.service.state();
  const core::Agent* agent = core::agents::in_team(state, call.caller.team, call.request.captured.at(0));
  if (agent != nullptr && agent->id == call.caller.agent) return std::nullopt;
  const auto may = require(state, call.caller, core::Capability::manage_agents);
  return may ? std::nullopt : std::optional(shapes::problem(may.error()));
}

Async<net::Response> agents(Call& call) {
  shapes::AgentDesk desk = agent_desk(call);
  co_return co_await desk.list(call.request);
}

Async<net::Response> agent(Call& call) {
  if (auto refused = not_its_business(call)) co_return std::move(*refused);
  shapes::AgentDesk desk = agent_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.show(std::move(which));
}

// Rotating and redriving differ only in what the desk does with the body.
using Change = Async<net::Response> (shapes::AgentDesk::*)(std::string, const Json&);

Async<net::Response> changed(Call& call, Change change) {
  if (auto refused = not_its_business(call)) co_return std::move(*refused);
  shapes::Body body = body_of(call, true);
  if (body.refused) co_return std::move(*body.refused);
  shapes::AgentDesk desk = agent_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await (desk.*change)(std::move(which), body.json);
}

Async<net::Response> rotated(Call& call) { return changed(call, &shapes::AgentDesk::rotate); }
Async<net::Response> redriven(Call& call) { return changed(call, &shapes::AgentDesk::redrive); }

Async<net::Response> revoked(Call& call) {
  if (auto refused = not_its_business(call)) co_return std::move(*refused);
  shapes::AgentDesk desk = agent_desk(call);
  std::string which = call.request.captured.at(0);
  co_return co_await desk.revoke(std::move(which));
}

constexpr std::string_view rotation_example = R"({"overlap":"1h"})";
constexpr std::string_view redrive_example = R"({"after":"0000000000000001"})";

}  // namespace

std::vector<Verb> agent_verbs() {
  Verb list{.name = "list_agents",
            .method = "GET",
            .path = "/agents",
            .capability = core::Capability::manage_agents,
            .summary = "The agents of your team",
            .parameters = {&parameters::limit, &agents_cursor},
            .replies = {{200, "A page of agents.", "Agents"}},
            .answer = agents};
  Verb show{.name = "get_agent",
            .method = "GET",
            .path = "/agents/{agent}",
            .summary = "An agent, by its id or its name",
            .doc = "For another agent than yourself you need the capability `manage_agents`.",
            .replies = {{200, "The agent.", "AgentDetails"}},
            .problems = {"not_found", "forbidden"},
            .answer = agent};
  Verb rotate{.name = "rotate_agent",
              .method = "POST",
              .path = "/agents/{agent}/rotate",
              .summary = "Get a new token; the old ones end after the overlap",
              .doc = "For another agent than yourself you need the capability `manage_agents`.",
              .body = BodyShape{.schema = "Rotation", .required = false, .example = rotation_example},
              .replies = {{201, "The token, which is shown this once.", "Rotated"}},
              .problems = {"not_found", "forbidden", "conflict"},
              .answer = rotated};
  Verb revoke{.name = "revoke_agent",
              .method = "DELETE",
              .path = "/agents/{agent}",
              .summary = "Make all its tokens void, at once",
              .doc =
                  "Its connections end and its open asks are withdrawn. For another agent than yourself you need the "
                  "capability `manage_agents`.",
              .replies = {{204, "It is out.", {}, {}}},
              .problems = {"not_found", "forbidden"},
              .answer = revoked};
  Verb redrive{.name = "redrive_webhook",
               .method = "POST",
               .path = "/agents/{agent}/webhook/redrive",
               .summary = "Let a webhook go on that was disabled",
               .doc = "It goes on behind the last entry that arrived, or behind `after`.",
               .body = BodyShape{.schema = "Redrive", .required = false, .example = redrive_example},
               .replies = {{200, "The agent.", "AgentDetails"}},
               .problems = {"not_found", "forbidden", "conflict"},
               .answer = redriven};
  std::vector<Verb> all;
  for (Verb* verb : {&list, &show, &rotate, &revoke, &redrive}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
