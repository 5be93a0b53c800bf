// Decides what becomes of a delivery when its adapter reports back.
#include "core/deliveries/deliveries.hpp"

#include "core/deliveries/rooms.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace askd::core::deliveries {
namespace {

// With the pauses below, about a day.
constexpr std::uint32_t attempts_max = 300;
// After half a minute without success a person is tried in another place, too: after so many attempts, or as soon as
// the next one is as far away, as where the lane is closed.
constexpr std::uint32_t elsewhere_after = 6;
constexpr std::chrono::milliseconds patience{30'000};
constexpr std::chrono::milliseconds first_pause{1'000};
constexpr std::chrono::milliseconds longest_pause{5 * 60'000};

bool worth_another_try(Fault fault) {
  return fault == Fault::unavailable || fault == Fault::rate_limited || fault == Fault::internal;
}

// Doubles from a second to five minutes; a platform that names a time is obeyed.
Instant next_attempt(Instant now, std::uint32_t attempts, std::optional<Instant> asked_for) {
  const auto pause = std::min(longest_pause, first_pause * (std::int64_t{1} << std::min(attempts, 12U)));
  return std::max(now + pause, asked_for.value_or(now));
}

bool knows(const Delivery& delivery, const PostRef& post) {
  return std::any_of(delivery.copies.begin(), delivery.copies.end(),
                     [&](const Copy& copy) { return copy.post == post; });
}

bool asked_in(const State& state, Ulid subject, const Room& room) {
  const auto last = state.deliveries.upper_bound(last_delivery_of(subject));
  return std::any_of(state.deliveries.lower_bound(first_delivery_of(subject)), last,
                     [&](const auto& delivery) { return delivery.second.room == room; });
}

// A person who can't be reached over one of their identities is tried over the next, once.
void fail_over(Turn& turn, const Delivery& failed) {
  if (!failed.room.person || failed.subject == Subject::words) return;
  const auto found = turn.state().identities.find({failed.room.backend, failed.room.name});
  if (found == turn.state().identities.end()) return;
  const Person* person = turn.state().person(found->second);
  if (person == nullptr) return;
  const Identity tried{failed.room.backend, failed.room.name};
  const auto here = std::find(person->identities.begin(), person->identities.end(), tried);
  for (auto next = here; next != person->identities.end(); ++next) {
    if (next == here || !turn.roster().backends.contains(next->backend)) continue;
    const Room room{next->backend, next->id, true};
    if (!asked_in(turn.state(), subject_of(failed.id), room)) queue_into(turn, subject_of(failed.id), {room});
    return;
  }
}

}  // namespace

void decide(Turn& turn, const Posted& input) {
  const Delivery* delivery = turn.state().delivery(input.id);
  if (delivery == nullptr || knows(*delivery, input.post)) return;
  if (delivery->stage == Stage::queued)
    turn.emit(deliveries::Fact{Sent{input.id, input.post, input.link}});
  else
    turn.emit(deliveries::Fact{CopyFound{input.id, input.post}});
}

void decide(Turn& turn, const PostFailed& input) {
  const Delivery* delivery = turn.state().delivery(input.id);
  if (delivery == nullptr || delivery->stage != Stage::queued) return;
  const Delivery failed = *delivery;
  const std::uint32_t attempts = failed.attempts + 1;
  const bool again = worth_another_try(input.fault) && attempts < attempts_max;
  bool elsewhere = attempts >= elsewhere_after || !again;
  if (again) {
    const Instant until = next_attempt(turn.now(), failed.attempts, input.retry_at);
    elsewhere = elsewhere || until - turn.now() >= patience;
    turn.emit(deliveries::Fact{Delayed{input.id, until, input.reason}});
  } else {
    turn.emit(deliveries::Fact{Failed{input.id, input.reason}});
  }
  if (elsewhere) fail_over(turn, failed);
}

void decide(Turn& turn, const Edited& input) {
  const Delivery* delivery = turn.state().delivery(input.id);
  if (delivery == nullptr || !knows(*delivery, input.post)) return;
  const Ask* ask = turn.state().ask(AskId{subject_of(input.id)});
  if (ask == nullptr || ask->state == AskState::open) return;
  turn.emit(deliveries::Fact{Shown{input.id, input.post}});
}

void decide(Turn& turn, const EditFailed& input) {
  const Delivery* delivery = turn.state().delivery(input.id);
  if (delivery == nullptr || delivery->edits_given_up) return;
  if (worth_another_try(input.fault) && delivery->edit_attempts + 1 < attempts_max) {
    const Instant until = next_attempt(turn.now(), delivery->edit_attempts, input.retry_at);
    turn.emit(deliveries::Fact{ShowDelayed{input.id, until, input.reason}});
  } else {
    turn.emit(deliveries::Fact{ShowFailed{input.id, input.reason}});
  }
}

void found_copy(Turn& turn, const DeliveryId& id, const PostRef& post) {
  const Delivery* delivery = turn.state().delivery(id);
  if (delivery == nullptr || knows(*delivery, post)) return;
  if (delivery->stage == Stage::queued)
    turn.emit(deliveries::Fact{Sent{id, post, {}}});
  else if (delivery->subject != Subject::words)  // those are never changed, so where they stand is of no interest
    turn.emit(deliveries::Fact{CopyFound{id, post}});
}

}  // namespace askd::core::deliveries
