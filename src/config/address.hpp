// Addresses as operators write them: where to listen, and how others reach us.
#pragma once

#include "config/configuration.hpp"

#include "askd/result.hpp"

#include <string>
#include <string_view>

namespace askd::config {

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or "systemd".
Result<Endpoint> parse_endpoint(std::string_view text);

// "https://ask.example.com" with nothing after the port, a slash at most: "https://ask.example.com".
Result<std::string> parse_origin(std::string_view text);

}  // namespace askd::config
