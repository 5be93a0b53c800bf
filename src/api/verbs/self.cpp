// What an agent can learn of itself and of askd: /me, /agent.md, /channels and /openapi.json.
#include "api/auth.hpp"
#include "api/guide.hpp"
#include "api/openapi.hpp"
#include "api/verbs.hpp"
#include "core/describe.hpp"
#include "shapes/cursor.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <utility>

namespace askd::api {
namespace {

using shapes::write_member;

bool belongs(const core::Channel& channel, const Caller& caller) {
  return channel.team == caller.team && !channel.archived;
}

void write_channel(json::Writer& writer, const core::Channel& channel, AgentId reader) {
  writer.begin_object();
  write_member(writer, "id", channel.id);
  write_member(writer, "name", channel.name);
  write_member(writer, "description", channel.description);
  write_member(writer, "tags", channel.tags);
  write_member(writer, "member", channel.agents.contains(reader));
  writer.end_object();
}

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
  writer.begin_array();
  for (const auto& [id, channel] : state.channels) {
    if (channel.archived || !channel.agents.contains(agent.id)) continue;
    writer.begin_object();
    write_member(writer, "id", id);
    write_member(writer, "name", channel.name);
    writer.end_object();
  }
  writer.end_array();
  write_member(writer, "acknowledged", shapes::cursor_text(agent.acknowledged));
  write_member(writer, "version", version);
  writer.end_object();
  return text;
}

net::Response unknown_agent() { return shapes::problem("unauthenticated", "This agent is not known (any more)."); }

Async<> me(Call& call) {
  co_await call.service.settled();
  const core::State& state = call.service.state();
  const core::Agent* agent = state.agent(call.caller.agent);
  net::Response response =
      agent == nullptr ? unknown_agent() : shapes::json_response(200, me_text(state, *agent, call.settings.version));
  co_await call.exchange.send(std::move(response));
}

Async<> guide(Call& call) {
  co_await call.service.settled();
  const core::State& state = call.service.state();
  const core::Agent* agent = state.agent(call.caller.agent);
  net::Response response = unknown_agent();
  if (agent != nullptr) {
    response = shapes::json_response(200, guide_text(state, *agent, call.settings.public_url));
    response.content_type = "text/markdown; charset=utf-8";
  }
  co_await call.exchange.send(std::move(response));
}

Async<> channels(Call& call) {
  co_await call.service.settled();
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("channels");
  writer.begin_array();
  for (const auto& [id, channel] : call.service.state().channels)
    if (belongs(channel, call.caller)) write_channel(writer, channel, call.caller.agent);
  writer.end_array();
  writer.end_object();
  net::Response response = shapes::json_response(200, std::move(text));
  co_await call.exchange.send(std::move(response));
}

Async<> openapi(Call& call) {
  if (call.door.openapi.empty()) call.door.openapi = openapi_text(call.settings);
  net::Response response = shapes::json_response(200, call.door.openapi);
  co_await call.exchange.send(std::move(response));
}

}  // namespace

std::vector<Verb> self_verbs() {
  Verb self{.name = "me",
            .method = "GET",
            .path = "/me",
            .summary = "Who you are and what you may do",
            .replies = {{200, "The agent of the token, or the person of the session.", "Me"}},
            .run = me};
  Verb page{.name = "agent_guide",
            .method = "GET",
            .path = "/agent.md",
            .summary = "A page for agents: what this token may do, and the loop to follow",
            .replies = {{200, "Markdown.", {}, "text/markdown"}},
            .run = guide};
  Verb list{.name = "list_channels",
            .method = "GET",
            .path = "/channels",
            .capability = core::Capability::read_channels,
            .summary = "The channels of your team",
            .replies = {{200, "The channels.", "Channels"}},
            .run = channels};
  Verb document{.name = "openapi",
                .method = "GET",
                .path = "/openapi.json",
                .for_anyone = true,
                .summary = "This document",
                .replies = {{200, "OpenAPI 3.1.", "OpenApi"}},
                .run = openapi};
  std::vector<Verb> all;
  for (Verb* verb : {&self, &page, &list, &document}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
