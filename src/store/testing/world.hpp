// Random inputs to the real core: agents that ask, people who answer, platforms that stumble.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "core/core.hpp"
#include "store/testing/random_value.hpp"

namespace askd::store::testing {

class World {
 public:
  explicit World(std::uint64_t seed);

  // What sets up people, an agent and a channel; to be decided first, in order.
  std::vector<core::Input> beginning();
  // Anything that may happen next. Names things of any age, since outsiders remember what State has let go of.
  core::Input next(const core::State& state);
  // Remembers what the facts made.
  void learn(const core::Facts& facts);

  const core::Roster& roster() const { return roster_; }
  Instant now() const { return now_; }
  Random& random() { return random_; }

 private:
  template <class T>
  T pick(const std::vector<T>& from) {
    return from.empty() ? T{} : from[random_.below(from.size())];
  }
  std::string key() { return random_.chance(3) ? std::string{} : "key " + std::to_string(random_.below(12)); }
  core::Digest digest() { return core::Digest{static_cast<std::uint8_t>(random_.below(2))}; }
  template <class I>
  I fresh() {
    return ids_.next<I>(now_);
  }
  std::vector<std::string> addressees();
  // A platform shows one delivery in one post: the one that was said first.
  DeliveryId shown_by(const PostRef& post, DeliveryId otherwise);

  core::Input ask();
  core::Input notice();
  core::Input reply();
  core::Input write();
  core::Input hear();
  core::Input identify(const core::State& state);
  core::Input run_errand(const core::State& state);
  core::Input come_or_go();
  // world_agents.cpp: agents that register, and channels that they meet in.
  core::Input register_or_revoke(const core::State& state);
  core::Input rotate();
  core::Input open_or_close_doors(const core::State& state);
  core::Input meet(const core::State& state);
  core::Input speak(const core::State& state);
  ChannelId any_channel(const core::State& state);
  AgentId any_agent(const core::State& state);

  Random random_;
  IdSource ids_;
  Instant now_;
  core::Roster roster_;
  AgentId agent_;
  PersonId owner_;
  std::uint64_t posts_made_ = 0;
  std::vector<AskId> asks_;
  std::vector<ConversationId> conversations_;
  std::vector<DeliveryId> deliveries_;
  std::vector<PostRef> posts_;
  std::map<PostRef, DeliveryId> shows_;
  std::vector<SessionId> sessions_;
  std::vector<core::Digest> invites_;
  std::vector<core::Digest> handles_;
};

}  // namespace askd::store::testing
