#include "net/resolver.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/post.hpp>

#include "net/io.hpp"

namespace askd::net {
namespace {

namespace ip = boost::asio::ip;

Error no_answer(const std::string& why) {
  return Error{Fault::unavailable, "its name can't be resolved (" + why + ")", {}};
}

ip::address address_of(const sockaddr& found) {
  if (found.sa_family == AF_INET)
    return ip::address_v4(ntohl(reinterpret_cast<const sockaddr_in&>(found).sin_addr.s_addr));
  const auto& in6 = reinterpret_cast<const sockaddr_in6&>(found);
  ip::address_v6::bytes_type bytes;
  std::copy(std::begin(in6.sin6_addr.s6_addr), std::end(in6.sin6_addr.s6_addr), bytes.begin());
  return ip::address_v6(bytes, in6.sin6_scope_id);
}

Result<Resolver::Addresses> ask_the_system(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found); error != 0)
    return no_answer(::gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  Resolver::Addresses addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next)
    if (one->ai_family == AF_INET || one->ai_family == AF_INET6) addresses.push_back(address_of(*one->ai_addr));
  return addresses;
}

// One who waits, on the loop's thread.
struct Ticket {
  std::optional<Result<Resolver::Addresses>> result = {};
  Signal signal = {};
};

}  // namespace

// What the threads share with the resolver, which may be gone before them.
struct Resolver::Shared {
  struct Job {
    std::string host = {};
    std::weak_ptr<Ticket> ticket = {};
  };

  explicit Shared(LookUp given) : look_up(std::move(given)) {}

  // One thread's work: all that is queued, and then it ends.
  static void work(const std::shared_ptr<Shared>& shared) {
    for (;;) {
      Job job;
      {
        const std::lock_guard lock(shared->mutex);
        if (shared->jobs.empty() || shared->io == nullptr) {
          --shared->threads;
          return;
        }
        job = std::move(shared->jobs.front());
        shared->jobs.pop_front();
      }
      if (job.ticket.expired()) continue;  // nobody waits any more
      auto result = shared->look_up(job.host);
      const std::lock_guard lock(shared->mutex);
      if (shared->io == nullptr) continue;
      boost::asio::post(*shared->io, [weak = job.ticket, result = std::move(result)]() mutable {
        const auto ticket = weak.lock();
        if (ticket == nullptr) return;
        ticket->result.emplace(std::move(result));
        ticket->signal.fire();
      });
    }
  }

  const LookUp look_up;
  std::mutex mutex;
  boost::asio::io_context* io = nullptr;  // none once the resolver is gone
  std::deque<Job> jobs;
  int threads = 0;
};

Resolver::Resolver(boost::asio::io_context& io, LookUp look_up)
    : io_(io), shared_(std::make_shared<Shared>(look_up ? std::move(look_up) : ask_the_system)) {
  shared_->io = &io_;
}

Resolver::~Resolver() {
  const std::lock_guard lock(shared_->mutex);
  shared_->io = nullptr;
}

Async<Result<Resolver::Addresses>> Resolver::resolve(std::string host, std::chrono::milliseconds at_most) {
  boost::system::error_code no_number;
  const auto number = ip::make_address(host, no_number);
  if (!no_number) co_return Addresses{number};
  const auto ticket = std::make_shared<Ticket>();
  bool another = false;
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->jobs.push_back({std::move(host), ticket});
    another = shared_->threads < at_once;
    if (another) ++shared_->threads;
  }
  if (another) {
    try {
      std::thread(Shared::work, shared_).detach();
    } catch (const std::system_error& error) {
      const std::lock_guard lock(shared_->mutex);
      --shared_->threads;
      co_return no_answer(error.what());
    }
  }
  co_await ticket->signal.wait_for(at_most);
  if (!ticket->result) co_return no_answer("there was no answer in time");
  co_return std::move(*ticket->result);
}

}  // namespace askd::net
