// From what Slack told us to what askd hears: completes what a payload leaves out, and answers people where askd has
// nothing to decide.
#pragma once

#include "account.hpp"
#include "bell.hpp"
#include "parse.hpp"
#include "posts.hpp"

#include <deque>
#include <optional>
#include <string>

namespace askd::adapters::slack {

// What is left to do once Slack has its acknowledgement.
struct Rest {
  std::optional<Json> answer = {};  // goes with the acknowledgement
  std::optional<Opening> opening = {};
  std::string revoked = {};  // why listening on is of no use
  bool held_back = false;    // there is something to catch up with, in a minute
};

class Intake {
 public:
  Intake(Account& account, Posts& posts) : account_(account), posts_(posts) {}

  // On disk when it completes: acknowledge then.
  Async<Rest> take(Host& host, Happening happening);

  // Done beside what is heard, by work(): a slow answer of Slack's would make us late for the next acknowledgement.
  void finish(Rest rest);
  Async<> work(Host& host);  // until cancelled

 private:
  Async<> hear(Host& host, Told told);
  bool find_values(Told& told) const;
  Async<bool> is_early(Host& host, const Told& told) const;
  Async<> open_modals(Host& host);

  Account& account_;
  Posts& posts_;
  Bell bell_ = {};
  std::deque<Opening> openings_ = {};
};

}  // namespace askd::adapters::slack
