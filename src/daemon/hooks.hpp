// What platforms call instead of being asked: /hooks/<backend>/<name>, on the door that faces the world.
#pragma once

#include "net/router.hpp"

#include "askd/host.hpp"

#include <map>
#include <string>
#include <utility>

namespace askd::daemon {

// An adapter proves by itself who calls: nothing here looks at a token.
class Hooks {
 public:
  // Outlives the router.
  void mount(net::Router& router);

  // Takes the place of the one of that name: an adapter that was started again says anew what it serves.
  void set(const BackendId& backend, const std::string& name, Hook hook);

 private:
  Async<> serve(net::Request& request, net::Exchange& exchange) const;

  std::map<std::pair<BackendId, std::string>, Hook> hooks_;
};

}  // namespace askd::daemon
