// Decides what agents may be known by.
#include "core/agents/agents.hpp"

#include "core/names.hpp"

#include "base/check.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::core {

std::optional<Capability> capability_of(std::string_view word) {
  const auto* found = std::find(capability_words.begin(), capability_words.end(), word);
  if (found == capability_words.end()) return std::nullopt;
  return static_cast<Capability>(found - capability_words.begin());
}

}  // namespace askd::core

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

void apply_one(State& state, const Granted& fact) {
  Agent& agent = the(state, fact.agent);
  agent.capabilities = fact.capabilities;
  agent.description = fact.description;
}

void apply_one(State&, const Approved&) {}

void apply_one(State& state, const TokenEnds& fact) {
  for (Token& token : the(state, fact.agent).tokens)
    if (token.id == fact.token) token.expires = fact.expires;
}

void apply_one(State& state, const Revoked& fact) {
  Agent& agent = the(state, fact.agent);
  if (!agent.revoked) --state.enrolled[agent.enrolled_as];
  for (const Token& token : agent.tokens) state.tokens.erase(token.hash);
  agent.tokens.clear();
  agent.revoked = fact.at;
}

void apply_one(State& state, const Readmitted& fact) {
  Agent& agent = the(state, fact.agent);
  if (agent.revoked) ++state.enrolled[agent.enrolled_as];
  agent.revoked.reset();
}

void apply_one(State& state, const WebhookSet& fact) { the(state, fact.agent).webhook = fact.webhook; }
void apply_one(State& state, const WebhookRemoved& fact) { the(state, fact.agent).webhook.reset(); }

Webhook& webhook_of(State& state, const AgentId& id) {
  Agent& agent = the(state, id);
  CHECK(agent.webhook.has_value(), "a fact names a webhook that State doesn't hold");
  return *agent.webhook;
}

void apply_one(State& state, const WebhookMoved& fact) { webhook_of(state, fact.agent).cursor = fact.cursor; }

void apply_one(State& state, const WebhookDisabled& fact) {
  Webhook& webhook = webhook_of(state, fact.agent);
  webhook.state = WebhookState::disabled;
  webhook.reason = fact.reason;
}

void apply_one(State& state, const WebhookRedriven& fact) {
  Webhook& webhook = webhook_of(state, fact.agent);
  webhook.state = WebhookState::active;
  webhook.reason.clear();
  webhook.cursor = fact.after;
}

constexpr std::string_view class_prefix = "class:";

bool claims(const RosterTeam& team, std::string_view name, std::string_view enrolled_as, bool alone) {
  if (team.agents.empty()) return alone;
  bool names_classes = false;
  bool class_fits = false;
  bool has_patterns = false;
  bool name_fits = false;
  for (const std::string_view claim : team.agents) {
    if (claim.starts_with(class_prefix)) {
      names_classes = true;
      class_fits = class_fits || claim.substr(class_prefix.size()) == enrolled_as;
    } else {
      has_patterns = true;
      name_fits = name_fits || fits_pattern(name, claim);
    }
  }
  // Agents choose their names by themselves: among several teams a name alone claims nobody.
  if (!names_classes) return alone && name_fits;
  return class_fits && (!has_patterns || name_fits);
}

const Agent* known(Turn& turn, const AgentId& id) {
  const Agent* agent = turn.state().agent(id);
  if (agent == nullptr) turn.refuse(Fault::not_found, "There is no such agent.");
  return agent;
}

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

std::optional<Instant> token_end(const State& state, const Digest& hash) {
  const auto found = state.tokens.find(hash);
  if (found == state.tokens.end()) return std::nullopt;
  for (const Token& token : state.agents.at(found->second).tokens)
    if (token.hash == hash) return token.expires;
  return std::nullopt;
}

const Agent* looking_like(const State& state, std::string_view name) {
  const auto found = state.agent_names.find(unicode::skeleton(name));
  return found == state.agent_names.end() ? nullptr : state.agent(found->second);
}

const Agent* named(const State& state, std::string_view name) {
  const Agent* agent = looking_like(state, name);
  return agent != nullptr && unicode::fold_name(agent->name) == unicode::fold_name(name) ? agent : nullptr;
}

const Agent* in_team(const State& state, const TeamId& team, std::string_view who) {
  const auto id = AgentId::parse(who);
  const Agent* agent = id ? state.agent(*id) : named(state, who);
  return agent != nullptr && agent->team == team ? agent : nullptr;
}

const Agent* present(Turn& turn, const AgentId& id) {
  const Agent* agent = turn.state().agent(id);
  if (agent != nullptr && !agent->revoked) return agent;
  turn.refuse(Fault::unauthenticated, "This agent is not known (any more).");
  return nullptr;
}

TeamId team_of(const Roster& roster, std::string_view name, std::string_view enrolled_as) {
  const bool alone = roster.teams.size() == 1;
  for (const RosterTeam& team : roster.teams)
    if (claims(team, name, enrolled_as, alone)) return team.name;
  return TeamId{default_team};
}

