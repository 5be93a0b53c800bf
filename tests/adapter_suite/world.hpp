// The world in which a check takes place: one thread, and a time that moves only where nothing else can.
#pragma once

#include "askd/async.hpp"
#include "askd/words.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace askd::adapter_suite {

// Wakes all who wait for something that changed; each then looks for itself.
class Bell {
 public:
  void ring() {
    for (boost::asio::steady_timer* waiter : waiters_) waiter->cancel();
  }
  // Throws once it is cancelled, as everything does that an adapter awaits of askd.
  Async<> wait();

 private:
  struct Waiter;
  std::set<boost::asio::steady_timer*> waiters_;
};

// A coroutine that was started and not awaited; it can be called off. Copies mean the same one.
template <class T>
struct Started {
  struct State {
    std::optional<T> value;
    std::exception_ptr thrown;
    bool ended = false;
    boost::asio::cancellation_signal stop;
  };
  std::shared_ptr<State> state = std::make_shared<State>();

  bool ended() const { return state->ended; }
  void cancel() const {
    if (!ended()) state->stop.emit(boost::asio::cancellation_type::terminal);
  }
};

class World {
 public:
  World() : io_(std::make_unique<boost::asio::io_context>(1)) {}
  ~World() { close(); }

  Instant now() const { return now_; }
  boost::asio::io_context& io() { return *io_; }

  // Lets everything else run once.
  Async<> turn();
  Async<> sleep(std::chrono::milliseconds time);
  // Never ends, but by being cancelled.
  Async<> never();

  // Runs one thing that can run, or else moves the time on to the next who sleeps; false if nothing is left to do.
  bool step();
  // Runs what can run, without moving the time.
  void settle();
  // Until it is so, or `most` has passed; whether it is so.
  bool until(const std::function<bool()>& so, std::chrono::milliseconds most = std::chrono::hours(1));
  void pass(std::chrono::milliseconds time);
  // Whether nobody waits for anything any more. Without moving the time.
  bool is_still();
  // Drops whatever still waits. What it refers to must still be there.
  void close() { io_.reset(); }

  template <class T>
  Started<T> start(Async<T> coroutine);

 private:
  struct Sleeper {
    Sleeper(World& its, Instant when) : world(its), due(when) { world.sleepers_.push_back(this); }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;
    ~Sleeper() { std::erase(world.sleepers_, this); }
    World& world;
    Instant due;
    Bell bell;
  };

  Sleeper* next_sleeper() const;

  Instant now_{std::chrono::milliseconds(1'793'000'000'000)};
  std::vector<Sleeper*> sleepers_;  // those who came first wake first
  Bell nothing_;
  std::unique_ptr<boost::asio::io_context> io_;
};

template <class T>
Started<T> World::start(Async<T> coroutine) {
  Started<T> started;
  boost::asio::co_spawn(*io_, std::move(coroutine),
                        boost::asio::bind_cancellation_slot(
                            started.state->stop.slot(), [state = started.state](std::exception_ptr thrown, T value) {
                              state->ended = true;
                              state->thrown = thrown;
                              if (!thrown) state->value.emplace(std::move(value));
                            }));
  return started;
}

}  // namespace askd::adapter_suite
