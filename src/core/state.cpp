// What State knows about itself: finding, admitting rows, and letting go of what has ended.
#include "core/state.hpp"

#include "core/deliveries/deliveries.hpp"

#include "base/planted.hpp"

#include <algorithm>
#include <tuple>

namespace askd::core {
namespace {

template <class Map, class Key>
const typename Map::mapped_type* find(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

bool any_owes(const State& state, Ulid subject) {
  const auto last = last_delivery_of(subject);
  for (auto at = state.deliveries.lower_bound(first_delivery_of(subject));
       at != state.deliveries.end() && at->first <= last; ++at)
    if (owes(state, at->second)) return true;
  return false;
}

void drop_deliveries(State& state, Ulid subject) {
  const auto last = last_delivery_of(subject);
  auto at = state.deliveries.lower_bound(first_delivery_of(subject));
  while (at != state.deliveries.end() && at->first <= last) {
    for (const Copy& copy : at->second.copies) state.posts.erase(copy.post);
    at = state.deliveries.erase(at);
  }
}

template <class Subject>
void drop_retry(State& state, Operation operation, const Subject& subject) {
  if (!subject.retry_key.empty()) state.retries.erase(RetryKey{subject.agent, operation, subject.retry_key});
}

// Everything of one conversation that has ended and owes nothing.
void retire_parts(State& state, const ConversationId& id) {
  for (auto at = state.subjects.lower_bound({id, Ulid{}}); at != state.subjects.end() && at->first == id;) {
    const Ulid subject = at->second;
    if (const auto ask = state.asks.find(AskId{subject}); ask != state.asks.end()) {
      if (lives(state, ask->second)) {
        ++at;
        continue;
      }
      drop_retry(state, Operation::ask, ask->second);
      state.asks.erase(ask);
    } else if (const auto notice = state.notices.find(NoticeId{subject}); notice != state.notices.end()) {
      if (lives(state, notice->second)) {
        ++at;
        continue;
      }
      drop_retry(state, Operation::notice, notice->second);
      state.notices.erase(notice);
    } else if (any_owes(state, subject)) {  // words
      ++at;
      continue;
    }
    drop_deliveries(state, subject);
    at = state.subjects.erase(at);
  }
}

}  // namespace

std::size_t State::open_total() const {
  std::size_t total = 0;
  for (const auto& [agent, count] : open_asks) total += count;
  return total;
}

const Ask* State::ask(const AskId& id) const { return find(asks, id); }
const Notice* State::notice(const NoticeId& id) const { return find(notices, id); }
const Conversation* State::conversation(const ConversationId& id) const { return find(conversations, id); }
const Delivery* State::delivery(const DeliveryId& id) const { return find(deliveries, id); }
const Agent* State::agent(const AgentId& id) const { return find(agents, id); }
const Person* State::person(const PersonId& id) const { return find(people, id); }
const Channel* State::channel(const ChannelId& id) const { return find(channels, id); }

bool owes(const State& state, const Delivery& delivery) {
  if (delivery.stage == Stage::queued) return true;
  if (delivery.subject != Subject::ask || delivery.edits_given_up) return false;
  const Ask* ask = state.ask(AskId{subject_of(delivery.id)});
  if (ask == nullptr || ask->state == AskState::open) return false;
  return std::any_of(delivery.copies.begin(), delivery.copies.end(), [](const Copy& copy) { return !copy.final; });
}

bool lives(const State& state, const Ask& ask) {
  return ask.state == AskState::open || (any_owes(state, ask.id.value) && !PLANTED(retired_early));
}

bool lives(const State& state, const Notice& notice) { return any_owes(state, notice.id.value); }

bool lives(const State& state, const Conversation& conversation) {
  if (!conversation.open.empty()) return true;
  const auto first = state.subjects.lower_bound({conversation.id, Ulid{}});
  for (auto at = first; at != state.subjects.end() && at->first == conversation.id; ++at)
    if (any_owes(state, at->second)) return true;
  return false;
}

void admit(State& state, Loaded rows) {
  for (auto& key : rows.taken) state.taken.insert(std::move(key));
  for (auto& [key, retried] : rows.retries)
    if (state.retries.emplace(key, retried).second) state.visiting_retries.push_back(key);
  for (auto& conversation : rows.conversations) {
    state.touched.insert(conversation.id);
    state.conversations.emplace(conversation.id, std::move(conversation));
  }
  for (auto& ask : rows.asks) {
    if (state.asks.contains(ask.id)) continue;
    if (ask.state != AskState::open) state.subjects.emplace(ask.conversation, ask.id.value);
    state.touched.insert(ask.conversation);
    if (!ask.retry_key.empty())
      state.retries.emplace(RetryKey{ask.agent, Operation::ask, ask.retry_key},
                            Retried{ask.id.value, ask.retry_digest});
    state.asks.emplace(ask.id, std::move(ask));
  }
  for (auto& notice : rows.notices) {
    if (state.notices.contains(notice.id)) continue;
    state.subjects.emplace(notice.conversation, notice.id.value);
    state.touched.insert(notice.conversation);
    if (!notice.retry_key.empty())
      state.retries.emplace(RetryKey{notice.agent, Operation::notice, notice.retry_key},
                            Retried{notice.id.value, notice.retry_digest});
    state.notices.emplace(notice.id, std::move(notice));
  }
  for (auto& delivery : rows.deliveries) {
    if (state.deliveries.contains(delivery.id)) continue;
    state.subjects.emplace(kept_with(delivery), subject_of(delivery.id));
    state.touched.insert(kept_with(delivery));
    for (const Copy& copy : delivery.copies) state.posts.emplace(copy.post, delivery.id);
    state.deliveries.emplace(delivery.id, std::move(delivery));
  }
  for (auto& [post, delivery] : rows.posts)
    if (state.posts.emplace(post, delivery).second) state.visiting_posts.push_back(post);
}

void retire(State& state) {
  for (const ConversationId& id : state.touched) {
    retire_parts(state, id);
    const auto conversation = state.conversations.find(id);
    if (conversation != state.conversations.end() && !lives(state, conversation->second))
      state.conversations.erase(conversation);
  }
  for (const PostRef& post : state.visiting_posts) {
    const auto found = state.posts.find(post);
    if (found != state.posts.end() && !state.deliveries.contains(found->second)) state.posts.erase(found);
  }
  for (const RetryKey& key : state.visiting_retries) {
    const auto found = state.retries.find(key);
    if (found == state.retries.end()) continue;
    const Ulid subject = found->second.subject;
    if (!state.asks.contains(AskId{subject}) && !state.notices.contains(NoticeId{subject})) state.retries.erase(found);
  }
  state.touched.clear();
  state.visiting_posts.clear();
  state.visiting_retries.clear();
  state.taken.clear();
  state.newly_owed.clear();
}

bool same_knowledge(const State& one, const State& other) {
  const auto knowledge = [](const State& state) {
    return std::tie(state.sequence, state.asks, state.notices, state.conversations, state.deliveries, state.parked,
                    state.cursors, state.agents, state.people, state.invites, state.sessions, state.channels,
                    state.tallies, state.marks, state.memberships, state.registrations);
  };
  return knowledge(one) == knowledge(other);
}

}  // namespace askd::core
