// A listening socket and the loop that accepts from it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/connection.hpp"
#include "net/server_state.hpp"
#include "net/tls.hpp"

namespace askd::net {

// Each opens a non-blocking, listening socket and returns its descriptor.
Result<int> open_tcp(const std::string& address, std::uint16_t port);
Result<int> open_unix(const std::string& path, unsigned mode);
// Checks that the descriptor is a listening stream socket, and makes it non-blocking.
Result<> prepare_adopted(int descriptor);
Result<std::uint16_t> port_of(int descriptor);

class Listener {
 public:
  // Owns the descriptor, and the socket's file if `path` names one.
  Listener(ServerState& server, int descriptor, std::shared_ptr<ServerTls> tls, std::string path);
  ~Listener();

  void start();
  void close();

 private:
  using Descriptor = boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type>;
  // What the accepting coroutine holds: it may outlive the listener by a turn of the loop.
  struct Share {
    Share(ServerState& state, int descriptor) : server(state.weak_from_this()), socket(state.io, descriptor) {}
    std::weak_ptr<ServerState> server;
    Descriptor socket;
    std::shared_ptr<ServerTls> tls;
  };
  static Async<> accept_all(std::shared_ptr<Share> share);
  static bool accept_some(Share& share);
  static void take(Share& share, ServerState& server, int descriptor, const sockaddr_storage& address);

  std::shared_ptr<Share> share_;
  std::string path_;
};

}  // namespace askd::net
