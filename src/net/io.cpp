// Signals and sleeps on asio's timers.
#include "net/io.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/check.hpp"
#include "net/awaited.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;

}  // namespace

// Not in the unnamed namespace, because the frame of a coroutine that others see holds it.
struct TimedWaiter : Signal::Waiter {
  explicit TimedWaiter(const asio::any_io_executor& executor) : timer(executor) {}
  void wake() override {
    fired = true;
    timer.cancel();
  }
  asio::steady_timer timer;
  bool fired = false;
};

Signal::Waiter::~Waiter() {
  if (signal_ != nullptr) signal_->leave(*this);
}

Signal::~Signal() {
  if (waiter_ != nullptr) fire();
}

void Signal::fire() {
  if (waiter_ == nullptr) {
    fired_ = true;
    return;
  }
  Waiter& waiter = *waiter_;
  leave(waiter);
  waiter.wake();
}

bool Signal::take() {
  const bool fired = fired_;
  fired_ = false;
  return fired;
}

void Signal::join(Waiter& waiter) {
  CHECK(waiter_ == nullptr && waiter.signal_ == nullptr);
  waiter_ = &waiter;
  waiter.signal_ = this;
}

void Signal::leave(Waiter& waiter) {
  if (waiter_ != &waiter) return;
  waiter_ = nullptr;
  waiter.signal_ = nullptr;
}

Async<> Signal::wait() {
  const auto forever = std::chrono::milliseconds::max();
  co_await wait_for(forever);
}

Async<bool> Signal::wait_for(std::chrono::milliseconds how_long) {
  if (take()) co_return true;
  const auto executor = co_await asio::this_coro::executor;
  TimedWaiter waiter(executor);
  if (how_long == std::chrono::milliseconds::max())
    waiter.timer.expires_at(std::chrono::steady_clock::time_point::max());
  else
    waiter.timer.expires_after(how_long);
  join(waiter);
  co_await waiter.timer.async_wait(awaited);
  co_return waiter.fired;
}

Async<> sleep_for(std::chrono::milliseconds how_long) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  timer.expires_after(how_long);
  co_await timer.async_wait(awaited);
}

}  // namespace askd::net
