// What both doors do about channels: the same for agents, people and the operator, but for who they are.
#pragma once

#include "base/json.hpp"
#include "core/channels/channel.hpp"
#include "engine/service.hpp"
#include "net/message.hpp"

#include "askd/async.hpp"

#include <string>

namespace askd::shapes {

// Who stands at the desk. What they may do at all (a capability, a session) the door has checked. Each call makes the
// answer; `which` is the id or the name of a channel of the team, and the arguments by reference outlive the coroutine.
class ChannelDesk {
 public:
  ChannelDesk(engine::Service& service, core::channels::Actor actor, core::TeamId team)
      : service_(service), actor_(actor), team_(std::move(team)) {}

  // ?q=, ?tag= and ?member=true narrow the listing.
  Async<net::Response> list(const net::Request& request);
  Async<net::Response> show(std::string which);
  Async<net::Response> create(const Json& body);
  Async<net::Response> change(std::string which, const Json& body);
  Async<net::Response> members(std::string which);
  Async<net::Response> change_members(std::string which, const Json& body, bool leaves);
  // ?before=, ?after=, ?limit= and, for members who look for something, ?q=.
  Async<net::Response> messages(std::string which, const net::Request& request);
  // `key` is the idempotency key, or empty.
  Async<net::Response> say(std::string which, const Json& body, std::string key);

 private:
  const core::Channel* channel(const std::string& which) const;
  bool knows(const core::Channel& channel) const;
  bool reads(const core::Channel& channel) const;

  engine::Service& service_;
  core::channels::Actor actor_;
  core::TeamId team_;
};

}  // namespace askd::shapes
