// Decides what becomes of a delivery when its adapter reports back.
#include "core/deliveries/deliveries.hpp"

#include "core/deliveries/rooms.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace askd::core::deliveries {
namespace {

constexpr std::uint32_t attempts_max = 12;
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

// A person who can't be reached over one of their identities is tried over the next.
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
    queue_into(turn, subject_of(failed.id), {Room{next->backend, next->id, true}});
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
  if (worth_another_try(input.fault) && delivery->attempts + 1 < attempts_max) {
    const Instant until = next_attempt(turn.now(), delivery->attempts, input.retry_at);
    turn.emit(deliveries::Fact{Delayed{input.id, until, input.reason}});
    return;
  }
  const Delivery failed = *delivery;
  turn.emit(deliveries::Fact{Failed{input.id, input.reason}});
  fail_over(turn, failed);
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
  else
    turn.emit(deliveries::Fact{CopyFound{id, post}});
}

}  // namespace askd::core::deliveries
