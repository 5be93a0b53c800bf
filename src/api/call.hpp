// One request of an agent, on its way through a verb.
#pragma once

#include "core/agents/agent.hpp"
#include "engine/service.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"
#include "shapes/ask_json.hpp"

#include "askd/id.hpp"

#include <string>

namespace askd::api {

// What the operator sets of this door.
struct Settings {
  std::string public_url = {};            // without a slash at its end
  std::string version = {};               // of askd
  bool bootstrap_from_elsewhere = false;  // the first start may come from another machine, or through a proxy
};

// The agent whose token came with the request.
struct Caller {
  AgentId agent = {};
  std::string name = {};
  core::TeamId team = {};
};

// What must outlive one request and belongs to no one of them.
struct DoorState {
  bool setting_up = false;  // a first start is under way: hashing its password takes a while
};

struct Call {
  engine::Service& service;
  const Settings& settings;
  DoorState& door;
  net::Request& request;
  net::Exchange& exchange;
  Caller caller = {};

  shapes::AskOptions ask_options() const { return {.public_url = settings.public_url}; }
};

}  // namespace askd::api
