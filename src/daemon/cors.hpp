// Pages of other origins that the operator allows to call the agents' API (the Fetch standard's CORS protocol).
#pragma once

#include "net/exchange.hpp"
#include "net/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::daemon {

class Cors {
 public:
  void allow(std::vector<std::string> origins) { origins_ = std::move(origins); }

  // Puts into the answer to come that a page of the request's origin may read it, if it may. Never with credentials: a
  // session's cookie is for askd's own pages only, and a token is sent by whoever has it.
  void mark(const net::Request& request, net::Exchange& exchange) const;
  // The answer to a browser that asks before it calls; nothing if this isn't such a question of an allowed origin.
  std::optional<net::Response> preflight(const net::Request& request, const std::vector<std::string>& methods) const;

 private:
  bool allows(const net::Request& request) const;

  std::vector<std::string> origins_;
};

}  // namespace askd::daemon
