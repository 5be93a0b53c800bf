// WebSockets that askd opens itself (RFC 6455, the client's side), as adapters see them.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "askd/async.hpp"
#include "askd/host.hpp"
#include "askd/result.hpp"
#include "net/client.hpp"
#include "net/message.hpp"

namespace askd::net {

struct WebSocketRequest {
  std::string url;                            // "wss://host[:port]/path?query", or ws; the query may be a secret
  Fields headers = {};                        // beside those of the handshake itself
  std::chrono::milliseconds timeout{15'000};  // from the call to the end of the handshake: name, proxy and TLS included
  std::size_t message_max = std::size_t{4} << 20;  // bytes; a larger message closes with 1009
  std::chrono::milliseconds ping_every{10'000};
  // A peer that sends nothing for so long, no pong either, is cut; so is one that takes nothing while it should.
  std::chrono::milliseconds quiet{30'000};
  std::chrono::milliseconds farewell{2'000};  // how long close() takes at most
};

// Connects as `client` does, through its proxy and with its authorities, and keeps nothing of it but those.
//
// Errors are those of the client, and one for each answer that isn't 101: 401 is Fault::unauthenticated, 403 forbidden,
// 404 and 410 not_found, 429 rate_limited, 408 and 5xx unavailable, all others invalid. The sentence holds the status,
// the Retry-After in seconds (Error::retry_after has it, too), and the beginning of what the server says, unless a
// secret is in there: a value of the query or of a header. Nothing of the url but its host is ever repeated.
//
// What the socket does:
// - write() sends one text frame, masked and unfragmented, never compressed. Calls may overlap; messages leave in the
//   order of the calls. It returns when the kernel has all of it. A message that isn't UTF-8 is Fault::invalid, and
//   does no harm; one that finds a thousand others waiting is Fault::rate_limited.
// - read() brings the next text, joined where it came in parts. One message is read ahead, so pings are answered and
//   the peer's end is noticed also while nobody reads. One call at a time.
// - The end is Fault::unavailable: the peer closed (with its code and reason), vanished, was quiet for too long, or
//   broke the protocol (it was told so: 1002, 1003 for a binary message, 1007 for text that isn't UTF-8). A message
//   that is too large is Fault::too_large. It stays the answer to every later call.
// - close() lets the messages leave that wait, says 1000, and waits for the peer's close, `farewell` at most in all.
// - A call that is cancelled harms nothing: what read() would have brought, the next one brings. A message that has
//   begun to leave leaves.
// - It may be destroyed in the middle of any call, which then ends with an error; its connection is cut.
Async<Result<std::unique_ptr<askd::Socket>>> open_websocket(Client& client, WebSocketRequest request);

}  // namespace askd::net
