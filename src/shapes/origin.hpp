// Pages of other sites, which can make a browser send requests but not lie about where they come from.
#pragma once

#include "net/message.hpp"

#include <string_view>

namespace askd::shapes {

// "host:port" of "scheme://host:port/path".
std::string_view host_of(std::string_view url);

// Whether an Origin is the server's own: its host is that of the request, or that of the public url. Schemes aren't
// compared: behind a proxy that ends TLS a request doesn't know its own.
bool is_own_origin(const net::Request& request, std::string_view origin, std::string_view public_url);

}  // namespace askd::shapes
