// Decides whether a notice is posted, and follows that fact.
#include "core/notices/notices.hpp"

#include "core/agents/agents.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/routing/routing.hpp"

#include "base/check.hpp"

#include <utility>

namespace askd::core::notices {
namespace {

bool repeated(Turn& turn, const Notice& notice) {
  if (notice.retry_key.empty()) return false;
  const auto found = turn.state().retries.find(RetryKey{notice.agent, Operation::notice, notice.retry_key});
  if (found == turn.state().retries.end()) return false;
  if (found->second.digest == notice.retry_digest)
    turn.repeat(found->second.subject);
  else
    turn.refuse(Fault::invalid, "This Idempotency-Key was used for a different request. Use a new key.");
  return true;
}

}  // namespace

void decide(Turn& turn, const Requested& input) {
  if (repeated(turn, input.notice)) return;
  const Agent* agent = agents::present(turn, input.notice.agent);
  if (agent == nullptr) return;
  if (!input.fresh_conversation) {
    const Conversation* conversation = turn.state().conversation(input.notice.conversation);
    if (conversation == nullptr || conversation->agent != agent->id)
      turn.refuse_field("/conversation", "is not a conversation of this agent; leave it out to start a new one");
  }
  Notice notice = input.notice;
  notice.agent_name = agent->name;
  notice.team = agent->team;
  notice.created = turn.now();
  notice.targets = routing::targets_of(turn, notice.team, notice.to, "/to");
  if (turn.refused()) return;
  const NoticeId id = notice.id;
  turn.result(id.value);
  turn.emit(notices::Fact{Posted{std::move(notice)}});
  deliveries::queue(turn, *turn.state().notice(id));
}

void apply(State& state, const Fact& fact) {
  const Notice& notice = std::get<Posted>(fact).notice;
  Conversation& conversation = state.conversations[notice.conversation];
  if (!conversation.id) {
    conversation.id = notice.conversation;
    conversation.team = notice.team;
    conversation.agent = notice.agent;
  }
  conversation.last_notice = notice.id;
  state.touched.insert(notice.conversation);
  state.subjects.emplace(notice.conversation, notice.id.value);
  state.notices.emplace(notice.id, notice);
  if (!notice.retry_key.empty())
    state.retries.emplace(RetryKey{notice.agent, Operation::notice, notice.retry_key},
                          Retried{notice.id.value, notice.retry_digest});
}

}  // namespace askd::core::notices
