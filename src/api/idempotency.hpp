// The Idempotency-Key header.
#pragma once

#include "net/message.hpp"

#include "askd/result.hpp"

#include <cstddef>
#include <string>

namespace askd::api {

inline constexpr std::size_t idempotency_key_max = 255;

// The key, or nothing where there is none. Taken as a string of structured fields (RFC 9651), with quotes and escapes
// undone, or bare. To be answered as "bad_request" (400) where it is empty, too long, or not printable ASCII.
Result<std::string> idempotency_key(const net::Request& request);

}  // namespace askd::api
