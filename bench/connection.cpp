#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace askd::bench {
namespace {

constexpr std::size_t sources = 16;

std::string why() { return std::strerror(errno); }

sockaddr_in loopback(std::size_t source, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<std::uint32_t>(source % sources));
  return address;
}

const sockaddr* generic(const sockaddr_in& address) { return reinterpret_cast<const sockaddr*>(&address); }

}  // namespace

Connection::Connection(std::uint16_t port, std::size_t source)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (descriptor_ < 0) throw Failure("There is no socket: " + why());
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const sockaddr_in from = loopback(source, 0);
  const sockaddr_in to = loopback(0, port);
  if (::bind(descriptor_, generic(from), sizeof from) != 0 || ::connect(descriptor_, generic(to), sizeof to) != 0) {
    const std::string reason = why();
    ::close(descriptor_);
    throw Failure("Can't connect to port " + std::to_string(port) + ": " + reason);
  }
}

Connection::~Connection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Connection::Connection(Connection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

std::string_view Connection::take() {
  static std::array<char, 65536> scratch;
  const auto got = ::recv(descriptor_, scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got == 0) throw Failure("The server hung up.");
  if (got < 0 && errno != EAGAIN && errno != EINTR) throw Failure("An answer can't be read: " + why());
  return {scratch.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

std::size_t Connection::put(std::string_view bytes) {
  const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) throw Failure("A request can't be sent: " + why());
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

Poller::Poller() : descriptor_(::epoll_create1(EPOLL_CLOEXEC)), events_(1024) {
  if (descriptor_ < 0) throw Failure("There is no epoll: " + why());
}

Poller::~Poller() { ::close(descriptor_); }

void Poller::add(const Connection& connection, std::size_t index) {
  control(EPOLL_CTL_ADD, connection, index, EPOLLIN);
}

void Poller::change(const Connection& connection, std::size_t index, bool room) {
  control(EPOLL_CTL_MOD, connection, index, room ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void Poller::control(int what, const Connection& connection, std::size_t index, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = index;
  if (::epoll_ctl(descriptor_, what, connection.descriptor(), &event) != 0)
    throw Failure("A connection can't be watched: " + why());
}

std::size_t Poller::wait_for(Clock::time_point end) {
  const auto rest = std::max(end - Clock::now(), Clock::duration::zero());
  const auto whole = std::chrono::floor<std::chrono::seconds>(rest);
  const timespec timeout{whole.count(), std::chrono::nanoseconds(rest - whole).count()};
  const int count = ::epoll_pwait2(descriptor_, events_.data(), static_cast<int>(events_.size()), &timeout, nullptr);
  if (count < 0 && errno != EINTR) throw Failure("Waiting for answers failed: " + why());
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

}  // namespace askd::bench
