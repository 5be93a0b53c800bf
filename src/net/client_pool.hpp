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

  // What two requests must share to share a connection.
  std::string key() const;
  // For sentences: "example.com:8443", or the socket's path.
  std::string name() const;
};

struct Url {
  Origin origin;
  std::string target;
};

// Fault::invalid, with a sentence, for what isn't an http or https url with a host.
Result<Url> parse_url(std::string_view text, const std::string& unix_socket);
// `location` may be relative to `base`.
Result<std::string> resolve_url(std::string_view base, std::string_view location);

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

  // A kept connection, or none.
  std::unique_ptr<Link> take(const Origin& origin);
  void keep(const Origin& origin, std::unique_ptr<Link> link);
  // Those that are in use aren't kept afterwards either.
  void close() {
    idle_.clear();
    ++generation_;
  }

  // A connection with TLS, if the origin wants it. Errors are clauses.
  Async<Result<std::unique_ptr<Link>>> connect(const Origin& origin, Deadline& deadline);

  using Endpoint = Stream::Protocol::endpoint;
  // The addresses that may be connected to; an error if there are none.
  Async<Result<std::vector<Endpoint>>> resolve(const Origin& origin, std::chrono::milliseconds at_most);

  boost::asio::io_context& io;
  ClientSettings settings;
  std::unique_ptr<Resolver> resolver;  // gone with the client, which the io_context outlives

 private:
  Async<Result<>> secure(const Origin& origin, Link& link);

  std::map<std::string, std::vector<std::unique_ptr<Link>>> idle_;
  unsigned generation_ = 0;  // counts close()
  std::shared_ptr<ssl_ctx_st> tls_;
};

}  // namespace askd::net
