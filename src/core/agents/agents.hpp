// Agents: their tokens and the stored cursors of their streams.
#pragma once

#include "core/turn.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace askd::core::agents {

// So many tokens of one agent are in force at once: each registration adds one, and the oldest goes first.
inline constexpr std::size_t tokens_max = 8;

// The agent whose token this is, unless the token has expired.
const Agent* with_token(const State& state, const Digest& hash, Instant now);
// When that token ends by itself; nothing for one that doesn't, or isn't in force.
std::optional<Instant> token_end(const State& state, const Digest& hash);

// The agent of that name, whatever its class: names are unique after unicode::fold_name(). Nothing if there is none.
const Agent* named(const State& state, std::string_view name);
// As named(), also for one that only looks the same.
const Agent* looking_like(const State& state, std::string_view name);
// By id or name, in that team.
const Agent* in_team(const State& state, const TeamId& team, std::string_view who);

// An agent that is there and not revoked. Otherwise the input is refused: it may have waited behind the revocation.
const Agent* present(Turn& turn, const AgentId& id);

// The team that claims agents of that name and class.
TeamId team_of(const Roster& roster, std::string_view name, std::string_view enrolled_as);

// Gives a token out; where there are too many, the oldest ends.
void issue(Turn& turn, const AgentId& agent, Token token);

void decide(Turn& turn, const Acknowledged& input);
void decide(Turn& turn, const RotationRequested& input);
void decide(Turn& turn, const WebhookRequested& input);
void decide(Turn& turn, const WebhookDropped& input);
void decide(Turn& turn, const WebhookDelivered& input);
void decide(Turn& turn, const WebhookGaveUp& input);
void decide(Turn& turn, const RedriveRequested& input);

void apply(State& state, const Fact& fact);
// Puts an agent into State with its index, as apply() and a start do.
void remember(State& state, Agent agent);

}  // namespace askd::core::agents
