// The agents' WebSocket.
#pragma once

#include "api/call.hpp"

#include "askd/async.hpp"

namespace askd::api {

// Codes with which a WebSocket is closed, beside those of RFC 6455.
enum class Close : std::uint16_t {
  unsupported = 1003,      // a binary message
  internal = 1011,         // a bug of askd's
  restart = 1012,          // askd stops or starts anew: connect again, with the last cursor
  bad_request = 4400,      // an unknown cursor, or another parameter
  unauthenticated = 4401,  // no token, an unknown one, or one that ended or was revoked meanwhile
  forbidden = 4403,        // a missing capability, or a page of another site
  gone = 4410,             // a cursor that retention has passed
  rate_limited = 4429      // as many streams as the agent may have, or too many requests
};

// Takes the request's connection over, and serves it until it ends: frames in, entries of the agent's stream out. The
// token comes in the Authorization header, as a subprotocol after "bearer", or as ?token=.
Async<> serve_socket(Call& call);

}  // namespace askd::api
