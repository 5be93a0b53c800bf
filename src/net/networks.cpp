#include "net/networks.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace askd::net {
namespace {

namespace ip = boost::asio::ip;

// RFC 6890 and its registry, IPv4.
constexpr std::array<const char*, 16> special_v4{
    "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",   "127.0.0.0/8",     "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",  "192.0.2.0/24",    "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",  "224.0.0.0/3"};
// Of IPv6 only this is handed out (RFC 4291, 2.4), less what stands below it.
constexpr const char* global_v6 = "2000::/3";
constexpr std::array<const char*, 4> special_v6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"};

bool is_in(const ip::address_v4& address, const char* network) {
  const auto parsed = ip::make_network_v4(network);
  return ip::make_network_v4(address, parsed.prefix_length()).network() == parsed.network();
}

bool is_in(const ip::address_v6& address, const char* network) {
  const auto parsed = ip::make_network_v6(network);
  return ip::make_network_v6(address, parsed.prefix_length()).network() == parsed.network();
}

// An address, with that of IPv4 where it stands for one.
std::optional<ip::address> parse(const std::string& text) {
  boost::system::error_code bad;
  auto address = ip::make_address(text, bad);
  if (bad) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

bool is_public(const ip::address_v4& address) {
  return std::none_of(special_v4.begin(), special_v4.end(),
                      [&](const char* network) { return is_in(address, network); });
}

}  // namespace

Result<> Networks::add(const std::string& text) {
  const auto slash = text.find('/');
  boost::system::error_code bad;
  const auto address = ip::make_address(text.substr(0, slash), bad);
  std::string whole = text;
  if (!bad && slash == std::string::npos) whole += address.is_v4() ? "/32" : "/128";
  if (!bad && address.is_v4())
    ip::make_network_v4(whole, bad);
  else if (!bad)
    ip::make_network_v6(whole, bad);
  if (bad) return invalid("\"" + text + "\" is no network: write it as in 10.1.0.0/16 or fd00::/8");
  // What connects from such an address counts as the IPv4 one, so this would never match.
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return invalid("\"" + text + "\" stands for a network of IPv4: write it as in 10.1.0.0/16");
  texts_.push_back(std::move(whole));
  return boost::system::in_place_value;
}

bool Networks::contains(const std::string& text) const {
  const auto address = parse(text);
  if (!address) return false;
  return std::any_of(texts_.begin(), texts_.end(), [&](const std::string& network) {
    const bool v6 = network.find(':') != std::string::npos;
    if (v6 != address->is_v6()) return false;
    return v6 ? is_in(address->to_v6(), network.c_str()) : is_in(address->to_v4(), network.c_str());
  });
}

bool is_public_address(const std::string& text) {
  const auto address = parse(text);
  if (!address) return false;
  if (address->is_v4()) return is_public(address->to_v4());
  const ip::address_v6 v6 = address->to_v6();
  return v6.scope_id() == 0 && is_in(v6, global_v6) &&
         std::none_of(special_v6.begin(), special_v6.end(), [&](const char* network) { return is_in(v6, network); });
}

bool is_loopback_address(const std::string& text) {
  const auto address = parse(text);
  return address && address->is_loopback();
}

}  // namespace askd::net
