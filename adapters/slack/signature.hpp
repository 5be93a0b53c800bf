// The signature on what Slack sends to us over HTTP.
#pragma once

#include "askd/host.hpp"

#include <string>
#include <string_view>

namespace askd::adapters::slack {

// "v0=" and the HMAC of "v0:<timestamp>:<body>" in lower-case hex.
std::string signature_of(std::string_view secret, std::string_view timestamp, std::string_view body);

// Checks the signature over the raw body, and that it is at most five minutes off `now` in either direction. The error
// is for the log: whoever called is told nothing.
Result<> check_signature(const Request& request, std::string_view secret, Instant now);

// A field of a request or an answer, its name in any case; empty if it isn't there.
std::string header(const Headers& headers, std::string_view name);

}  // namespace askd::adapters::slack
