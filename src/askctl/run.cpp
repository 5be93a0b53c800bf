#include "askctl/run.hpp"

#include "askctl/exits.hpp"
#include "askctl/parse.hpp"

#include <ostream>
#include <utility>

namespace askd::askctl {

int run(Shell& shell, std::vector<std::string> words) {
  const Parsed parsed = parse(std::move(words));
  shell.out << parsed.out;
  shell.err << parsed.err;
  const int exit = parsed.command == nullptr ? parsed.exit : parsed.command->run(shell, parsed.given);
  shell.out.flush();
  // A gate must not open because a full disk swallowed the answer.
  if (exit == exits::done && !shell.out.good()) {
    shell.say("Standard output can't be written.");
    return exits::failed;
  }
  return exit;
}

}  // namespace askd::askctl
