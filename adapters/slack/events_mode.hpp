// The Events API: Slack calls us, under /hooks/<backend>/events and /hooks/<backend>/interactive.
#pragma once

#include "account.hpp"
#include "bell.hpp"
#include "catch_up.hpp"
#include "intake.hpp"
#include "web_api.hpp"

#include <functional>
#include <optional>
#include <string>

namespace askd::adapters::slack {

class EventsMode {
 public:
  using Clock = std::function<Instant()>;

  EventsMode(WebApi& api, Account& account, Intake& intake, CatchUp& catch_up, std::string secret, Clock clock)
      : api_(api),
        account_(account),
        intake_(intake),
        catch_up_(catch_up),
        secret_(std::move(secret)),
        clock_(std::move(clock)) {}

  // Until cancelled, or until nothing but an operator can help.
  Async<Result<>> run(Host& host);

 private:
  Async<Response> on_event(Host& host, Request request);
  Async<Response> on_interaction(Host& host, Request request);
  Async<Response> answer(Host& host, Happening happening);
  Async<> watch(Host& host);
  Async<> ended();
  void end(Error why);

  WebApi& api_;
  Account& account_;
  Intake& intake_;
  CatchUp& catch_up_;
  std::string secret_;
  Clock clock_;
  Bell bell_ = {};
  std::optional<Error> fatal_ = {};
};

}  // namespace askd::adapters::slack
