// One front for all doors: the same paths serve agents by their token and people by their session.
#pragma once

#include "daemon/cors.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"
#include "net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace askd::daemon {

class Front {
 public:
  // Health and the like; the agents' door; the people's door. All must outlive the front.
  Front(const net::Router& root, const net::Router& agents, const net::Router& people)
      : root_(root), agents_(agents), people_(people) {}

  // Told of every request that got an answer: its method and status aren't known to the doors' metrics otherwise.
  using Counter = std::function<void(const net::Request&)>;
  void count(Counter counter) { counter_ = std::move(counter); }
  void allow_origins(std::vector<std::string> origins) { cors_.allow(std::move(origins)); }

  Async<> serve(net::Request& request, net::Exchange& exchange) const;

 private:
  const net::Router& root_;
  const net::Router& agents_;
  const net::Router& people_;
  Counter counter_;
  Cors cors_;
};

}  // namespace askd::daemon
