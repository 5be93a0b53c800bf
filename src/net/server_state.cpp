// The coarse timer, the list of connections, and the two steps of stopping.
#include "net/server_state.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

#include <sys/resource.h>

#include "net/connection.hpp"
#include "net/listener.hpp"
#include "net/response_text.hpp"

namespace askd::net {
namespace {

constexpr std::chrono::milliseconds sweep_period{1'000};

// The store, the log and what goes out keep their share of the descriptors. A shell's soft limit of 1,024 is there for
// programs that use select(); this one uses epoll, so it takes what the hard limit allows.
std::size_t connections_for_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
  const rlimit raised{std::min<rlim_t>(limit.rlim_max, 1'000'000), limit.rlim_max};
  if (raised.rlim_cur > limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  const auto most = static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
  return most > 4'000 ? most - 2'000 : most / 2;
}

}  // namespace

ServerState::ServerState(boost::asio::io_context& loop, Limits bounds, Handler on_request,
                         std::function<void(std::string)> log)
    : io(loop), limits(bounds), handler(std::move(on_request)), log_(std::move(log)), timer_(loop) {
  if (limits.connections_max == 0) limits.connections_max = connections_for_descriptors();
}

ServerState::~ServerState() = default;

void ServerState::joined(Connection& connection, bool is_refusing) {
  ++(is_refusing ? refusing : open);
  connections_.push_back(connection);
  arm();
}

void ServerState::left(bool was_refusing) {
  --(was_refusing ? refusing : open);
  if (open + refusing == 0) {
    timer_.cancel();
    if (stopping) ended.fire();
  }
}

void ServerState::arm() {
  if (armed_) return;
  armed_ = true;
  timer_.expires_after(sweep_period);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code) {
    const auto self = weak.lock();
    if (self == nullptr) return;
    self->armed_ = false;
    if (self->open + self->refusing == 0) return;
    self->sweep(std::chrono::steady_clock::now());
    self->arm();
  });
}

void ServerState::sweep(TimePoint now) {
  for (Connection& connection : connections_) connection.sweep(now);
}

void ServerState::begin_stop() {
  stopping = true;
  listeners.clear();
  for (Connection& connection : connections_) connection.begin_stop();
  if (open + refusing == 0) ended.fire();
}

void ServerState::cut_all() {
  for (Connection& connection : connections_) connection.cut();
}

void ServerState::say(std::string sentence) const {
  if (log_) log_(std::move(sentence));
}

const std::string& ServerState::date() {
  const long long now = std::time(nullptr);
  if (now != date_seconds_) {
    date_seconds_ = now;
    date_ = date_text(now);
  }
  return date_;
}

}  // namespace askd::net
