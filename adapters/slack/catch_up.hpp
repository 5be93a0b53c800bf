// Reads what people said while nobody listened: Slack repeats an event for minutes only.
#pragma once

#include "account.hpp"
#include "bell.hpp"
#include "intake.hpp"
#include "web_api.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace askd::adapters::slack {

class CatchUp {
 public:
  CatchUp(WebApi& api, Account& account, Intake& intake) : api_(api), account_(account), intake_(intake) {}

  // There was a gap, and from now on nothing is missed.
  void wanted() {
    wanted_ = true;
    deaf_ = false;
    bell_.ring();
  }
  // There is a gap that is over in a minute: Slack holds events back, or a post of ours is only now known.
  void wanted_later();
  // Nothing is heard until wanted(): whatever is read meanwhile isn't all.
  void deaf() { deaf_ = true; }

  // Reads after each gap, until it has read all; never returns.
  Async<> run(Host& host);

  // What couldn't be read for a reason that an operator can mend; empty if all could.
  const std::string& trouble() const { return trouble_; }

 private:
  using Seen = std::set<std::pair<std::string, std::string>>;

  // What is read: the thread of the message `ts`, or what stands in the channel itself if there is none.
  struct Stretch {
    std::string channel;
    std::string ts;
    std::string oldest;
  };

  Async<> until_wanted(Host& host);
  Async<Result<>> read_all(Host& host);
  Async<Result<>> read_thread(Host& host, PostRef post, Seen& seen);
  Async<Result<>> read_direct(Host& host, PostRef post);
  Async<Result<Parsed>> page(Host& host, Stretch stretch, std::string cursor);
  Async<> hear(Host& host, std::vector<Happening> said);

  WebApi& api_;
  Account& account_;
  Intake& intake_;
  Bell bell_;
  bool wanted_ = false;
  bool later_ = false;
  bool pausing_ = false;
  bool deaf_ = false;
  std::size_t calls_ = 0;  // of this pass
  std::string trouble_ = {};
};

}  // namespace askd::adapters::slack
