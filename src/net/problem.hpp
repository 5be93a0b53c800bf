// Problem documents (RFC 9457) for what goes wrong before or instead of a handler.
#pragma once

#include <string>
#include <string_view>

#include "net/message.hpp"

namespace askd::net {

// application/problem+json with {"type": "urn:askd:problem:<name>", "title", "status", "detail"}, not to be stored and
// not to be sniffed. `detail` is a sentence for the person who must act.
Response problem(int status, std::string_view name, std::string_view detail);

}  // namespace askd::net