void issue(Turn& turn, const AgentId& agent, Token token) {
  token.issued = turn.now();
  std::vector<TokenId> gone;
  std::size_t left = 1;
  const std::vector<Token>& tokens = turn.state().agents.at(agent).tokens;
  for (auto at = tokens.rbegin(); at != tokens.rend(); ++at) {
    const bool expired = at->expires && *at->expires <= turn.now();
    if (expired || ++left > tokens_max) gone.push_back(at->id);
  }
  for (const TokenId& id : gone) turn.emit(agents::Fact{TokenRevoked{agent, id}});
  turn.emit(agents::Fact{TokenIssued{agent, token}});
}

void decide(Turn& turn, const RotationRequested& input) {
  const Agent* agent = known(turn, input.agent);
  if (agent == nullptr) return;
  if (agent->enrolled_as == own_class) return turn.refuse(Fault::conflict, "askd's own agent has no tokens.");
  if (input.shown != Digest{} && with_token(turn.state(), input.shown, turn.now()) != agent)
    return turn.refuse(Fault::unauthenticated, "This token is not known, or has expired.");
  const RosterClass* enrolled_as = turn.roster().class_named(agent->enrolled_as);
  if (enrolled_as == nullptr && !agent->enrolled_as.empty())
    return turn.refuse(Fault::forbidden, "The class of this agent is no longer there.");
  if (agent->revoked) turn.emit(agents::Fact{Readmitted{input.agent}});
  std::vector<TokenId> ending;
  for (const Token& token : turn.state().agent(input.agent)->tokens)
    if (!token.expires || *token.expires > input.old_end) ending.push_back(token.id);
  for (const TokenId& id : ending) turn.emit(agents::Fact{TokenEnds{input.agent, id, input.old_end}});
  Token token = input.token;
  if (enrolled_as != nullptr && enrolled_as->token_lives) token.expires = turn.now() + *enrolled_as->token_lives;
  issue(turn, input.agent, token);
  turn.result(input.agent.value);
}

void decide(Turn& turn, const WebhookRequested& input) {
  const Agent* agent = present(turn, input.agent);
  if (agent == nullptr) return;
  Webhook webhook;
  webhook.url = input.url;
  webhook.secret = input.secret;
  webhook.created = turn.now();
  webhook.cursor = turn.state().sequence;  // it begins now; what went before stands in the stream
  if (agent->webhook) {
    webhook.cursor = agent->webhook->cursor;
    webhook.previous = agent->webhook->secret;
    webhook.previous_ends = input.previous_ends;
  }
  turn.emit(agents::Fact{WebhookSet{input.agent, std::move(webhook)}});
}

void decide(Turn& turn, const WebhookDropped& input) {
  const Agent* agent = known(turn, input.agent);
  if (agent != nullptr && agent->webhook) turn.emit(agents::Fact{WebhookRemoved{input.agent}});
}

void decide(Turn& turn, const WebhookDelivered& input) {
  const Agent* agent = known(turn, input.agent);
  if (agent == nullptr || !agent->webhook || agent->webhook->cursor != input.from || input.cursor <= input.from) return;
  turn.emit(agents::Fact{WebhookMoved{input.agent, input.cursor}});
}

void decide(Turn& turn, const WebhookGaveUp& input) {
  const Agent* agent = known(turn, input.agent);
  if (agent == nullptr || !agent->webhook || agent->webhook->url != input.url) return;
  if (agent->webhook->state == WebhookState::active)
    turn.emit(agents::Fact{WebhookDisabled{input.agent, input.reason}});
}

void decide(Turn& turn, const RedriveRequested& input) {
  const Agent* agent = known(turn, input.agent);
  if (agent == nullptr) return;
  if (!agent->webhook) return turn.refuse(Fault::conflict, "This agent has no webhook.");
  const Sequence after = input.after.value_or(agent->webhook->cursor);
  if (after > turn.state().sequence) return turn.refuse(Fault::invalid, "This cursor was never handed out.");
  turn.emit(agents::Fact{WebhookRedriven{input.agent, after}});
}

void decide(Turn& turn, const Acknowledged& input) {
  const Agent* agent = present(turn, input.id);
  if (agent == nullptr) return;
  if (input.cursor > turn.state().sequence) return turn.refuse(Fault::invalid, "This cursor was never handed out.");
  if (input.cursor <= agent->acknowledged) return;  // an acknowledgement that was overtaken takes nothing back
  turn.emit(agents::Fact{CursorMoved{input.id, input.cursor}});
}

void remember(State& state, Agent agent) {
  for (const Token& token : agent.tokens) state.tokens.insert_or_assign(token.hash, agent.id);
  const AgentId id = agent.id;
  // The one that came first keeps the name; askd's own agents, one for each team, share theirs.
  if (agent.enrolled_as == own_class)
    state.own_agents.try_emplace(agent.team, id);
  else
    state.agent_names.try_emplace(unicode::skeleton(agent.name), id);
  if (!agent.revoked) ++state.enrolled[agent.enrolled_as];
  state.agents.insert_or_assign(id, std::move(agent));
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::agents
