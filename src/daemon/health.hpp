// /livez, /readyz and /metrics: what monitors ask.
#pragma once

#include "daemon/metrics.hpp"
#include "net/router.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace askd::daemon {

// One thing that must be well. `reason` is empty while it is; `fatal` is whether requests can't be served without it.
struct Check {
  std::string name;
  std::string reason;
  bool fatal = true;
};

class Health {
 public:
  using Checks = std::function<std::vector<Check>()>;

  Health(Metrics& metrics, Checks checks) : metrics_(metrics), checks_(std::move(checks)) {}
  // Outlives the router.
  void mount(net::Router& router);

 private:
  net::Response ready(bool verbose) const;

  Metrics& metrics_;
  Checks checks_;
};

// Whether the request comes from this machine itself, and not through a proxy on it.
bool from_this_machine(const net::Request& request);

}  // namespace askd::daemon
