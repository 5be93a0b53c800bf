// One request of an agent, on its way through a verb.
#pragma once

#include "api/quota.hpp"
#include "core/agents/agent.hpp"
#include "engine/service.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/bounds.hpp"

#include "askd/id.hpp"

#include <cstdint>
#include <string>

namespace askd::api {

// What the operator sets of this door.
struct Settings {
  std::string public_url = {};            // without a slash at its end
  std::string version = {};               // of askd
  bool bootstrap_from_elsewhere = false;  // the first start may come from another machine, or through a proxy
  std::int64_t requests_per_minute = 0;   // of one agent; 0: as many as it likes
  shapes::Bounds bounds = {};
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
  Quota quota = {};
  std::string openapi = {};  // made when it is first asked for
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
