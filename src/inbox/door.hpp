// The people's door: JSON for the inbox app under /api/v1, and the app itself.
#pragma once

#include "engine/service.hpp"
#include "inbox/guard.hpp"
#include "inbox/visit.hpp"
#include "net/message.hpp"
#include "net/router.hpp"

#include "askd/async.hpp"

#include <string>

namespace askd::inbox {

// Outlives the router that it is mounted on.
class Door {
 public:
  Door(engine::Service& service, Settings settings);
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  void mount(net::Router& router);
  // Takes effect with the next request.
  void use(Settings settings) { settings_ = std::move(settings); }

 private:
  Async<> serve(const Route& route, net::Request& request, net::Exchange& exchange);

  engine::Service& service_;
  Settings settings_;
  Guard guard_;
};

}  // namespace askd::inbox
