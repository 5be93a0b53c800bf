// askctl, from its words to its exit code.
#pragma once

#include "askctl/shell.hpp"

#include <string>
#include <vector>

namespace askd::askctl {

// `words` without the program's name.
int run(Shell& shell, std::vector<std::string> words);

}  // namespace askd::askctl
