// Fans out what was committed.
#include "engine/hub.hpp"

#include "net/io.hpp"

#include <optional>

namespace askd::engine {

void Hub::observe(const core::State& state, const core::Outcome& outcome, Instant at) {
  core::Sequence cursor = outcome.first;
  for (const core::Fact& fact : outcome.facts) {
    for (const core::Event& event : core::events_of(state, fact, cursor, at)) tell(event);
    if (const std::optional<core::Hint> hint = core::hint_of(state, fact)) tell(*hint, cursor);
    ++cursor;
  }
}

void Hub::tell(const core::Event& event) {
  const auto [first, last] = tails_.equal_range(event.agent);
  for (auto at = first; at != last; ++at) {
    Tail& tail = *at->second;
    if (tail.live && tail.entries.size() == Tail::entries_max) {
      tail.live = false;
      tail.entries.clear();
    }
    if (tail.live) tail.entries.push_back(event);
    tail.signal->fire();
  }
}

void Hub::tell(const core::Hint& hint, core::Sequence cursor) {
  const auto [first, last] = waiters_.equal_range(hint.conversation);
  for (auto at = first; at != last; ++at) at->second->fire();
  for (HintTail* tail : hint_tails_) {
    HintFollower::Hints& waiting = tail->waiting;
    if (waiting.hints.size() == HintTail::entries_max) {
      waiting.hints.clear();
      waiting.missed = true;
    }
    waiting.hints.push_back(hint);
    waiting.cursor = cursor;
    tail->signal->fire();
  }
}

Watch Hub::watch(ConversationId id, net::Signal& signal) {
  const auto at = waiters_.emplace(id, &signal);
  return Watch([this, at] { waiters_.erase(at); });
}

Watch Hub::watch(AgentId agent, Tail& tail) {
  const auto at = tails_.emplace(agent, &tail);
  return Watch([this, at] { tails_.erase(at); });
}

Watch Hub::watch(HintTail& tail) {
  const auto at = hint_tails_.insert(&tail).first;
  return Watch([this, at] { hint_tails_.erase(at); });
}

}  // namespace askd::engine
