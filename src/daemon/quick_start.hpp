// The first minute: an owner's one-time link, an agent's token, a channel, and a line to try.
#pragma once

#include "daemon/daemon.hpp"

#include "askd/async.hpp"

namespace askd::daemon {

// On an empty store makes what /bootstrap makes, with a link instead of a password, and on a store in use a fresh
// sign-in link only. Prints to a terminal; otherwise writes a file that only its owner may read, beside the store, and
// says where.
Async<> quick_start(Daemon& daemon);

}  // namespace askd::daemon
