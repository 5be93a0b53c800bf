#include "client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace askd::bench {
namespace {

constexpr std::size_t sources = 16;
constexpr std::chrono::seconds patience{30};
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view chunked_end = "\r\n0\r\n\r\n";

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

Client::Client(std::uint16_t port, std::size_t source) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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

Client::~Client() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Client::Client(Client&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      text_(std::move(other.text_)),
      head_(other.head_),
      length_(other.length_),
      chunked_(other.chunked_),
      status_(other.status_) {}

void Client::send(std::string_view request) {
  text_.clear();
  head_ = length_ = 0;
  chunked_ = false;
  status_ = 0;
  // A request is far smaller than what the kernel buffers.
  const auto sent = ::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(request.size())) throw Failure("A request can't be sent: " + why());
}

Client::Progress Client::receive() {
  static std::array<char, 65536> scratch;
  const auto got = ::recv(descriptor_, scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got == 0) throw Failure("The server hung up after: " + text_);
  if (got < 0 && errno != EAGAIN && errno != EINTR) throw Failure("An answer can't be read: " + why());
  if (got > 0) text_.append(scratch.data(), static_cast<std::size_t>(got));
  if (head_ == 0) read_head();
  if (head_ == 0) return Progress::nothing;
  const bool whole = chunked_ ? std::string_view(text_).ends_with(chunked_end) : text_.size() >= length_;
  return whole ? Progress::whole : Progress::head;
}

void Client::await() {
  const Clock::time_point end = Clock::now() + patience;
  while (receive() != Progress::whole) {
    pollfd readable{descriptor_, POLLIN, 0};
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (rest.count() <= 0 || ::poll(&readable, 1, static_cast<int>(rest.count())) == 0)
      throw Failure("There is no answer within " + std::to_string(patience.count()) + " s.");
  }
}

void Client::read_head() {
  const std::size_t end = text_.find(head_end);
  if (end == std::string::npos) return;
  head_ = end + head_end.size();
  std::from_chars(text_.data() + text_.find(' ') + 1, text_.data() + end, status_);
  if (const std::string_view length = header("Content-Length"); !length.empty()) {
    std::from_chars(length.data(), length.data() + length.size(), length_);
    length_ += head_;
  } else if (header("Transfer-Encoding") == "chunked") {
    chunked_ = true;
  } else {
    throw Failure("An answer doesn't tell its length: " + text_);
  }
}

std::string_view Client::header(std::string_view name) const {
  const std::string_view head = std::string_view(text_).substr(0, head_);
  for (std::size_t at = head.find(name); at != std::string_view::npos; at = head.find(name, at + 1)) {
    const std::size_t value = at + name.size() + 2;
    if (head.substr(at - 1, 1) != "\n" || head.substr(value - 2, 2) != ": ") continue;
    return head.substr(value, head.find('\r', value) - value);
  }
  return {};
}

Poller::Poller() : descriptor_(::epoll_create1(EPOLL_CLOEXEC)), events_(1024) {
  if (descriptor_ < 0) throw Failure("There is no epoll: " + why());
}

Poller::~Poller() { ::close(descriptor_); }

void Poller::add(const Client& client, std::size_t index) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = index;
  if (::epoll_ctl(descriptor_, EPOLL_CTL_ADD, client.descriptor(), &event) != 0)
    throw Failure("A connection can't be watched: " + why());
}

void Poller::remove(const Client& client) { ::epoll_ctl(descriptor_, EPOLL_CTL_DEL, client.descriptor(), nullptr); }

std::size_t Poller::wait_for(Clock::time_point end) {
  const auto rest = std::max(end - Clock::now(), Clock::duration::zero());
  const auto whole = std::chrono::floor<std::chrono::seconds>(rest);
  const timespec timeout{whole.count(), std::chrono::nanoseconds(rest - whole).count()};
  const int count = ::epoll_pwait2(descriptor_, events_.data(), static_cast<int>(events_.size()), &timeout, nullptr);
  if (count < 0 && errno != EINTR) throw Failure("Waiting for answers failed: " + why());
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

}  // namespace askd::bench
