// What became of an ask, as askctl tells it.
#pragma once

#include "base/json.hpp"

#include <string>

namespace askd::askctl {

struct Outcome {
  int exit = 0;
  std::string out = {};      // data: the value and, after an empty line, the note; the id of an ask that is still open
  std::string message = {};  // empty: the data says it all
};

// `ask` is the ask as askd shows it.
Outcome outcome_of(const Json& ask);

}  // namespace askd::askctl
