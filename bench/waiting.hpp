// Agents that ask and wait for the answer, each on a connection of its own.
#pragma once

#include "client.hpp"
#include "daemon.hpp"
#include "requests.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::bench {

class WaitingAgents {
 public:
  // Returns once all of them wait.
  WaitingAgents(const Daemon& daemon, const Keys& keys, std::size_t count);

  std::size_t count() const { return agents_.size(); }
  Poller& poller() { return poller_; }  // tells agents by their number

  enum class Event { none, waits, woken };
  // What became of an agent of which the poller told: its ask is open and it waits, or it has the answer.
  Event look(std::size_t agent);
  // Asks anew, and waits.
  void ask(std::size_t agent);
  std::string_view ask_of(std::size_t agent) const { return agents_[agent].ask; }

 private:
  struct Agent {
    Client client;
    std::string ask = {};  // the id, once askd told it
  };

  AskRequest request_;
  std::size_t asked_ = 0;
  std::vector<Agent> agents_;
  Poller poller_;
};

}  // namespace askd::bench
