#include "adapter_suite/world.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace askd::adapter_suite {
namespace {

namespace asio = boost::asio;

Async<> throw_if_cancelled() {
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
}

}  // namespace

struct Bell::Waiter {
  Waiter(Bell& its, const asio::any_io_executor& executor)
      : bell(its), timer(executor, std::chrono::steady_clock::time_point::max()) {
    bell.waiters_.insert(&timer);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { bell.waiters_.erase(&timer); }

  Bell& bell;
  asio::steady_timer timer;
};

Async<> Bell::wait() {
  Waiter waiter(*this, co_await asio::this_coro::executor);
  co_await waiter.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_await throw_if_cancelled();
}

Async<> World::turn() {
  co_await asio::post(asio::use_awaitable);
  co_await throw_if_cancelled();
}

Async<> World::sleep(std::chrono::milliseconds time) {
  Sleeper sleeper(*this, now_ + time);
  co_await turn();
  while (now_ < sleeper.due) co_await sleeper.bell.wait();
}

Async<> World::never() {
  for (;;) co_await nothing_.wait();
}

World::Sleeper* World::next_sleeper() const {
  const auto next = std::min_element(sleepers_.begin(), sleepers_.end(),
                                     [](const Sleeper* a, const Sleeper* b) { return a->due < b->due; });
  return next == sleepers_.end() ? nullptr : *next;
}

bool World::step() {
  io_->restart();
  if (io_->poll_one() > 0) return true;
  Sleeper* next = next_sleeper();
  if (next == nullptr) return false;
  now_ = std::max(now_, next->due);
  next->bell.ring();
  return true;
}

void World::settle() {
  // A coroutine that never rests is a fault of its own, and must not keep the check from saying so.
  constexpr int most = 100'000;
  for (int i = 0; i < most; ++i) {
    io_->restart();
    if (io_->poll_one() == 0) return;
  }
}

bool World::until(const std::function<bool()>& so, std::chrono::milliseconds most) {
  constexpr int steps_most = 300'000;
  const Sleeper limit(*this, now_ + most);
  for (int i = 0; i < steps_most && now_ < limit.due; ++i) {
    if (so()) return true;
    if (!step()) break;
  }
  return so();
}

void World::pass(std::chrono::milliseconds time) {
  until([] { return false; }, time);
  settle();
}

bool World::is_still() {
  settle();
  io_->restart();
  io_->poll_one();
  return io_->stopped();
}

}  // namespace askd::adapter_suite
