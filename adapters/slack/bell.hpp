// Wakes all who wait for something that changed; each then looks for itself.
#pragma once

#include "askd/async.hpp"

#include <chrono>
#include <set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace askd::adapters::slack {

class Bell {
 public:
  void ring() {
    for (boost::asio::steady_timer* waiter : waiters_) waiter->cancel();
  }

  Async<> wait() {
    Waiter waiter(*this, co_await boost::asio::this_coro::executor);
    co_await waiter.timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

 private:
  struct Waiter {
    Waiter(Bell& its, boost::asio::any_io_executor executor)
        : bell(its), timer(executor, std::chrono::steady_clock::time_point::max()) {
      bell.waiters_.insert(&timer);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { bell.waiters_.erase(&timer); }

    Bell& bell;
    boost::asio::steady_timer timer;
  };

  std::set<boost::asio::steady_timer*> waiters_;
};

}  // namespace askd::adapters::slack
