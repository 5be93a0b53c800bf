#include "engine/schedule.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <utility>

namespace askd::engine {

Schedule::Track Schedule::track_of(const core::Errand& errand) {
  if (errand.kind == core::Errand::Kind::identify) return Track::questions;
  return errand.kind == core::Errand::Kind::edit ? Track::edits : Track::posts;
}

void Schedule::add(core::Errand errand, const std::string& room) {
  rooms_[{room, track_of(errand)}].waiting.push_back(std::move(errand));
  ++waiting_;
}

std::optional<Schedule::Started> Schedule::begin(Instant now) {
  if (waiting_ == 0 || under_way_ >= at_once) return std::nullopt;
  if (broken() && (under_way_ > 0 || now < closed_until_)) return std::nullopt;
  // From behind the room that had its turn, once round.
  auto at = rooms_.upper_bound(last_);
  for (std::size_t looked = rooms_.size(); looked > 0; --looked) {
    if (at == rooms_.end()) at = rooms_.begin();
    const Key key = at->first;
    Room& room = at->second;
    const bool rests = now < room.not_before;
    if (room.waiting.empty() && !room.busy && !rests) {
      at = rooms_.erase(at);
      continue;
    }
    ++at;
    if (room.waiting.empty() || room.busy || rests) continue;
    Started started{std::move(room.waiting.front()), key.first};
    room.waiting.pop_front();
    room.busy = true;
    if (key.second == Track::posts) room.not_before = now + room_pause_;
    last_ = key;
    --waiting_;
    ++under_way_;
    return started;
  }
  return std::nullopt;
}

std::optional<core::Errand> Schedule::refuse(Instant now) {
  if (!broken() || now >= closed_until_) return std::nullopt;
  for (auto& [key, room] : rooms_) {
    if (key.second == Track::questions || room.waiting.empty()) continue;
    core::Errand errand = std::move(room.waiting.front());
    room.waiting.pop_front();
    --waiting_;
    return errand;
  }
  return std::nullopt;
}

void Schedule::end(const Started& started, Ending ending, Instant now) {
  const auto found = rooms_.find({started.room, track_of(started.errand)});
  CHECK(found != rooms_.end() && found->second.busy, "an errand ended that didn't begin");
  Room& room = found->second;
  room.busy = false;
  --under_way_;
  if (ending.kind == Ending::Kind::skipped) return;
  const bool question = track_of(started.errand) == Track::questions;
  if (question && ending.kind != Ending::Kind::answered) room.not_before = now + std::max(question_rest, ending.pause);
  locked_out_ = ending.kind == Ending::Kind::locked_out;
  if (locked_out_) {
    trouble_ = std::move(ending.reason);
    return;
  }
  if (ending.kind == Ending::Kind::away) {
    trouble_ = std::move(ending.reason);
    ++failures_;
    // Those that were under way when it broke say nothing new.
    if (broken() && now >= closed_until_) {
      closed_until_ = now + std::max(rest_, ending.pause);
      rest_ = std::min(2 * rest_, longest_rest);
    }
    return;
  }
  failures_ = 0;
  rest_ = first_rest;
  if (ending.kind == Ending::Kind::slowed) {
    const Instant until = now + std::max(ending.pause, slowed_rest);
    room.not_before = std::max(room.not_before, until);
    slowed_until_ = std::max(slowed_until_, until);
    trouble_ = std::move(ending.reason);
  } else if (now >= slowed_until_) {
    trouble_.clear();
  }
}

std::optional<Instant> Schedule::next() const {
  if (waiting_ == 0 || under_way_ >= at_once) return std::nullopt;
  if (broken()) return under_way_ > 0 ? std::nullopt : std::optional(closed_until_);
  std::optional<Instant> soonest;
  for (const auto& [key, room] : rooms_)
    if (!room.waiting.empty() && !room.busy && (!soonest || room.not_before < *soonest)) soonest = room.not_before;
  return soonest;
}

BackendHealth Schedule::health() const {
  if (broken() || locked_out_) return {BackendState::down, trouble_};
  if (!trouble_.empty()) return {BackendState::degraded, trouble_};
  return {};
}

}  // namespace askd::engine
