// Where a client's connections go to, how they are made, and which are kept.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/buffer.hpp"
#include "net/client.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"
#include "net/stream.hpp"

namespace askd::net {

// The parts of a url that matter for a request.
struct Origin {
  bool tls = false;
  std::string host;  // without brackets
  std::string port;
  std::string authority;    // for the Host field
  std::string unix_socket;  // empty: TCP

  // What tells it from every other origin.
  std::string key() const;
  // For sentences: "example.com:8443", or the socket's path.
  std::string name() const;
};

struct Url {
  Origin origin;
  std::string target;
};

// How an origin is reached: directly, or through a proxy, which either passes bytes on (a tunnel, RFC 9110, 9.3.6) or
// wants whole requests.
struct Route {
  Origin origin;
  const Proxy* proxy = nullptr;
  bool tunnel = false;

  // What two requests must share to share a connection.
  std::string key() const;
  // A proxy reads the requests of this route.
  bool forwarded() const { return proxy != nullptr && !tunnel; }
};

// Fault::invalid, with a sentence, for what isn't an http or https url with a host.
Result<Url> parse_url(std::string_view text, const std::string& unix_socket);
// `location` may be relative to `base`.
Result<std::string> resolve_url(std::string_view base, std::string_view location);
// A header with a line end in it would be two.
bool is_clean(std::string_view text);
// Makes a sentence about the origin of a clause about it.
Error about(const Origin& origin, Error error);

struct Link {
  explicit Link(Stream::Socket socket) : stream(std::move(socket)) {}
  Stream stream;
  Buffer in;
  bool used = false;        // it has served a request before
  unsigned generation = 0;  // of the pool, when it was made
  std::chrono::steady_clock::time_point idle_since = {};
};

// Cuts what a request is doing when its time is up, by closing its sockets.
class Deadline {
 public:
  explicit Deadline(boost::asio::io_context& io) : timer_(io), state_(std::make_shared<State>()) {}
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() { state_->armed = 0; }

  // The earlier of both ends; none: never.
  void set(std::optional<std::chrono::steady_clock::time_point> end);
  // How long there still is; an hour where there is no end.
  std::chrono::milliseconds left() const;
  void guard(Stream* stream) { state_->stream = stream; }
  bool passed() const { return state_->passed; }

 private:
  struct State {
    Stream* stream = nullptr;
    unsigned armed = 0;  // counts settings, so that an overtaken one does nothing
    bool passed = false;
  };
  boost::asio::steady_timer timer_;
  std::shared_ptr<State> state_;
  std::optional<std::chrono::steady_clock::time_point> end_ = {};
};

class Client::Pool {
 public:
  Pool(boost::asio::io_context& loop, ClientSettings given)
      : io(loop), settings(std::move(given)), resolver(std::make_unique<Resolver>(loop, settings.look_up)) {}

  // With the proxy that the settings have for it, through a tunnel where it must be one; `bytes` for what isn't HTTP.
  Route route(Origin origin, bool bytes) const;
  // A kept connection, or none.
  std::unique_ptr<Link> take(const Route& route);
  void keep(const Route& route, std::unique_ptr<Link> link);
  // Those that are in use aren't kept afterwards either.
  void close() {
    idle_.clear();
    ++generation_;
  }

  // A connection with TLS, if the origin wants it. Errors are clauses. What is referred to outlives the coroutine.
  Async<Result<std::unique_ptr<Link>>> connect(const Route& route, Deadline& deadline);
  // TLS on a connection that has none yet.
  Async<Result<>> secure(const Origin& origin, Link& link);

  using Endpoint = Stream::Protocol::endpoint;
  // The addresses that may be connected to: those of the origin, or its proxy's. An error if there are none.
  Async<Result<std::vector<Endpoint>>> resolve(const Route& route, std::chrono::milliseconds at_most);

  boost::asio::io_context& io;
  ClientSettings settings;
  std::unique_ptr<Resolver> resolver;  // gone with the client, which the io_context outlives

 private:
  Async<Result<std::unique_ptr<Link>>> connect_to(const Route& route, Deadline& deadline);
  Async<Result<>> prepare(const Route& route, Link& link);

  std::map<std::string, std::vector<std::unique_ptr<Link>>> idle_;
  unsigned generation_ = 0;  // counts close()
  std::shared_ptr<ssl_ctx_st> tls_;
};

}  // namespace askd::net
