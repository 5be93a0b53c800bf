#include "shapes/origin.hpp"

namespace askd::shapes {

std::string_view host_of(std::string_view url) {
  const auto at = url.find("://");
  const std::string_view rest = at == std::string_view::npos ? url : url.substr(at + 3);
  return rest.substr(0, rest.find('/'));
}

bool is_own_origin(const net::Request& request, std::string_view origin, std::string_view public_url) {
  const std::string_view host = host_of(origin);  // "null" and "file://" have none that a server could have
  return !host.empty() && (net::same_name(host, request.host) || net::same_name(host, host_of(public_url)));
}

}  // namespace askd::shapes
