// Looking after agents, at both doors: owners, the operator, and agents that may manage others.
#pragma once

#include "base/json.hpp"
#include "core/agents/agent.hpp"
#include "engine/service.hpp"
#include "net/message.hpp"
#include "shapes/held_answer.hpp"

#include "askd/async.hpp"

#include <string>
#include <utility>

namespace askd::shapes {

// Who may do this at all the door has checked. `which` is the id or the name of an agent of the team; the arguments by
// reference outlive the coroutine.
class AgentDesk {
 public:
  // `self` is the agent that stands at the desk, if one does.
  AgentDesk(engine::Service& service, core::TeamId team, std::string by_name, Bearer self = {})
      : service_(service), team_(std::move(team)), by_name_(std::move(by_name)), self_(self) {}

  Async<net::Response> list(const net::Request& request);
  Async<net::Response> show(std::string which);
  // A new token; the ones there are end after the overlap.
  Async<net::Response> rotate(std::string which, const Json& body);
  Async<net::Response> revoke(std::string which);
  // The agent's webhook goes on: behind its cursor, or with {"after": …} behind that one.
  Async<net::Response> redrive(std::string which, const Json& body);

 private:
  const core::Agent* agent(const std::string& which) const;

  engine::Service& service_;
  core::TeamId team_;
  std::string by_name_;
  Bearer self_;
};

}  // namespace askd::shapes
