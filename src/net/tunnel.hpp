// A way through an HTTP proxy to an origin (CONNECT; RFC 9110, 9.3.6).
#pragma once

#include <string>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/client_pool.hpp"

namespace askd::net {

// On a fresh connection to the route's proxy. Once it returns without an error, the connection's next byte is the
// origin's. Errors are clauses that name the proxy: nothing that it says itself is repeated. All references outlive the
// coroutine.
Async<Result<>> dig(const Route& route, Link& link, const std::string& user_agent);

}  // namespace askd::net
