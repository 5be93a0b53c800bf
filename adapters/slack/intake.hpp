// From what Slack told us to what askd hears: completes what a payload leaves out, and answers people where askd has
// nothing to decide.
#pragma once

#include "account.hpp"
#include "parse.hpp"
#include "posts.hpp"

#include <optional>
#include <string>

namespace askd::adapters::slack {

// What is left to do once Slack has its acknowledgement.
struct Rest {
  std::optional<Json> answer = {};  // goes with the acknowledgement
  std::optional<Opening> opening = {};
  std::string revoked = {};  // why listening on is of no use
};

class Intake {
 public:
  Intake(Account& account, Posts& posts) : account_(account), posts_(posts) {}

  // On disk when it completes: acknowledge then.
  Async<Rest> take(Host& host, Happening happening);
  Async<> finish(Host& host, Rest rest);

 private:
  Async<Rest> hear(Host& host, Told told);

  Account& account_;
  Posts& posts_;
};

}  // namespace askd::adapters::slack
