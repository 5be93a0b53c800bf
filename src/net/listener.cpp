// Opens listening sockets, and accepts from them.
#include "net/listener.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>

#include "base/check.hpp"
#include "net/awaited.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;

// So many clients hear a 503 at the same time; who comes beyond is closed without a word.
constexpr std::size_t refusing_max = 256;
constexpr int accept_at_once = 64;

std::string why() { return std::generic_category().message(errno); }

class Guard {
 public:
  explicit Guard(int descriptor) : descriptor_(descriptor) {}
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
  ~Guard() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

template <class Address>
const sockaddr* generic(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Result<int> listen_at(int family, const sockaddr* address, socklen_t size, const std::string& name) {
  Guard guard(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (guard.get() < 0) return Error{Fault::unavailable, "No socket for " + name + ": " + why() + "."};
  if (family != AF_UNIX) ::setsockopt(guard.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(guard.get(), address, size) != 0)
    return Error{Fault::unavailable, "Can't listen on " + name + ": " + why() + "."};
  if (::listen(guard.get(), SOMAXCONN) != 0)
    return Error{Fault::unavailable, "Can't listen on " + name + ": " + why() + "."};
  return guard.release();
}

// True if a server answers at the socket.
bool answers(const sockaddr_un& address) {
  const Guard probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  return probe.get() >= 0 && (::connect(probe.get(), generic(address), sizeof address) == 0 || errno == EAGAIN);
}

Peer peer_of(const sockaddr_storage& from) {
  Peer peer;
  if (from.ss_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &from, sizeof four);
    const asio::ip::address_v4 address(ntohl(four.sin_addr.s_addr));
    peer.address = address.to_string();
    peer.loopback = address.is_loopback();
  } else if (from.ss_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &from, sizeof six);
    asio::ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
    asio::ip::address address = asio::ip::address_v6(bytes);
    if (address.to_v6().is_v4_mapped()) address = make_address_v4(asio::ip::v4_mapped, address.to_v6());
    peer.address = address.to_string();
    peer.loopback = address.is_loopback();
  } else {
    peer.address = "unix";
    peer.local = true;
  }
  return peer;
}

}  // namespace

Result<int> open_tcp(const std::string& address, std::uint16_t port) {
  boost::system::error_code bad;
  const auto parsed = asio::ip::make_address(address, bad);
  if (bad) return invalid("\"" + address + "\" isn't an IP address to listen on.");
  const std::string name = (parsed.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port);
  if (parsed.is_v4()) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(parsed.to_v4().to_uint());
    return listen_at(AF_INET, generic(four), sizeof four, name);
  }
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(port);
  const auto bytes = parsed.to_v6().to_bytes();
  std::memcpy(&six.sin6_addr, bytes.data(), bytes.size());
  return listen_at(AF_INET6, generic(six), sizeof six, name);
}

Result<int> open_unix(const std::string& path, unsigned mode) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return invalid("\"" + path + "\" is too long or too short for the path of a Unix socket.");
  std::memcpy(address.sun_path, path.data(), path.size());
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0) {
    if (!S_ISSOCK(found.st_mode)) return Error{Fault::conflict, path + " exists and isn't a socket."};
    if (answers(address)) return Error{Fault::conflict, "Another process listens on " + path + "."};
    ::unlink(path.c_str());
  }
  // Nobody may connect between bind and chmod.
  const mode_t before = ::umask(0777 & ~mode);
  auto opened = listen_at(AF_UNIX, generic(address), sizeof address, path);
  ::umask(before);
  if (opened && ::chmod(path.c_str(), mode) != 0) {
    const Guard guard(*opened);
    return Error{Fault::unavailable, "Can't set the mode of " + path + ": " + why() + "."};
  }
  return opened;
}

Result<> prepare_adopted(int descriptor) {
  int listening = 0;
  socklen_t size = sizeof listening;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0)
    return invalid("Descriptor " + std::to_string(descriptor) + " isn't a listening socket.");
  return boost::system::in_place_value;
}

Result<std::uint16_t> port_of(int descriptor) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size) != 0)
    return Error{Fault::internal, "A socket doesn't tell its port: " + why() + "."};
  sockaddr_in four{};
  sockaddr_in6 six{};
  std::memcpy(&four, &bound, sizeof four);
  std::memcpy(&six, &bound, sizeof six);
  return ntohs(bound.ss_family == AF_INET6 ? six.sin6_port : four.sin_port);
}

Listener::Listener(ServerState& server, int descriptor, std::shared_ptr<ServerTls> tls, std::string path)
    : share_(std::make_shared<Share>(server, descriptor)), path_(std::move(path)) {
  share_->tls = std::move(tls);
  share_->socket.native_non_blocking(true);
}

Listener::~Listener() { close(); }

void Listener::start() { asio::co_spawn(share_->socket.get_executor(), accept_all(share_), asio::detached); }

void Listener::close() {
  if (share_->socket.is_open() && !path_.empty()) ::unlink(path_.c_str());
  boost::system::error_code ignored;  // nothing can be done about a close that fails
  share_->socket.close(ignored);
}

Async<> Listener::accept_all(std::shared_ptr<Share> share) {
  while (share->socket.is_open()) {
    const auto [error] = co_await share->socket.async_wait(Descriptor::wait_read, awaited);
    if (error || !share->socket.is_open()) co_return;
    if (accept_some(*share)) continue;
    // Out of descriptors or memory: others must end before anybody can begin.
    const std::chrono::milliseconds pause(200);
    co_await sleep_for(pause);
  }
}

// False if accepting failed in a way that won't pass by itself at once.
bool Listener::accept_some(Share& share) {
  const auto server = share.server.lock();
  for (int i = 0; server != nullptr && i < accept_at_once; ++i) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int descriptor = ::accept4(share.socket.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                                     SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
      if (errno == ECONNABORTED || errno == EINTR) continue;
      if (errno == EAGAIN) return true;
      server->say("A connection can't be accepted: " + why() + ".");
      return false;
    }
    take(share, *server, descriptor, address);
  }
  return true;
}

void Listener::take(Share& share, ServerState& server, int descriptor, const sockaddr_storage& address) {
  Guard guard(descriptor);
  const bool refusing = server.full();
  if (server.stopping || (refusing && server.refusing >= refusing_max)) return;
  const int family = address.ss_family == AF_UNSPEC ? AF_UNIX : address.ss_family;
  const int on = 1;
  if (family != AF_UNIX) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Stream::Socket socket(server.io);
  boost::system::error_code failed;
  socket.assign(Stream::Protocol(family, 0), descriptor, failed);
  if (failed) {
    server.say("A connection can't be watched: " + failed.message() + ".");
    return;
  }
  guard.release();
  socket.native_non_blocking(true, failed);
  Stream stream(std::move(socket));
  auto connection =
      std::make_shared<Connection>(server.shared_from_this(), std::move(stream), peer_of(address), refusing);
  Connection::launch(std::move(connection), share.tls);
}

}  // namespace askd::net
