// The world of a story: askd's real engine over a store in memory, platforms, people, and a clock that the story moves.
#pragma once

#include "base/ids.hpp"
#include "core/core.hpp"
#include "engine/lanes.hpp"
#include "engine/pump.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"
#include "stories/platform.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace askd::stories {

class World {
 public:
  World();

  // What happens.
  void clock(std::chrono::seconds since_midnight);
  core::Outcome submit(core::Input input);
  void hear(Platform& platform, Inbound what);
  void crash();
  void catch_up(const BackendId& backend);
  // Turns the loop until nobody has anything left to do. Throws after 20 s.
  void settle();

  // Who and what there is. Each throws for a name that it doesn't know.
  Platform& platform(const std::string& name);
  std::map<BackendId, Platform>& platforms() { return platforms_; }
  PersonId person(const std::string& key);
  std::string called(const std::string& key) const;   // on the platforms: "Ana"
  std::string account(const std::string& key) const;  // the platforms' id of a person, or of a stranger
  AgentId agent(const std::string& name) const;

  // Asks by title; without one the last that was asked.
  void remember(const std::string& title, AskId id) { asked_.emplace_back(title, id); }
  AskId id_of(const std::string& title) const;
  store::StoredAsk ask(const std::string& title);
  std::vector<const Post*> copies(const std::string& title, const BackendId& backend) const;
  Post last_copy(const std::string& title, const BackendId& backend) const;

  // What the agent's stream holds behind the entry that was last looked at.
  std::vector<core::Event> news();
  void heard_up_to(core::Sequence cursor) { heard_ = cursor; }
  std::string words_of(const core::Event& event);

  template <class I>
  I fresh() {
    return ids_.next<I>(now_);
  }
  Instant at(std::chrono::seconds since_midnight) const;
  Instant now() const { return now_; }

  std::optional<Error> refusal;  // of what was last done in the inbox or by the agent

 private:
  // One process of askd, from its start to its crash.
  struct Process;
  struct ProcessEnd {
    void operator()(Process* process) const;
  };

  void start();
  void found();

  Instant now_;
  std::chrono::milliseconds steady_{0};
  IdSource ids_{7};
  AgentId agent_;
  core::Sequence heard_ = 0;
  std::map<BackendId, Platform> platforms_;
  core::Roster roster_;
  std::shared_ptr<store::MemoryKv> disk_ = std::make_shared<store::MemoryKv>();
  std::vector<std::pair<std::string, AskId>> asked_;
  std::unique_ptr<Process, ProcessEnd> process_;
};

}  // namespace askd::stories
