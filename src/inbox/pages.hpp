// The inbox app's files.
#pragma once

#include "net/router.hpp"

namespace askd::inbox {

// Adds the app's pages and files. None of them needs a session: the app asks for it, and shows nothing before.
void mount_pages(net::Router& router);

}  // namespace askd::inbox
