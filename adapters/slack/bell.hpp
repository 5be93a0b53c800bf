// Wakes all who wait for something that changed; each then looks for itself.
#pragma once

#include "askd/async.hpp"

#include <chrono>
#include <memory>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace askd::adapters::slack {

class Bell {
 public:
  void ring() {
    for (boost::asio::steady_timer* waiter : *waiters_) waiter->cancel();
  }

  Async<> wait() {
    Waiter waiter(waiters_, co_await boost::asio::this_coro::executor);
    co_await waiter.timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

 private:
  using Waiters = std::set<boost::asio::steady_timer*>;

  // Whoever still waits when askd stops is let go with the loop, and so after the adapter with its bells.
  struct Waiter {
    Waiter(std::shared_ptr<Waiters> all, boost::asio::any_io_executor executor)
        : waiters(std::move(all)), timer(executor, std::chrono::steady_clock::time_point::max()) {
      waiters->insert(&timer);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { waiters->erase(&timer); }

    std::shared_ptr<Waiters> waiters;
    boost::asio::steady_timer timer;
  };

  std::shared_ptr<Waiters> waiters_ = std::make_shared<Waiters>();
};

}  // namespace askd::adapters::slack
