#include "config/address.hpp"

#include <boost/url/parse.hpp>

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace askd::config {
namespace {

bool is_address(int family, const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, text.c_str(), bytes.data()) == 1;
}

Error no_endpoint(std::string_view text) {
  return invalid("\"" + std::string(text) +
                 "\" is no address to listen on: write an IP address and a port, as in 127.0.0.1:8080, [::1]:8080 or "
                 "0.0.0.0:8080 (reachable from everywhere), or systemd");
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  Endpoint endpoint;
  if (text == "systemd") {
    endpoint.from_systemd = true;
    return endpoint;
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return no_endpoint(text);
  const std::string_view port = text.substr(colon + 1);
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  const bool zeros = port.size() > 1 && port.front() == '0';
  if (port.empty() || zeros || code != std::errc{} || end != port.data() + port.size()) return no_endpoint(text);

  std::string host(text.substr(0, colon));
  const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (brackets) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  if (!is_address(brackets ? AF_INET6 : AF_INET, host)) return no_endpoint(text);
  endpoint.address = host;
  return endpoint;
}

Result<std::string> parse_origin(std::string_view text) {
  const auto url = boost::urls::parse_uri(text);
  const bool web = url && (url->scheme() == "https" || url->scheme() == "http");
  if (!web || url->host().empty())
    return invalid("this is no web address: write its scheme and host, as in https://ask.example.com");
  if (url->has_userinfo()) return invalid("a name or password can't stand in this address: remove it");
  const bool bare = url->encoded_path().empty() || url->encoded_path() == "/";
  if (!bare || url->has_query() || url->has_fragment())
    return invalid("nothing may follow the host and port: askd answers at the root of its address");
  std::string origin(url->scheme());
  origin += "://";
  origin += std::string_view(url->encoded_host_and_port().data(), url->encoded_host_and_port().size());
  return origin;
}

}  // namespace askd::config
