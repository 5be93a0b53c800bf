// Follows the facts about asks.
#include "core/asks/asks.hpp"
#include "core/deliveries/deliveries.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::asks {
namespace {

Ask& the(State& state, const AskId& id) {
  const auto found = state.asks.find(id);
  CHECK(found != state.asks.end(), "a fact names an ask that State doesn't hold");
  state.touched.insert(found->second.conversation);
  return found->second;
}

Conversation& conversation_of(State& state, const Ask& ask) {
  Conversation& conversation = state.conversations[ask.conversation];
  if (!conversation.id) {
    conversation.id = ask.conversation;
    conversation.team = ask.team;
    conversation.agent = ask.agent;
  }
  return conversation;
}

void note_activity(State& state, const Ask& ask) { conversation_of(state, ask).activity = state.sequence; }

// The one place where an ask ends.
void end(State& state, Ask& ask, AskState how, Instant at) {
  CHECK(ask.state == AskState::open, "an ask would end twice");
  ask.state = how;
  ask.ended = at;
  if (ask.expires) state.deadlines.erase({*ask.expires, ask.id});
  const auto open = state.open_asks.find(ask.agent);
  if (open != state.open_asks.end() && --open->second == 0) state.open_asks.erase(open);
  Conversation& conversation = conversation_of(state, ask);
  std::erase(conversation.open, ask.id);
  conversation.activity = state.sequence;
  state.subjects.emplace(ask.conversation, ask.id.value);
  deliveries::refresh_owed(state, ask.id.value);
}

void apply_one(State& state, const Opened& fact) {
  const Ask& ask = state.asks.emplace_hint(state.asks.end(), fact.ask.id, fact.ask)->second;
  Conversation& conversation = conversation_of(state, ask);
  conversation.open.push_back(ask.id);
  conversation.last_ask = ask.id;
  ++state.open_asks[ask.agent];
  if (ask.expires) state.deadlines.emplace(*ask.expires, ask.id);
  if (!ask.retry_key.empty())
    state.retries.emplace(RetryKey{ask.agent, Operation::ask, ask.retry_key}, Retried{ask.id.value, ask.retry_digest});
}

void apply_one(State& state, const Voted& fact) {
  Ask& ask = the(state, fact.id);
  ask.votes.push_back(fact.answer);
  note_activity(state, ask);
}

void apply_one(State& state, const Answered& fact) {
  Ask& ask = the(state, fact.id);
  ask.votes.push_back(fact.answer);
  end(state, ask, AskState::answered, fact.answer.at);
}

void apply_one(State& state, const Expired& fact) { end(state, the(state, fact.id), AskState::expired, fact.at); }

void apply_one(State& state, const Withdrawn& fact) {
  Ask& ask = the(state, fact.id);
  ask.reason = fact.reason;
  end(state, ask, AskState::cancelled, fact.at);
}

void apply_one(State& state, const Superseded& fact) {
  Ask& ask = the(state, fact.id);
  ask.superseded_by = fact.by;
  end(state, ask, AskState::cancelled, fact.at);
}

void apply_one(State& state, const Late& fact) { note_activity(state, the(state, fact.id)); }

void apply_one(State& state, const Refused& fact) { the(state, fact.id); }

}  // namespace

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::asks
