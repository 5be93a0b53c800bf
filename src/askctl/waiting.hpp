// Waits for an ask through broken connections and restarts of askd.
#pragma once

#include "askctl/caller.hpp"
#include "askctl/shell.hpp"

#include "base/json.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace askd::askctl {

struct Wait {
  std::string id = {};
  bool until_activity = false;
  std::string after = {};  // with until_activity: what was seen already
  Caller::Patience patience;
};

struct Waited {
  std::optional<Json> ask = {};                // as it was seen last
  std::string text = {};                       // the same as askd sent it
  Result<net::ClientResponse> last = Error{};  // where there is no ask: why
  bool lost = false;                           // askd didn't answer at the end
};

// Returns when the ask has ended, when anything happened in its conversation if that is waited for, when the time is
// over, or at Ctrl-C.
Waited wait_for(Shell& shell, Caller& caller, Wait wait);

}  // namespace askd::askctl
