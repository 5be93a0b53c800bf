// The audit log, as both doors show it.
#pragma once

#include "engine/service.hpp"
#include "net/message.hpp"

#include "askd/async.hpp"

namespace askd::shapes {

// {"records": […], "next"?}: newest first with ?before=, oldest first with ?after=; ?texts=hashed shows long texts as
// the hashes that the chain is made of. The caller may read all of it. `request` outlives the coroutine.
Async<net::Response> records_response(engine::Service& service, const net::Request& request);

}  // namespace askd::shapes
