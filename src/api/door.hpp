// The agents' door: every verb as a route.
#pragma once

#include "api/call.hpp"
#include "api/verb.hpp"
#include "engine/service.hpp"
#include "net/message.hpp"
#include "net/router.hpp"

#include "askd/async.hpp"

#include <functional>
#include <string>
#include <utility>

namespace askd::api {

// Outlives the router that it is mounted on.
class Door {
 public:
  // `log` gets a sentence when the operator should know of something.
  Door(engine::Service& service, Settings settings, std::function<void(std::string)> log = {});
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // Adds the verbs under /api/v1, and at the root /agent.md, /ws and /api/agents/register.
  void mount(net::Router& router);
  // Takes effect with the next request.
  void use(Settings settings);

  // Whether the request comes with a bearer token, and so is an agent's wherever both doors know the path.
  static bool is_for(const net::Request& request);

  // Says whether a webhook may go to a url, once it is known.
  void ask_for_webhooks(std::function<Async<Result<>>(std::string url)> reachable) {
    state_.reachable = std::move(reachable);
  }

  Entries& entries() { return state_.entries; }

 private:
  Async<> serve(const Verb& verb, net::Request& request, net::Exchange& exchange);
  Async<> serve_socket(net::Request& request, net::Exchange& exchange);

  engine::Service& service_;
  Settings settings_;
  DoorState state_;
};

}  // namespace askd::api
