// The words of a command line → a command and what was given to it.
#pragma once

#include "askctl/command.hpp"

#include <string>
#include <vector>

namespace askd::askctl {

// With a command there is something to run; otherwise what is to be printed, and the exit code.
struct Parsed {
  const Command* command = nullptr;
  Given given = {};
  int exit = 0;
  std::string out = {};
  std::string err = {};
};

// `words` without the program's name.
Parsed parse(std::vector<std::string> words);

}  // namespace askd::askctl
