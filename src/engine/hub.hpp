// Tells those who wait what was committed: waiters on conversations, followers of agents' streams, people's pages.
#pragma once

#include "core/core.hpp"
#include "core/streams/streams.hpp"
#include "engine/service.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace askd::engine {

// Live entries for one follower, bounded: one who falls behind reads on from the store.
struct Tail {
  static constexpr std::size_t entries_max = 256;
  net::Signal* signal = nullptr;
  std::deque<core::Event> entries = {};
  bool live = false;  // entries arrive here; else they must be read from the store
};

// Live hints for one page.
struct HintTail {
  static constexpr std::size_t entries_max = 1024;
  net::Signal* signal = nullptr;
  HintFollower::Hints waiting = {};
};

class Hub {
 public:
  // To be called for every decided input once it is on disk.
  void observe(const core::State& state, const core::Outcome& outcome, Instant at);

  Watch watch(ConversationId id, net::Signal& signal);
  // The tail is told of that agent's entries for as long as the watch lives.
  Watch watch(AgentId agent, Tail& tail);
  Watch watch(HintTail& tail);

 private:
  void tell(const core::Event& event);
  void tell(const core::Hint& hint, core::Sequence cursor);

  std::multimap<ConversationId, net::Signal*> waiters_;
  std::multimap<AgentId, Tail*> tails_;
  std::set<HintTail*> hint_tails_;
};

}  // namespace askd::engine
