// Decides what waits, holds the receipts back until it is on disk, and hands errands out once.
#include "engine/engine.hpp"

#include "base/check.hpp"
#include "base/planted.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace askd::engine {

Engine::Engine(core::State recovered, core::Roster roster)
    : state_(std::move(recovered)), roster_(std::make_shared<const core::Roster>(std::move(roster))) {
  for (const core::Errand& errand : state_.owed) schedule(errand);
  state_.newly_owed.clear();
}

void Engine::submit(core::Input input, Receipt receipt) {
  waiting_.push_back(Waiting{std::move(input), std::move(receipt), nullptr});
}

void Engine::submit_now(core::Input input) { gathered_.push_back(Waiting{std::move(input), {}, nullptr}); }

void Engine::reconfigure(core::Roster roster, std::vector<Ulid> fresh, Receipt receipt) {
  auto next = std::make_shared<const core::Roster>(std::move(roster));
  waiting_.push_back(Waiting{core::Configured{std::move(fresh)}, std::move(receipt), std::move(next)});
}

std::vector<core::RowKey> Engine::wants() {
  CHECK(!writing(), "rows were asked for while a batch is being written");
  let_go();
  if (gathered_.empty()) {
    const auto count = std::min(waiting_.size(), batch_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    gathered_.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
  }
  std::vector<core::RowKey> keys;
  for (const Waiting& waiting : gathered_)
    for (core::RowKey& key : core::wants(state_, waiting.input))
      if (asked_for_.insert(key).second) keys.push_back(std::move(key));
  return keys;
}

void Engine::admit(core::Loaded rows) { core::admit(state_, std::move(rows)); }

const std::vector<core::Outcome>& Engine::next_batch(Instant now) {
  CHECK(!writing(), "a batch was asked for while another one is being written");
  let_go();
  decided_at_ = now;
  decided_.reserve(gathered_.size());
  receipts_.reserve(gathered_.size());
  for (Waiting& next : gathered_) {
    if (next.roster) roster_ = std::move(next.roster);
    decided_.push_back(core::decide(state_, *roster_, std::move(next.input), now));
    if (PLANTED(receipt_before_commit) && next.receipt) std::exchange(next.receipt, {})(decided_.back());
    receipts_.push_back(std::move(next.receipt));
  }
  gathered_.clear();
  asked_for_.clear();
  for (const core::Errand& errand : state_.newly_owed) schedule(errand);
  state_.newly_owed.clear();
  return decided_;
}

bool Engine::decided_something() const {
  return std::any_of(decided_.begin(), decided_.end(),
                     [](const core::Outcome& outcome) { return !outcome.facts.empty(); });
}

void Engine::committed() {
  auto decided = std::exchange(decided_, {});
  auto receipts = std::exchange(receipts_, {});
  for (const core::Outcome& outcome : decided)
    for (const Observer& observer : observers_) observer(state_, outcome, decided_at_);
  for (std::size_t i = 0; i < decided.size(); ++i)
    if (receipts[i]) receipts[i](std::move(decided[i]));
  holds_ended_ = true;
}

void Engine::let_go() {
  if (std::exchange(holds_ended_, false)) core::retire(state_);
}

void Engine::schedule(const core::Errand& errand) {
  if (!under_way_.contains(errand)) due_.emplace(core::due(state_, errand), errand);
}

std::vector<core::Errand> Engine::take_errands(Instant now) {
  CHECK(!writing(), "errands were asked for while a batch is being written");
  std::vector<core::Errand> errands;
  while (!due_.empty() && due_.begin()->first <= now) {
    core::Errand errand = due_.begin()->second;
    due_.erase(due_.begin());
    if (!state_.owed.contains(errand)) continue;  // it was settled in another way meanwhile
    const Instant when = core::due(state_, errand);
    if (when > now) {
      due_.emplace(when, std::move(errand));
    } else if (under_way_.insert(errand).second) {
      errands.push_back(std::move(errand));
    }
  }
  return errands;
}

void Engine::finish(const core::Errand& errand) {
  if (under_way_.erase(errand) == 0) return;
  if (state_.owed.contains(errand)) schedule(errand);
}

std::optional<Instant> Engine::alarm() const {
  std::optional<Instant> soonest = core::alarm(state_);
  if (!due_.empty() && (!soonest || due_.begin()->first < *soonest)) soonest = due_.begin()->first;
  return soonest;
}

}  // namespace askd::engine
