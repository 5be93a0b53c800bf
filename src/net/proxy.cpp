// Reads the variables that curl reads.
#include "net/proxy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/url.hpp>

#include "base/crypto.hpp"
#include "base/unicode.hpp"

namespace askd::net {
namespace {

namespace urls = boost::urls;

constexpr const char* curls_port = "1080";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool names_a_port(std::string_view digits) {
  unsigned port = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return fault == std::errc{} && end == digits.data() + digits.size() && port >= 1 && port <= 65'535;
}

bool is_address(std::string_view text) {
  boost::system::error_code bad;
  boost::asio::ip::make_address(std::string(text), bad);
  return !bad;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    return letter || c == '-' || c == '.' || c == '_';
  });
}

struct Variable {
  std::string name;
  std::string value;
};

template <std::size_t count>
std::optional<Variable> first_of(const Proxies::Environment& environment, const std::array<const char*, count>& names) {
  for (const char* name : names) {
    auto value = environment(name);
    if (value && !value->empty()) return Variable{name, std::move(*value)};
  }
  return std::nullopt;
}

Error unusable(const Variable& variable) {
  return invalid(variable.name + " isn't the address of a proxy: write it as in http://proxy.example.com:3128, or " +
                 "http://user:password@proxy.example.com:3128 with signs in the password escaped as in a url.");
}

// "Basic ..." (RFC 7617), or nothing where the url names no user. A control character could end the field.
Result<std::string> authorization(const Variable& variable, const urls::url_view& url) {
  if (!url.has_userinfo()) return std::string();
  const std::string user = url.user();
  const std::string pair = user + ":" + url.password();
  const bool control = std::any_of(pair.begin(), pair.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
  if (control || user.find(':') != std::string::npos) return unusable(variable);
  return "Basic " + crypto::base64(pair);
}

// The value may hold a password, and the wrong way of writing it may put the password anywhere: no error repeats any.
Result<Proxy> parse_proxy(const Variable& variable) {
  std::string value = variable.value;
  const auto scheme_end = value.find("://");
  if (scheme_end == std::string::npos) value.insert(0, "http://");
  const std::string scheme = lower(std::string_view(value).substr(0, value.find("://")));
  for (const std::string_view other : {"https", "socks", "socks4", "socks4a", "socks5", "socks5h"})
    if (scheme == other)
      return invalid(variable.name + " names a proxy of the kind " + scheme + "://, and askd knows only http:// ones.");
  const auto parsed = urls::parse_uri(urls::string_view(value.data(), value.size()));
  if (!parsed || scheme != "http") return unusable(variable);
  const urls::url_view& url = *parsed;
  const auto path = url.encoded_path();
  if (!(path.empty() || path == "/") || url.has_query() || url.has_fragment()) return unusable(variable);
  const auto secret = authorization(variable, url);
  if (!secret) return secret.error();
  Proxy proxy;
  proxy.authorization = *secret;
  proxy.host = url.host_type() == urls::host_type::ipv6 ? url.host_ipv6_address().to_string() : lower(url.host());
  const std::string port(url.port().data(), url.port().size());
  proxy.port = port.empty() ? curls_port : port;
  if (!(is_address(proxy.host) || is_name(proxy.host)) || !names_a_port(proxy.port)) return unusable(variable);
  return proxy;
}

std::string_view without_dots(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(1);
  if (name.starts_with('.')) name.remove_prefix(1);
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

// Parts "host:port", "[::1]:port" and "::1". False where the brackets aren't right.
bool part(std::string_view text, std::string_view& host, std::string_view& port) {
  host = text;
  port = {};
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos) return false;
    host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (text.empty()) return true;
    port = text.substr(1);
    return text.front() == ':' && names_a_port(port);
  }
  const auto colon = text.find(':');
  if (colon == text.npos || text.find(':', colon + 1) != text.npos) return true;
  host = text.substr(0, colon);
  port = text.substr(colon + 1);
  return names_a_port(port);
}

bool is_below(std::string_view host, std::string_view name) {
  if (!host.ends_with(name)) return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

}  // namespace

std::string Proxy::name() const { return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port; }

Result<> Proxies::except_one(const std::string& variable, std::string_view text) {
  if (text == "*") {
    none_ = true;
    return boost::system::in_place_value;
  }
  std::string_view host, port;
  const bool parted = part(text, host, port);
  Exception exception;
  exception.port = std::string(port);
  const bool network = host.find('/') != host.npos || is_address(host);
  if (parted && network && !(host.find('/') != host.npos && !port.empty()) &&
      exception.networks.add(std::string(host))) {
    exceptions_.push_back(std::move(exception));
    return boost::system::in_place_value;
  }
  exception.name = lower(without_dots(host));
  if (!parted || network || !is_name(exception.name))
    return invalid(variable + " holds " + unicode::quoted(text) +
                   ", which is no name, address or network: write it as in example.com, 192.0.2.7 or 10.0.0.0/8.");
  exceptions_.push_back(std::move(exception));
  return boost::system::in_place_value;
}

Result<> Proxies::except(const std::string& variable, std::string_view text) {
  constexpr std::string_view separators = ", \t\r\n";
  for (auto at = text.find_first_not_of(separators); at != text.npos; at = text.find_first_not_of(separators, at)) {
    const auto end = std::min(text.find_first_of(separators, at), text.size());
    auto added = except_one(variable, text.substr(at, end - at));
    if (!added) return added;
    at = end;
  }
  return boost::system::in_place_value;
}

Result<Proxies> Proxies::read(const Environment& environment) {
  Proxies out;
  const auto secure = first_of<4>(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  const auto plain = first_of<3>(environment, {"http_proxy", "all_proxy", "ALL_PROXY"});
  const auto direct = first_of<2>(environment, {"no_proxy", "NO_PROXY"});
  for (const auto& [variable, proxy] : {std::pair{&secure, &out.secure_}, std::pair{&plain, &out.plain_}}) {
    if (!*variable) continue;
    auto parsed = parse_proxy(**variable);
    if (!parsed) return parsed.error();
    proxy->emplace(std::move(*parsed));
  }
  if (direct) {
    auto excepted = out.except(direct->name, direct->value);
    if (!excepted) return excepted.error();
  }
  return out;
}

Result<Proxies> Proxies::from_environment() {
  return read([](const std::string& variable) -> std::optional<std::string> {
    const char* value = std::getenv(variable.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  });
}

Proxies Proxies::for_tls_alone() const {
  Proxies out = *this;
  out.plain_.reset();
  return out;
}

const Proxy* Proxies::find(bool tls, std::string_view host, std::string_view port) const {
  const auto& proxy = tls ? secure_ : plain_;
  if (!proxy || none_) return nullptr;
  std::string name = lower(host);
  if (name.ends_with('.')) name.pop_back();
  const bool number = is_address(name);
  const bool direct = std::any_of(exceptions_.begin(), exceptions_.end(), [&](const Exception& exception) {
    if (!exception.port.empty() && exception.port != port) return false;
    if (exception.name.empty()) return exception.networks.contains(name);
    return !number && is_below(name, exception.name);
  });
  return direct ? nullptr : &*proxy;
}

}  // namespace askd::net
