// Reads what people said while nobody listened: Slack repeats an event for minutes only.
#pragma once

#include "account.hpp"
#include "bell.hpp"
#include "intake.hpp"
#include "web_api.hpp"

#include <string>

namespace askd::adapters::slack {

class CatchUp {
 public:
  CatchUp(WebApi& api, Account& account, Intake& intake) : api_(api), account_(account), intake_(intake) {}

  // There was a gap, and from now on nothing is missed.
  void wanted() {
    wanted_ = true;
    bell_.ring();
  }

  // Reads after each gap, until it has read all; never returns.
  Async<> run(Host& host);

 private:
  Async<Result<>> read_all(Host& host);
  // `known`: that `ts` is the root of its thread.
  Async<Result<>> read_thread(Host& host, std::string channel, std::string ts, bool known);
  Async<Result<Parsed>> page(Host& host, std::string channel, std::string ts, std::string cursor);
  Async<> hear(Host& host, const Json& message, std::string channel);

  WebApi& api_;
  Account& account_;
  Intake& intake_;
  Bell bell_;
  bool wanted_ = false;
};

}  // namespace askd::adapters::slack
