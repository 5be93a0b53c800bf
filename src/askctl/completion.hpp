// What shells complete, made of the table of commands.
#pragma once

#include <string>

namespace askd::askctl {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace askd::askctl
