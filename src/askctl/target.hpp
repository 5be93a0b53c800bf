// Which askd is spoken to, and as whom.
#pragma once

#include "askctl/command.hpp"
#include "askctl/shell.hpp"

#include "askd/result.hpp"
#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace askd::askctl {

struct Target {
  std::string url = {};         // without a slash at its end
  std::string socket = {};      // with it, requests go to that path, and `url` is only a name
  Secret token = {};            // empty: the operator, who needs the socket
  std::string token_from = {};  // "ASKD_TOKEN", or the file

  // How messages call it.
  const std::string& name() const { return socket.empty() ? url : socket; }
};

enum class Speaker : unsigned char {
  agent,   // needs a token
  either,  // the agent whose token there is, or else the operator
  operator_
};

// Errors tell what to set.
Result<Target> find_target(const Shell& shell, const Given& given, Speaker speaker);

// How long askctl waits for an askd that doesn't answer is the caller's; this is what is said at its end.
std::string no_answer(const Target& target, std::string_view detail);

}  // namespace askd::askctl
