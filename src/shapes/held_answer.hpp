// Answers with an ask, now or once it ended.
#pragma once

#include "engine/service.hpp"
#include "net/exchange.hpp"
#include "shapes/waiting.hpp"

#include "askd/async.hpp"

#include <functional>
#include <optional>
#include <string>

namespace askd::shapes {

// An agent and the hash of the token that it shows; nobody's for people.
struct Bearer {
  AgentId agent = {};
  core::Digest token = {};

  // Whether the token is in force. A wait and a stream end where it no longer is.
  bool may_go_on(const engine::Service& service) const;
  // How long to rest before looking again: `most`, or until the token ends by itself.
  std::chrono::milliseconds rest(const engine::Service& service, std::chrono::milliseconds most) const;
};

// What is waited for, and how it is told.
struct HeldAnswer {
  AskId ask = {};
  Bearer caller = {};
  int status = 200;
  net::Fields headers = {};  // beside the type and the rule not to store
  Waiting waiting = {};
  std::function<std::string(const engine::AskView&)> text;
};

// Sends the ask at once if nothing is to be waited for. Otherwise the head leaves at once, then a space every 15 s, and
// the JSON when the ask ends (or anything happens, with until=activity), when the time is up, or when the server stops:
// then as the ask stands, and so when the caller's token ends. The ask must be there. Costs little while it waits:
// empty the request's body before.
Async<> hold_answer(engine::Service& service, net::Exchange& exchange, HeldAnswer answer);

// Waits as hold_answer() does, without sending anything. Nothing if the peer is gone.
Async<std::optional<engine::AskView>> await_ask(engine::Service& service, net::Exchange& exchange, Bearer caller,
                                                AskId ask, Waiting waiting);

}  // namespace askd::shapes
