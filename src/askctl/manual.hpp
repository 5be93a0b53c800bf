// The manual page askctl(1), made of the table of commands.
#pragma once

#include <string>

namespace askd::askctl {

// In mdoc.
std::string manual();

}  // namespace askd::askctl
