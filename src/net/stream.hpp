// A connected, non-blocking socket: TCP or Unix, plain or TLS. Calls never block; what can't be done now is waited for.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace askd::net {

class Stream {
 public:
  using Protocol = boost::asio::generic::stream_protocol;
  using Socket = boost::asio::basic_stream_socket<Protocol, boost::asio::io_context::executor_type>;

  enum class State {
    moved,    // `size` bytes
    blocked,  // wait(), then again
    ended,    // the peer closed its side in order
    failed
  };
  struct Moved {
    State state = State::failed;
    std::size_t size = 0;
  };

  // The socket must be open and non-blocking.
  explicit Stream(Socket socket);
  Stream(Stream&&) noexcept;
  ~Stream();

  // From now on it is TLS; handshake() comes next. `context` is a server's or a client's.
  Result<> secure_as_server(const std::shared_ptr<ssl_ctx_st>& context);
  // Verifies the certificate against `host`, a name or an address.
  Result<> secure_as_client(const std::shared_ptr<ssl_ctx_st>& context, const std::string& host);
  bool secure() const { return tls_ != nullptr; }

  Moved handshake();
  Moved read(char* to, std::size_t size);
  Moved write(std::string_view bytes);
  // Why a handshake failed, as a clause: "the certificate has expired".
  std::string failure() const;

  // What the last blocked call waits for, for whoever waits by other means.
  Socket::wait_type waits_for() const { return wants_write_ ? Socket::wait_write : Socket::wait_read; }
  // The same, as a wait. Both return false once the socket was closed.
  Async<bool> wait();
  Async<bool> wait_readable();

  Socket& socket() { return socket_; }
  bool open() const { return socket_.is_open(); }
  // Says that nothing more will be sent (TLS: with a close_notify first).
  void shutdown_send();
  void close();

 private:
  struct SslDeleter {
    void operator()(ssl_st* ssl) const;
  };
  Result<> attach(const std::shared_ptr<ssl_ctx_st>& context);
  Moved outcome(int returned);

  Socket socket_;
  std::unique_ptr<ssl_st, SslDeleter> tls_;
  std::string failure_;
  bool wants_write_ = false;
};

}  // namespace askd::net
