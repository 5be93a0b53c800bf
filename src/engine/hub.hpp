// Tells those who wait what was committed: waiters on conversations, followers of agents' streams, people's pages.
#pragma once

#include "core/core.hpp"
#include "core/streams/streams.hpp"
#include "engine/service.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
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
  // The signal fires when the agent's tokens change, so that whoever serves it can look whether it still may go on.
  Watch watch_tokens(AgentId agent, net::Signal& signal);

  // One of the last messages that were said in channels: all who hear of it read it at the same time.
  std::optional<core::Message> recent(ChannelId channel, MessageId id) const;

 private:
  void tell(const core::State& state, const core::Event& event);
  void tell(AgentId agent, const core::Event& event);
  void notice(const core::Fact& fact);
  void tell(const core::Hint& hint, core::Sequence cursor);
  template <class Map>
  Watch forgetting(Map& map, typename Map::iterator at);

  struct Life {};
  std::multimap<ConversationId, net::Signal*> waiters_;
  std::multimap<AgentId, Tail*> tails_;
  std::multimap<AgentId, net::Signal*> token_watches_;
  std::map<MessageId, core::Message> recent_;
  std::shared_ptr<Life> life_ = std::make_shared<Life>();
  std::set<HintTail*> hint_tails_;
};

}  // namespace askd::engine
