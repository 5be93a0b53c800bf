// Follows the facts about deliveries, and keeps the index of what the world still lacks.
#include "core/deliveries/deliveries.hpp"

#include "base/check.hpp"
#include "base/planted.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::deliveries {
namespace {

const std::string& posting_key(const Room& room) {
  static const std::string any_room;
  return room.person ? any_room : room.name;
}

// Words are never edited, and a reply to them is heard where they stand: in the thread they hang on, or in the room.
bool makes_thread(const Delivery& delivery) { return delivery.subject != Subject::words; }

void count_posting(State& state, const Delivery& delivery, bool started) {
  if (!makes_thread(delivery)) return;
  const std::pair<BackendId, std::string> key{delivery.room.backend, posting_key(delivery.room)};
  if (started) {
    ++state.posting[key];
  } else if (const auto found = state.posting.find(key); found != state.posting.end() && --found->second == 0) {
    state.posting.erase(found);
  }
  refresh_parked(state, delivery.room.backend);
}

void owe(State& state, Errand errand) {
  if (state.owed.insert(errand).second) state.newly_owed.push_back(std::move(errand));
}

Delivery& the(State& state, const DeliveryId& id) {
  const auto found = state.deliveries.find(id);
  CHECK(found != state.deliveries.end(), "a fact names a delivery that State doesn't hold");
  state.touched.insert(kept_with(found->second));
  return found->second;
}

void add_copy(State& state, Delivery& delivery, const PostRef& post) {
  if (!makes_thread(delivery)) return;
  delivery.copies.push_back(Copy{post, false});
  state.posts.insert_or_assign(post, delivery.id);
  const auto conversation = state.conversations.find(delivery.conversation);
  if (conversation == state.conversations.end()) return;
  auto& threads = conversation->second.threads;
  const bool known = std::any_of(threads.begin(), threads.end(), [&](const PostRef& thread) {
    return thread.backend == post.backend && thread.room == post.room;
  });
  if (!known) threads.push_back(post);
}

void apply_one(State& state, const Queued& fact) {
  const Delivery& delivery = fact.delivery;
  const Ulid subject = subject_of(delivery.id);
  if (const auto ask = state.asks.find(AskId{subject}); ask != state.asks.end())
    ++ask->second.deliveries_made;
  else if (const auto notice = state.notices.find(NoticeId{subject}); notice != state.notices.end())
    ++notice->second.deliveries_made;
  else
    state.subjects.emplace(kept_with(delivery), subject);
  state.touched.insert(kept_with(delivery));
  state.deliveries.emplace(delivery.id, delivery);
  count_posting(state, delivery, true);
  refresh_owed(state, subject);
}

void apply_one(State& state, const Sent& fact) {
  Delivery& delivery = the(state, fact.id);
  delivery.stage = Stage::sent;
  delivery.reason.clear();
  delivery.link = fact.link;
  add_copy(state, delivery, fact.post);
  count_posting(state, delivery, false);
  refresh_owed(state, subject_of(fact.id));
}

void apply_one(State& state, const Delayed& fact) {
  Delivery& delivery = the(state, fact.id);
  ++delivery.attempts;
  delivery.not_before = fact.until;
  delivery.reason = fact.reason;
}

void apply_one(State& state, const Failed& fact) {
  Delivery& delivery = the(state, fact.id);
  delivery.stage = Stage::failed;
  delivery.reason = fact.reason;
  const auto conversation = state.conversations.find(delivery.conversation);
  if (conversation != state.conversations.end()) conversation->second.activity = state.sequence;
  count_posting(state, delivery, false);
  refresh_owed(state, subject_of(fact.id));
}

void apply_one(State& state, const Shown& fact) {
  for (Copy& copy : the(state, fact.id).copies)
    if (copy.post == fact.post) copy.final = true;
  refresh_owed(state, subject_of(fact.id));
}

void apply_one(State& state, const ShowDelayed& fact) {
  Delivery& delivery = the(state, fact.id);
  ++delivery.edit_attempts;
  delivery.edit_not_before = fact.until;
}

void apply_one(State& state, const ShowFailed& fact) {
  Delivery& delivery = the(state, fact.id);
  delivery.edits_given_up = true;
  delivery.reason = fact.reason;
  refresh_owed(state, subject_of(fact.id));
}

void apply_one(State& state, const CopyFound& fact) {
  Delivery& delivery = the(state, fact.id);
  delivery.edits_given_up = false;  // a copy nobody knew of is worth new attempts
  delivery.edit_attempts = 0;
  add_copy(state, delivery, fact.post);
  refresh_owed(state, subject_of(fact.id));
}

}  // namespace

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

void refresh_owed(State& state, Ulid subject) {
  const Ask* ask = state.ask(AskId{subject});
  const bool ended = ask != nullptr && ask->state != AskState::open;
  const auto last = last_delivery_of(subject);
  for (auto at = state.deliveries.lower_bound(first_delivery_of(subject));
       at != state.deliveries.end() && at->first <= last; ++at) {
    const Delivery& delivery = at->second;
    const auto kind = delivery.subject == Subject::words ? Errand::Kind::reply : Errand::Kind::post;
    const Errand posting{kind, delivery.room.backend, delivery.id, {}};
    if (delivery.stage == Stage::queued)
      owe(state, posting);
    else
      state.owed.erase(posting);
    if (delivery.subject != Subject::ask) continue;
    for (const Copy& copy : delivery.copies) {
      Errand edit{Errand::Kind::edit, delivery.room.backend, delivery.id, copy.post};
      if (ended && !copy.final && !delivery.edits_given_up)
        owe(state, std::move(edit));
      else
        state.owed.erase(edit);
    }
  }
}

bool posting_in(const State& state, const BackendId& backend, const std::string& room) {
  return state.posting.contains({backend, room}) || state.posting.contains({backend, std::string{}});
}

void refresh_parked(State& state, const BackendId& backend) {
  for (auto at = state.parked.lower_bound({backend, {}}); at != state.parked.end() && at->first.backend == backend;
       ++at) {
    Errand identify{Errand::Kind::identify, backend, {}, at->second.what.thread};
    if (posting_in(state, backend, identify.post.room) || PLANTED(no_identify))
      state.owed.erase(identify);
    else
      owe(state, std::move(identify));
  }
}

}  // namespace askd::core::deliveries
