// Decides whether an ask is opened: who may answer it, whether it was asked before, and what it replaces.
#include "core/agents/agents.hpp"
#include "core/asks/asks.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/people/people.hpp"
#include "core/routing/routing.hpp"

#include "base/check.hpp"
#include "base/planted.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace askd::core::asks {
namespace {

std::uint32_t open_asks_of(const State& state, const AgentId& agent) {
  const auto found = state.open_asks.find(agent);
  return found == state.open_asks.end() ? 0 : found->second;
}

// A key that was used before: the same request gets what it made then, another one is refused.
bool repeated(Turn& turn, const Requested& input) {
  if (input.retry_key.empty()) return false;
  const auto found = turn.state().retries.find(RetryKey{input.agent, Operation::ask, input.retry_key});
  if (found == turn.state().retries.end()) return false;
  if (found->second.digest == input.retry_digest)
    turn.repeat(found->second.subject);
  else
    turn.refuse(Fault::invalid, "This Idempotency-Key was used for a different request. Use a new key for a new ask.");
  return true;
}

// Whether `conversation` may hold another ask of this agent.
bool conversation_fits(Turn& turn, const Requested& input) {
  if (input.fresh_conversation) return true;
  const Conversation* conversation = turn.state().conversation(input.conversation);
  if (conversation != nullptr && conversation->agent == input.agent) return true;
  turn.refuse_field("/conversation", "is not a conversation of this agent; leave it out to start a new one");
  return false;
}

// The ask that is to be replaced; it must be the agent's own and open.
const Ask* superseded(Turn& turn, const Requested& input) {
  const Ask* old = turn.state().ask(input.supersedes);
  if (old == nullptr || old->agent != input.agent) {
    turn.refuse(Fault::not_found, "There is no such ask.");
    return nullptr;
  }
  if (old->state != AskState::open) {
    turn.result(old->id.value);
    turn.refuse(Fault::conflict, already(*old));
    return nullptr;
  }
  return old;
}

bool under_the_cap(Turn& turn, const Requested& input) {
  if (input.supersedes) return true;
  if (open_asks_of(turn.state(), input.agent) < turn.roster().open_asks_per_agent) return true;
  turn.refuse(Fault::rate_limited, "This agent has " + std::to_string(turn.roster().open_asks_per_agent) +
                                       " open asks, which is the limit (limits.open_asks_per_agent). Wait for answers, "
                                       "or cancel what is no longer needed.");
  return false;
}

bool enough_answerers(Turn& turn, const Ask& ask) {
  const auto count = people::count_answerers(turn.state(), ask);
  if (count >= ask.question.required) return true;
  if (count == 0)
    turn.refuse_field(ask.question.approvers.empty() ? "/to" : "/approvers",
                      "names nobody who could answer: add people, or a channel with members");
  else
    turn.refuse_field("/required", "is more than the " + std::to_string(count) + " people who may answer");
  return false;
}

}  // namespace

void decide(Turn& turn, const Requested& input) {
  if (repeated(turn, input)) return;
  const Agent* agent = agents::present(turn, input.agent);
  if (agent == nullptr) return;
  const Ask* old = nullptr;
  if (input.supersedes && (old = superseded(turn, input)) == nullptr) return;
  if (!under_the_cap(turn, input) || (old == nullptr && !conversation_fits(turn, input))) return;

  Ask ask;
  ask.id = input.id;
  ask.agent = input.agent;
  ask.agent_name = agent->name;
  ask.team = agent->team;
  ask.conversation = old == nullptr ? input.conversation : old->conversation;
  ask.question = input.question;
  ask.digest = input.digest;
  ask.created = turn.now();
  ask.expires = input.expires;
  ask.retry_key = input.retry_key;
  ask.retry_digest = input.retry_digest;
  ask.supersedes = input.supersedes;
  ask.targets = routing::targets_of(turn, ask.team, input.question.to, "/to");
  ask.approvers = people::people_of(turn, ask.team, input.question.approvers, "/approvers");
  if (turn.refused() || !enough_answerers(turn, ask)) return;

  turn.result(ask.id.value);
  turn.emit(asks::Fact{Opened{std::move(ask)}});
  const Ask* opened = turn.state().ask(input.id);
  CHECK(opened != nullptr, "an ask that was just opened is not in State");
  deliveries::queue(turn, *opened);
  if (old != nullptr) turn.emit(asks::Fact{Superseded{input.supersedes, input.id, turn.now()}});
}

void decide(Turn& turn, const Cancelled& input) {
  const Ask* ask = turn.state().ask(input.id);
  if (ask == nullptr || ask->agent != input.agent) return turn.refuse(Fault::not_found, "There is no such ask.");
  turn.result(input.id.value);
  if (ask->state == AskState::cancelled && !ask->superseded_by) return;  // a repetition changes nothing
  if (ask->state != AskState::open) return turn.refuse(Fault::conflict, already(*ask));
  turn.emit(asks::Fact{Withdrawn{input.id, input.reason, turn.now()}});
}

void tick(Turn& turn) {
  for (;;) {
    const auto& deadlines = turn.state().deadlines;
    const auto early = std::chrono::milliseconds(PLANTED(early_expiry) ? 1'000 : 0);
    if (deadlines.empty() || deadlines.begin()->first > turn.now() + early) return;
    const AskId id = deadlines.begin()->second;
    const Ask* ask = turn.state().ask(id);
    CHECK(ask != nullptr && ask->state == AskState::open, "a deadline stands for an ask that isn't open");
    if (!ask->question.fallback) {
      turn.emit(asks::Fact{Expired{id, turn.now()}});
      continue;
    }
    Answer filled;
    filled.value = *ask->question.fallback;
    filled.decided_by = DecidedBy::default_;
    filled.at = turn.now();
    turn.emit(asks::Fact{Answered{id, std::move(filled)}});
  }
}

}  // namespace askd::core::asks
