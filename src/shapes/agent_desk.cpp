#include "shapes/agent_desk.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "core/agents/agents.hpp"
#include "shapes/agent_json.hpp"
#include "shapes/cursor.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"
#include "shapes/state_page.hpp"

#include <array>
#include <optional>

namespace askd::shapes {
namespace {

net::Response no_such_agent() { return problem("not_found", "There is no such agent."); }

Result<std::optional<core::Sequence>> read_after(const Json& body) {
  constexpr std::array<std::string_view, 1> known{"after"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::optional<core::Sequence> after;
  if (only_members(reader, body, known))
    if (const Json* text = member_of(body, "after")) {
      const auto* cursor = text->get_ptr<const std::string*>();
      if (cursor != nullptr) after = parse_cursor(*cursor);
      if (!after) reader.member("after").problem("must be a cursor of the stream");
    }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return after;
}

}  // namespace

const core::Agent* AgentDesk::agent(const std::string& which) const {
  const core::Agent* found = core::agents::in_team(service_.state(), team_, which);
  return found == nullptr || found->enrolled_as == core::own_class ? nullptr : found;
}

Async<net::Response> AgentDesk::list(const net::Request& request) {
  constexpr std::array<std::string_view, 3> known{"limit", "cursor", "team"};
  if (const auto fine = only_parameters(request, known); !fine) co_return problem("bad_request", fine.error());
  const auto page = read_page(request);
  if (!page) co_return problem("bad_request", page.error());
  const auto from = page->cursor.empty() ? std::optional(AgentId{}) : AgentId::parse(page->cursor);
  if (!from) co_return problem("bad_request", "The cursor is not one that a listing gave.");
  co_await service_.settled();
  const core::State& state = service_.state();
  const auto fits = [&](const core::Agent& one) { return one.team == team_ && one.enrolled_as != core::own_class; };
  const auto write = [&](json::Writer& writer, const core::Agent& one) { write_agent_details(writer, state, one); };
  co_return state_page(request, "agents", state.agents, *from, page->limit, fits, write);
}

Async<net::Response> AgentDesk::show(std::string which) {
  co_await service_.settled();
  const core::Agent* found = agent(which);
  if (found == nullptr) co_return no_such_agent();
  std::string text;
  json::Writer writer(text);
  write_agent_details(writer, service_.state(), *found);
  co_return json_response(200, std::move(text));
}

Async<net::Response> AgentDesk::rotate(std::string which, const Json& body) {
  const auto overlap = read_overlap(body);
  if (!overlap) co_return problem(overlap.error());
  co_await service_.settled();
  const core::Agent* found = agent(which);
  if (found == nullptr) co_return no_such_agent();
  const Instant now = service_.now();
  const std::string token = crypto::new_token();
  core::agents::RotationRequested request;
  request.agent = found->id;
  request.token.id = service_.ids().next<TokenId>(now);
  request.token.hash = crypto::sha256(token);
  request.old_end = now + *overlap;
  if (found->id == self_.agent) request.shown = self_.token;
  const AgentId id = found->id;
  const Instant old_end = request.old_end;
  core::Input input = core::agents::Input{std::move(request)};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  co_await service_.settled();
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "token", token);
  write_member(writer, "agent_id", id);
  write_member(writer, "expires_at", core::agents::token_end(service_.state(), crypto::sha256(token)));
  write_member(writer, "old_tokens_end_at", old_end);
  writer.end_object();
  co_return json_response(201, std::move(text));
}

Async<net::Response> AgentDesk::revoke(std::string which) {
  co_await service_.settled();
  const core::Agent* found = agent(which);
  if (found == nullptr) co_return no_such_agent();
  core::Input input = core::registrations::Input{core::registrations::RevocationRequested{found->id, by_name_}};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  co_return empty_response();
}

Async<net::Response> AgentDesk::redrive(std::string which, const Json& body) {
  const auto after = read_after(body);
  if (!after) co_return problem(after.error());
  co_await service_.settled();
  const core::Agent* found = agent(which);
  if (found == nullptr) co_return no_such_agent();
  const AgentId id = found->id;
  core::Input input = core::agents::Input{core::agents::RedriveRequested{id, *after}};
  const core::Outcome outcome = co_await service_.submit(std::move(input));
  if (outcome.error) co_return problem(*outcome.error);
  co_return co_await show(id.text());
}

}  // namespace askd::shapes
