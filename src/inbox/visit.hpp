// One request of a person, on its way through the door.
#pragma once

#include "core/people/person.hpp"
#include "engine/schedule.hpp"
#include "engine/service.hpp"
#include "inbox/guard.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/bounds.hpp"

#include "askd/async.hpp"
#include "askd/id.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace askd::inbox {

// What the operator sets of this door.
struct Settings {
  std::string public_url = {};  // without a slash at its end
  std::string version = {};     // of askd
  shapes::Bounds bounds = {};
  // How the backends are, beside the inbox itself; always there.
  std::function<std::map<BackendId, engine::BackendHealth>()> backends = [] {
    return std::map<BackendId, engine::BackendHealth>{};
  };
};

// Who came: a person by their session, or the operator over the Unix socket, who has an owner's rights and is nobody.
struct Visitor {
  PersonId person = {};
  SessionId session = {};
  bool is_operator = false;
};

struct Visit {
  engine::Service& service;
  const Settings& settings;
  Guard& guard;
  net::Request& request;
  net::Exchange& exchange;
  Visitor visitor = {};

  // May look at State: call it only right after settled().
  bool sees(const core::Ask& ask) const;
  bool sees(const core::Notice& notice) const;
  shapes::AskOptions options_for(const core::Ask& ask) const;
};

// Who may come through a route.
enum class Needs : std::uint8_t {
  nobody,   // anyone: a link or a password is what they bring
  visitor,  // a person with a session, or the operator
  owner     // an owner of the team, or the operator
};

struct Route {
  std::string_view method;
  std::string_view path;
  Needs needs = Needs::visitor;
  // One of these two: `answer` makes the whole answer at once, `run` streams through the exchange by itself.
  Async<net::Response> (*answer)(Visit& visit) = nullptr;
  Async<> (*run)(Visit& visit) = nullptr;
};

// The team that a listing is of: ?team=, or the visitor's first one. Empty if the visitor isn't in it.
core::TeamId team_of(const Visit& visit);
bool owns(const Visit& visit, const core::TeamId& team);

}  // namespace askd::inbox
