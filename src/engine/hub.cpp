// Fans out what was committed.
#include "engine/hub.hpp"

#include "net/io.hpp"

#include <optional>
#include <type_traits>
#include <variant>

namespace askd::engine {
namespace {

constexpr std::size_t recent_max = 64;

// State is as it is after the whole batch: who came in behind the message doesn't hear it.
bool hears(const core::State& state, const AgentId& id, const core::Event& event) {
  const auto since = state.memberships.find({id, event.channel});
  if (since == state.memberships.end() || since->second >= event.cursor) return false;
  const core::Agent* agent = state.agent(id);
  return agent != nullptr && agent->capabilities.contains(core::Capability::read_channels);
}

}  // namespace

void Hub::observe(const core::State& state, const core::Outcome& outcome, Instant at) {
  core::Sequence cursor = outcome.first;
  for (const core::Fact& fact : outcome.facts) {
    notice(fact);
    if (const auto event = core::event_of(state, fact, cursor, at)) tell(state, *event);
    if (const std::optional<core::Hint> hint = core::hint_of(state, fact)) tell(*hint, cursor);
    ++cursor;
  }
}

// What this hub keeps for those who are about to be told.
void Hub::notice(const core::Fact& fact) {
  if (const core::Message* said = core::said_in(fact)) {
    if (!said->channel) return;
    recent_.emplace(said->id, *said);
    if (recent_.size() > recent_max) recent_.erase(recent_.begin());
  } else if (const auto* agents = std::get_if<core::agents::Fact>(&fact)) {
    const auto of_tokens = [this]<class T>(const T& one) {
      if constexpr (std::is_same_v<T, core::agents::TokenRevoked> || std::is_same_v<T, core::agents::TokenEnds> ||
                    std::is_same_v<T, core::agents::Revoked>) {
        const auto [first, last] = token_watches_.equal_range(one.agent);
        for (auto at = first; at != last; ++at) at->second->fire();
      }
    };
    std::visit(of_tokens, *agents);
  }
}

void Hub::tell(const core::State& state, const core::Event& event) {
  if (event.agent) return tell(event.agent, event);
  const core::Channel* channel = state.channel(event.channel);
  if (channel == nullptr) return;
  // Either all who are in the channel or all who listen: whichever are fewer.
  if (channel->agents.size() <= tails_.size()) {
    for (const AgentId& id : channel->agents)
      if (hears(state, id, event)) tell(id, event);
    return;
  }
  for (auto at = tails_.begin(); at != tails_.end(); at = tails_.upper_bound(at->first))
    if (hears(state, at->first, event)) tell(at->first, event);
}

void Hub::tell(AgentId agent, const core::Event& event) {
  const auto [first, last] = tails_.equal_range(agent);
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

// Who watches may be gone later than this: frames of coroutines go when the loop does.
template <class Map>
Watch Hub::forgetting(Map& map, typename Map::iterator at) {
  return Watch([&map, at, alive = std::weak_ptr<Life>(life_)] {
    if (!alive.expired()) map.erase(at);
  });
}

Watch Hub::watch(ConversationId id, net::Signal& signal) {
  const auto at = waiters_.emplace(id, &signal);
  return forgetting(waiters_, at);
}

Watch Hub::watch(AgentId agent, Tail& tail) {
  const auto at = tails_.emplace(agent, &tail);
  return forgetting(tails_, at);
}

Watch Hub::watch_tokens(AgentId agent, net::Signal& signal) {
  const auto at = token_watches_.emplace(agent, &signal);
  return forgetting(token_watches_, at);
}

std::optional<core::Message> Hub::recent(ChannelId channel, MessageId id) const {
  const auto found = recent_.find(id);
  if (found == recent_.end() || found->second.channel != channel) return std::nullopt;
  return found->second;
}

Watch Hub::watch(HintTail& tail) {
  const auto at = hint_tails_.insert(&tail).first;
  return forgetting(hint_tails_, at);
}

}  // namespace askd::engine
