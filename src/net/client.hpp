// The HTTP(S) client: for the command line, for what adapters send, and for tests.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/message.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"

namespace askd::net {

struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;  // empty where on_chunk took it

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  // Retry-After (RFC 9110, 10.2.3), up to a day. Seconds alone: who sends a date is waited for as if it said nothing.
  std::optional<std::chrono::seconds> retry_after() const;
};

struct ClientRequest {
  std::string method = "GET";
  std::string url;          // "https://host[:port]/path?query", or http
  std::string unix_socket;  // with it, connects to that path; url's host goes into the Host field only
  Fields headers = {};
  std::string body = {};

  std::chrono::milliseconds connect_timeout{10'000};  // name, connection and TLS
  // From the call to the last byte; none: as long as it takes.
  std::optional<std::chrono::milliseconds> timeout = std::chrono::milliseconds{30'000};
  // Between two pieces of an answer; none: any. askd sends something every 15 s while it holds a request.
  std::optional<std::chrono::milliseconds> quiet = {};
  std::size_t answer_max = std::size_t{8} << 20;  // bytes of body kept; more is Fault::too_large
  int redirects = 0;                              // how many to follow; credentials don't follow to another origin

  // Gets the body piece by piece, with the head; the answer's body stays empty and answer_max doesn't count. Returning
  // false ends the request there: send() returns what it has.
  std::function<bool(const ClientResponse& head, std::string_view chunk)> on_chunk = {};
};

struct ClientSettings {
  std::string authorities_file = {};  // PEM; trusted instead of the system's, not beside them; empty: the system's
  std::size_t idle_max = 8;           // connections kept open per origin
  std::chrono::milliseconds idle_timeout{30'000};
  std::string user_agent = "askd";
  // Which addresses may be connected to, as "192.0.2.1" or "2001:db8::1", asked for each that a name stands for, at the
  // time of connecting: what a name stood for before counts for nothing. A kept connection was allowed when it was
  // made. Without it, all.
  std::function<bool(const std::string& address, bool tls)> may_connect = {};
  // None unless they are given: askd's environment is no concern of who sends a stranger's requests. What goes through
  // a proxy isn't asked of may_connect, because the proxy looks the name up and decides by itself.
  Proxies proxies = {};
  Resolver::LookUp look_up = {};  // for tests
};

// Keeps connections per origin and proxy and uses them again. Certificates and host names are always verified, those of
// the origin also through a proxy. Any answer is a success here, also a 500; an Error means that there was none:
// Fault::unavailable (unreachable, timed out, cut), Fault::too_large, Fault::forbidden (ClientSettings::may_connect),
// or Fault::invalid (url, certificate, not HTTP), with a sentence that names the host, and marked `unsent` where
// nothing has left. A request on a kept connection that turns out to be closed is sent again once, on a fresh
// one, where no byte of an answer has come and the method is idempotent or carries an Idempotency-Key.
class Client {
 public:
  class Pool;  // how connections are made and kept; of no interest outside

  explicit Client(boost::asio::io_context& io, ClientSettings settings = {});
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  Async<Result<ClientResponse>> send(ClientRequest request);

  // Whether the url's name stands for an address that may be connected to; nothing is sent.
  Async<Result<>> reachable(std::string url);

  // Closes the kept connections.
  void close();

  // For this floor's other clients: they connect as this one does, and may outlive it.
  const std::shared_ptr<Pool>& pool() const { return pool_; }

 private:
  std::shared_ptr<Pool> pool_;
};

}  // namespace askd::net
