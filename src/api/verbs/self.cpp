// What an agent can learn of itself and of askd: /me, /agent.md, /channels and /openapi.json.
#include "api/auth.hpp"
#include "api/guide.hpp"
#include "api/openapi.hpp"
#include "api/verbs.hpp"
#include "core/describe.hpp"
#include "shapes/channel_json.hpp"
#include "shapes/cursor.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <utility>

namespace askd::api {
namespace {

using shapes::write_member;

std::string me_text(const core::State& state, const core::Agent& agent, const std::string& version) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "kind", "agent");
  write_member(writer, "id", agent.id);
  write_member(writer, "name", agent.name);
  write_member(writer, "description", agent.description);
  write_member(writer, "team", agent.team);
  write_member(writer, "capabilities", agent.capabilities);
  writer.key("channels");
  shapes::write_channels_of(writer, state, agent.id);
  write_member(writer, "acknowledged", shapes::cursor_text(agent.acknowledged));
  write_member(writer, "version", version);
  writer.end_object();
  return text;
}

net::Response unknown_agent() { return shapes::problem("unauthenticated", "This agent is not known (any more)."); }

Async<net::Response> me(Call& call) {
  co_await call.service.settled();
  const core::State& state = call.service.state();
  const core::Agent* agent = state.agent(call.caller.agent);
  if (agent == nullptr) co_return unknown_agent();
  co_return shapes::json_response(200, me_text(state, *agent, call.settings.version));
}

Async<net::Response> guide(Call& call) {
  co_await call.service.settled();
  const core::State& state = call.service.state();
  const core::Agent* agent = state.agent(call.caller.agent);
  if (agent == nullptr) co_return unknown_agent();
  net::Response response = shapes::json_response(200, guide_text(state, *agent, call.settings.public_url));
  response.content_type = "text/markdown; charset=utf-8";
  co_return response;
}

Async<net::Response> openapi(Call& call) {
  if (call.door.openapi.empty()) call.door.openapi = openapi_text(call.settings);
  co_return shapes::json_response(200, call.door.openapi);
}

}  // namespace

std::vector<Verb> self_verbs() {
  Verb self{.name = "me",
            .method = "GET",
            .path = "/me",
            .summary = "Who you are and what you may do",
            .replies = {{200, "The agent of the token, or the person of the session.", "Me"}},
            .answer = me};
  Verb page{.name = "agent_guide",
            .method = "GET",
            .path = "/agent.md",
            .summary = "A page for agents: what this token may do, and the loop to follow",
            .replies = {{200, "Markdown.", {}, "text/markdown"}},
            .answer = guide};
  Verb document{.name = "openapi",
                .method = "GET",
                .path = "/openapi.json",
                .for_anyone = true,
                .summary = "This document",
                .replies = {{200, "OpenAPI 3.1.", "OpenApi"}},
                .answer = openapi};
  std::vector<Verb> all;
  for (Verb* verb : {&self, &page, &document}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
