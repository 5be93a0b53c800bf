// System calls and OpenSSL directly on the socket. asio's own TLS stream keeps some 70 KiB of buffers per connection;
// this way, OpenSSL gives its buffers back whenever a connection is quiet.
#include "net/stream.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include <sys/socket.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <boost/asio/ip/address.hpp>

#include "base/check.hpp"
#include "net/awaited.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;

int descriptor_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int bio_write(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(descriptor_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(descriptor_of(bio), data, static_cast<std::size_t>(size), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

long bio_control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// OpenSSL's own socket BIO would raise SIGPIPE when the peer is gone.
const BIO_METHOD* quiet_socket() {
  static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> method = [] {
    std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> made(
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "askd socket"), &BIO_meth_free);
    CHECK(made != nullptr);
    BIO_meth_set_write(made.get(), &bio_write);
    BIO_meth_set_read(made.get(), &bio_read);
    BIO_meth_set_ctrl(made.get(), &bio_control);
    return made;
  }();
  return method.get();
}

int clamped(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

std::string ssl_reason() {
  const char* text = ERR_reason_error_string(ERR_peek_last_error());
  return text != nullptr ? text : "the peer broke the connection off";
}

}  // namespace

void Stream::SslDeleter::operator()(ssl_st* ssl) const { SSL_free(ssl); }

Stream::Stream(Socket socket) : socket_(std::move(socket)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream::~Stream() = default;

Result<> Stream::attach(const std::shared_ptr<ssl_ctx_st>& context) {
  tls_.reset(SSL_new(context.get()));
  BIO* bio = tls_ != nullptr ? BIO_new(quiet_socket()) : nullptr;
  if (bio == nullptr) return Error{Fault::unavailable, "There is no memory for a TLS connection."};
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket_.native_handle())));
  BIO_set_init(bio, 1);
  SSL_set_bio(tls_.get(), bio, bio);
  return boost::system::in_place_value;
}

Result<> Stream::secure_as_server(const std::shared_ptr<ssl_ctx_st>& context) {
  auto attached = attach(context);
  if (attached) SSL_set_accept_state(tls_.get());
  return attached;
}

Result<> Stream::secure_as_client(const std::shared_ptr<ssl_ctx_st>& context, const std::string& host) {
  auto attached = attach(context);
  if (!attached) return attached;
  SSL_set_connect_state(tls_.get());
  boost::system::error_code no_address;
  asio::ip::make_address(host, no_address);
  bool ok = true;
  if (no_address) {
    std::string name = host;  // SSL_set_tlsext_host_name is a macro with casts; this is what it stands for
    ok = SSL_set1_host(tls_.get(), host.c_str()) == 1 &&
         SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
  } else {
    ok = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), host.c_str()) == 1;
  }
  if (!ok) return invalid("\"" + host + "\" isn't a name that a certificate can be checked against.");
  SSL_set_verify(tls_.get(), SSL_VERIFY_PEER, nullptr);
  return attached;
}

Stream::Moved Stream::outcome(int returned) {
  switch (SSL_get_error(tls_.get(), returned)) {
    case SSL_ERROR_WANT_READ:
      wants_write_ = false;
      return Moved{State::blocked};
    case SSL_ERROR_WANT_WRITE:
      wants_write_ = true;
      return Moved{State::blocked};
    case SSL_ERROR_ZERO_RETURN:
      return Moved{State::ended};
    default:
      break;
  }
  const long verified = SSL_get_verify_result(tls_.get());
  failure_ = verified != X509_V_OK ? X509_verify_cert_error_string(verified) : ssl_reason();
  ERR_clear_error();
  return Moved{State::failed};
}

// OpenSSL keeps the descriptor's number, which may be somebody else's once the socket is closed: whoever comes back
// from a wait too late must not touch it. So all three ask first.
Stream::Moved Stream::handshake() {
  if (!open()) return {};
  ERR_clear_error();
  const int returned = SSL_do_handshake(tls_.get());
  return returned == 1 ? Moved{State::moved} : outcome(returned);
}

Stream::Moved Stream::read(char* to, std::size_t size) {
  if (!open()) return {};
  if (tls_ != nullptr) {
    ERR_clear_error();
    const int got = SSL_read(tls_.get(), to, clamped(size));
    return got > 0 ? Moved{State::moved, static_cast<std::size_t>(got)} : outcome(got);
  }
  const auto got = ::recv(socket_.native_handle(), to, size, 0);
  if (got > 0) return Moved{State::moved, static_cast<std::size_t>(got)};
  if (got == 0) return Moved{State::ended};
  wants_write_ = false;
  return Moved{errno == EAGAIN || errno == EINTR ? State::blocked : State::failed};
}

Stream::Moved Stream::write(std::string_view bytes) {
  if (!open()) return {};
  if (tls_ != nullptr) {
    ERR_clear_error();
    const int sent = SSL_write(tls_.get(), bytes.data(), clamped(bytes.size()));
    return sent > 0 ? Moved{State::moved, static_cast<std::size_t>(sent)} : outcome(sent);
  }
  const auto sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return Moved{State::moved, static_cast<std::size_t>(sent)};
  wants_write_ = true;
  return Moved{errno == EAGAIN || errno == EINTR ? State::blocked : State::failed};
}

std::string Stream::failure() const { return failure_; }

Async<bool> Stream::wait() {
  if (!open()) co_return false;
  const auto side = waits_for();
  const auto [error] = co_await socket_.async_wait(side, awaited);
  co_return !error && open();
}

Async<bool> Stream::wait_readable() {
  if (!open()) co_return false;
  const auto [error] = co_await socket_.async_wait(Socket::wait_read, awaited);
  co_return !error && open();
}

void Stream::shutdown_send() {
  if (!open()) return;
  if (tls_ != nullptr && SSL_is_init_finished(tls_.get()) != 0) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
    ERR_clear_error();
  }
  boost::system::error_code ignored;  // the peer may have gone first
  socket_.shutdown(Socket::shutdown_send, ignored);
}

void Stream::close() {
  boost::system::error_code ignored;  // nothing can be done about a close that fails
  socket_.close(ignored);
}

}  // namespace askd::net
