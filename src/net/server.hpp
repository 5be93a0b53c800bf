// The HTTP/1.1 server: TCP, TLS and Unix sockets on one event loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/exchange.hpp"
#include "net/limits.hpp"
#include "net/tls.hpp"

namespace askd::net {

class ServerState;

// Serves each connection's requests in order, one at a time. One handler gets every request that passed the limits and
// the checks of RFC 9112; everything else is answered here, with a problem document. All calls happen on the loop's
// thread (or before it runs).
class Server {
 public:
  // `log` gets a sentence when a handler failed or a socket can't be accepted.
  Server(boost::asio::io_context& io, Limits limits, Handler handler, std::function<void(std::string)> log = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Cuts what is still connected.
  ~Server();

  // Port 0 lets the kernel choose. Returns the port. With `tls`, the port speaks TLS only.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port, std::shared_ptr<ServerTls> tls = {});
  // Replaces a socket that a dead server left at that path, but no other file and no socket that answers.
  Result<> listen_unix(const std::string& path, unsigned mode);
  // A listening socket that systemd passed. Takes the descriptor over.
  Result<> adopt(int descriptor, std::shared_ptr<ServerTls> tls = {});

  // No new connections; idle ones close; held handlers wake with Wake::stopping and may still answer. Returns when all
  // connections have ended, and cuts what is left after `grace`. A second call cuts at once.
  Async<> stop(std::chrono::milliseconds grace);

  std::size_t connections() const;

  // Cuts connections that are past their time at `now`, and wakes holds that are due. The server calls it by itself,
  // about once a second and only while there are connections; tests call it with a time of their own.
  void sweep(std::chrono::steady_clock::time_point now);

 private:
  std::shared_ptr<ServerState> state_;
};

}  // namespace askd::net
