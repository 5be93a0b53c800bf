// Which errand of a backend goes next, and when: without I/O, so that every pace can be tested at once.
#pragma once

#include "core/core.hpp"

#include "askd/words.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace askd::engine {

// `down`: nothing gets through. `degraded`: something does, late.
enum class BackendState : std::uint8_t { up, degraded, down };

struct BackendHealth {
  BackendState state = BackendState::up;
  std::string reason = {};  // a sentence; empty while it is up
  bool operator==(const BackendHealth&) const = default;
};

// How an errand ended, as far as the pace is concerned.
struct Ending {
  enum class Kind : std::uint8_t {
    answered,    // well, or with an error that is about this errand alone
    slowed,      // the platform wants fewer
    away,        // it wasn't reached, or didn't know what to do
    locked_out,  // it doesn't let us in
    skipped      // it wasn't asked
  };
  Kind kind = Kind::answered;
  std::string reason = {};
  std::chrono::milliseconds pause{0};  // what the platform asked for; zero if it didn't say
};

// One errand at a time in each room, in their order as long as none fails, with a pause between posts; edits don't
// queue behind posts, nor questions whose a post is behind either. After a few errands in a row that didn't reach the
// platform it is closed (a circuit breaker): one errand now and then sees whether it is back, and the others fail at
// once, so that the core can ask people somewhere else. There is no bound on what waits: it is a part of State.
class Schedule {
 public:
  static constexpr std::size_t at_once = 8;
  static constexpr std::size_t failures_max = 3;
  static constexpr std::chrono::milliseconds first_rest{5'000};
  static constexpr std::chrono::milliseconds longest_rest{120'000};
  static constexpr std::chrono::milliseconds slowed_rest{1'000};     // where the platform named no time
  static constexpr std::chrono::milliseconds question_rest{10'000};  // behind one that got no answer

  // `room_pause` is kept between the beginnings of two posts into one room.
  explicit Schedule(std::chrono::milliseconds room_pause = {}) : room_pause_(room_pause) {}

  void add(core::Errand errand, const std::string& room);

  struct Started {
    core::Errand errand;
    std::string room;
  };
  // The next one that may begin now.
  std::optional<Started> begin(Instant now);
  void end(const Started& started, Ending ending, Instant now);
  // While it is closed: the next one that is to fail without being tried. Questions wait.
  std::optional<core::Errand> refuse(Instant now);

  // When begin() is worth another try, though nothing ends and nothing is added. None: not before.
  std::optional<Instant> next() const;
  BackendHealth health() const;
  // Until when it is closed.
  Instant closed_until() const { return closed_until_; }
  std::size_t waiting() const { return waiting_; }

 private:
  enum class Track : std::uint8_t { posts, edits, questions };
  using Key = std::pair<std::string, Track>;
  struct Room {
    std::deque<core::Errand> waiting = {};
    Instant not_before = {};
    bool busy = false;
  };
  static Track track_of(const core::Errand& errand);
  bool broken() const { return failures_ >= failures_max; }

  std::chrono::milliseconds room_pause_;
  std::map<Key, Room> rooms_;  // with something that waits, is under way, or rests
  Key last_ = {};              // rooms take turns
  std::size_t waiting_ = 0;
  std::size_t under_way_ = 0;
  std::size_t failures_ = 0;  // in a row
  std::chrono::milliseconds rest_ = first_rest;
  Instant closed_until_ = {};  // while it is broken
  Instant slowed_until_ = {};
  bool locked_out_ = false;
  std::string trouble_ = {};
};

}  // namespace askd::engine
