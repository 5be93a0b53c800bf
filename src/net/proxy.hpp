// Which proxy a connection goes through: what the environment says, read as curl reads it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "askd/result.hpp"
#include "net/networks.hpp"

namespace askd::net {

// An HTTP proxy, spoken to in the clear. What comes out of it is TLS all the same, where the target wants that.
struct Proxy {
  std::string host;  // without brackets
  std::string port;
  std::string authorization = {};  // of Proxy-Authorization: a secret; empty: none

  // For sentences, without the secret: "proxy.example.com:3128".
  std::string name() const;
  bool operator==(const Proxy&) const = default;
};

// What an operator set for the whole process. Without any, every connection is direct.
//
//   https_proxy, HTTPS_PROXY   for https and wss
//   http_proxy                 for http and ws; HTTP_PROXY never: where askd is a CGI's child, a stranger sets it
//   all_proxy, ALL_PROXY       for those that have none of their own
//   no_proxy, NO_PROXY         what is reached directly
//
// The first that isn't empty counts. A proxy is "[http://][user[:password]@]host[:port]", with escapes as in a url; its
// port is 1080 unless it says so, which is curl's choice. What is reached directly is a list, parted by commas or
// spaces: "example.com" or ".example.com" or "*.example.com" (that name and all below it), "192.0.2.7", "10.0.0.0/8"
// and "fd00::/8" (urls that hold such an address: no name is looked up for it), each but a network with ":port" if only
// that port is meant, and "*" for everything.
class Proxies {
 public:
  // None for a variable that isn't set.
  using Environment = std::function<std::optional<std::string>(const std::string& variable)>;

  Proxies() = default;
  // Fault::invalid, with a sentence that names the variable and repeats nothing of a proxy's value, for what can't be
  // used, as socks5:// and https:// proxies can't.
  static Result<Proxies> read(const Environment& environment);
  // Of the process, to be called while it has one thread.
  static Result<Proxies> from_environment();

  // Those for https and wss alone: http and ws are direct then.
  Proxies for_tls_alone() const;

  // For a host without brackets; null: directly. It lives as long as this does.
  const Proxy* find(bool tls, std::string_view host, std::string_view port) const;

 private:
  struct Exception {
    std::string name = {};  // in lower case, with nothing at its ends; empty: a network
    Networks networks = {};
    std::string port = {};  // empty: any
  };
  Result<> except(const std::string& variable, std::string_view text);
  Result<> except_one(const std::string& variable, std::string_view text);

  std::optional<Proxy> secure_;
  std::optional<Proxy> plain_;
  std::vector<Exception> exceptions_;
  bool none_ = false;  // everything is an exception
};

}  // namespace askd::net
