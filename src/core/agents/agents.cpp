// Decides what agents may be known by.
#include "core/agents/agents.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::agents {
namespace {

Agent& the(State& state, const AgentId& id) {
  const auto found = state.agents.find(id);
  CHECK(found != state.agents.end(), "a fact names an agent that State doesn't hold");
  return found->second;
}

void apply_one(State& state, const Created& fact) { remember(state, fact.agent); }

void apply_one(State& state, const TokenIssued& fact) {
  the(state, fact.agent).tokens.push_back(fact.token);
  state.tokens.insert_or_assign(fact.token.hash, fact.agent);
}

void apply_one(State& state, const TokenRevoked& fact) {
  Agent& agent = the(state, fact.agent);
  for (const Token& token : agent.tokens)
    if (token.id == fact.token) state.tokens.erase(token.hash);
  std::erase_if(agent.tokens, [&](const Token& token) { return token.id == fact.token; });
}

void apply_one(State& state, const CursorMoved& fact) { the(state, fact.agent).acknowledged = fact.cursor; }

}  // namespace

const Agent* with_token(const State& state, const Digest& hash, Instant now) {
  const auto found = state.tokens.find(hash);
  if (found == state.tokens.end()) return nullptr;
  const Agent* agent = state.agent(found->second);
  CHECK(agent != nullptr, "a token belongs to an agent that State doesn't hold");
  const bool in_force = std::any_of(agent->tokens.begin(), agent->tokens.end(), [&](const Token& token) {
    return token.hash == hash && (!token.expires || *token.expires > now);
  });
  return in_force ? agent : nullptr;
}

void decide(Turn& turn, const Acknowledged& input) {
  const Agent* agent = turn.state().agent(input.id);
  if (agent == nullptr) return turn.refuse(Fault::unauthenticated, "This agent is not known (any more).");
  if (input.cursor > turn.state().sequence) return turn.refuse(Fault::invalid, "This cursor was never handed out.");
  if (input.cursor <= agent->acknowledged) return;  // an acknowledgement that was overtaken takes nothing back
  turn.emit(agents::Fact{CursorMoved{input.id, input.cursor}});
}

void remember(State& state, Agent agent) {
  for (const Token& token : agent.tokens) state.tokens.insert_or_assign(token.hash, agent.id);
  const AgentId id = agent.id;
  state.agents.insert_or_assign(id, std::move(agent));
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::agents
