// Networks by their addresses: which are public, and which an operator names.
#pragma once

#include "askd/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace askd::net {

// Some networks in CIDR notation (RFC 4632, RFC 4291): "10.0.0.0/8", "fd00::/8", or one address.
class Networks {
 public:
  // Fault::invalid, with a sentence, for what is neither.
  Result<> add(const std::string& text);
  // False for what isn't an address. One of IPv4 within IPv6 (::ffff:10.0.0.1) counts as that of IPv4.
  bool contains(const std::string& address) const;
  bool empty() const { return texts_.empty(); }

 private:
  std::vector<std::string> texts_;
};

// Whether anybody on the internet may be at that address: it is none of this machine's, no private, link-local, shared,
// reserved, documentation or multicast one (IANA's special-purpose address registries, RFC 6890), and holds none of
// those (as the mapped, 6to4, Teredo and NAT64 addresses of IPv6 may).
bool is_public_address(const std::string& address);

// One that reaches this machine alone: 127.0.0.0/8, ::1.
bool is_loopback_address(const std::string& address);

}  // namespace askd::net
