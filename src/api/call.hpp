// One request of an agent, on its way through a verb.
#pragma once

#include "api/entries.hpp"
#include "api/quota.hpp"
#include "api/streams.hpp"
#include "core/agents/agent.hpp"
#include "engine/service.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/attempts.hpp"
#include "shapes/bounds.hpp"
#include "shapes/held_answer.hpp"
#include "shapes/responses.hpp"

#include "askd/id.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace askd::api {

// What the operator sets of this door.
struct Settings {
  std::string public_url = {};                    // without a slash at its end
  std::string version = {};                       // of askd
  bool bootstrap_from_elsewhere = false;          // the first start may come from another machine, or through a proxy
  std::int64_t requests_per_minute = 0;           // of one agent; 0: as many as it likes
  std::int64_t streams_per_agent = 0;             // event streams and WebSockets at once; 0: as many as it likes
  std::int64_t waits_per_agent = 0;               // requests that wait at once; 0: as many as it likes
  std::vector<std::string> allowed_origins = {};  // of other sites whose pages may open a WebSocket
  bool private_webhooks = false;                  // some private networks may be called
  std::size_t frame_max = std::size_t{1} << 20;   // bytes of a WebSocket's frame
  shapes::Bounds bounds = {};
};

// The agent whose token came with the request.
struct Caller {
  AgentId agent = {};
  std::string name = {};
  core::TeamId team = {};
  core::Digest token = {};  // its hash
};

// What must outlive one request and belongs to no one of them.
struct DoorState {
  DoorState(engine::Service& service, std::function<void(std::string)> log) : entries(service), say(std::move(log)) {}

  bool setting_up = false;  // a first start is under way: hashing its password takes a while
  Quota quota = {};
  std::string openapi = {};  // made when it is first asked for
  Entries entries;
  Places streams = {};  // event streams and WebSockets that are open
  Places waits = {};    // requests that wait for an answer
  Places lookups = {};  // of the names of webhooks
  shapes::Attempts wrong_secrets{10, std::chrono::minutes(5)};
  shapes::Attempts registrations{30, std::chrono::minutes(5)};  // of one name in one class
  std::function<void(std::string)> say;                         // puts a warning into the log
  std::function<Async<Result<>>(std::string)> reachable = {};   // whether a webhook may go to that url
};

struct Call {
  engine::Service& service;
  const Settings& settings;
  DoorState& door;
  net::Request& request;
  net::Exchange& exchange;
  Caller caller = {};
  Json* parsed = nullptr;  // of a frame: its body is JSON already

  // Who waits, so that what waits ends where the token does.
  shapes::Bearer bearer() const { return {caller.agent, caller.token}; }
  shapes::AskOptions ask_options() const { return {.public_url = settings.public_url}; }
};

// The body as JSON, or the problem document to answer with; an empty one is an empty object where `optional` is set.
shapes::Body body_of(Call& call, bool optional = false);

}  // namespace askd::api
