// The agents' door: every verb as a route.
#pragma once

#include "api/call.hpp"
#include "api/verb.hpp"
#include "engine/service.hpp"
#include "net/message.hpp"
#include "net/router.hpp"

#include "askd/async.hpp"

namespace askd::api {

// Outlives the router that it is mounted on.
class Door {
 public:
  Door(engine::Service& service, Settings settings);
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // Adds the verbs under /api/v1, and /agent.md at the root.
  void mount(net::Router& router);
  // Takes effect with the next request.
  void use(Settings settings);

  // Whether the request comes with a bearer token, and so is an agent's wherever both doors know the path.
  static bool is_for(const net::Request& request);

 private:
  Async<> serve(const Verb& verb, net::Request& request, net::Exchange& exchange);

  engine::Service& service_;
  Settings settings_;
  DoorState state_;
};

}  // namespace askd::api
