// Bugs that only the simulator's own build can plant, to prove that it would find them. Everywhere else PLANTED(…) is
// false, and the compiler drops what hangs on it.
#pragma once

#ifdef ASKD_PLANTED
#include <string_view>

namespace askd::planted {
extern std::string_view bug;  // the one that is planted now; empty: none
}
#define PLANTED(name) (::askd::planted::bug == #name)
#else
#define PLANTED(name) false
#endif
