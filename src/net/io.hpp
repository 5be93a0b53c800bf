// The few pieces of waiting that the upper floors need: a signal and a sleep.
#pragma once

#include <chrono>
#include <optional>

#include "askd/async.hpp"

namespace askd::net {

// Wakes the one who waits for it. Everything happens on the event loop's thread. A fire() with nobody waiting is
// remembered, several count as one, and the next wait takes it at once; so what a waiter checks before it waits can't
// slip by it. At most one waiter at a time (a second one stops the process); whoever wants to tell many keeps a signal
// for each. Destroying a signal wakes its waiter, as if it had fired.
class Signal {
 public:
  // What waits. Its destructor leaves the signal, so either may go first.
  class Waiter {
   public:
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual ~Waiter();
    // Called by fire(); must not run the waiting code itself, only make it run soon.
    virtual void wake() = 0;

   private:
    friend class Signal;
    Signal* signal_ = nullptr;
  };

  Signal() = default;
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal();

  void fire();
  // Takes a remembered fire, if there is one.
  bool take();
  void join(Waiter& waiter);
  void leave(Waiter& waiter);

  Async<> wait();
  // False if the time passed first.
  Async<bool> wait_for(std::chrono::milliseconds how_long);

 private:
  Waiter* waiter_ = nullptr;
  bool fired_ = false;
};

Async<> sleep_for(std::chrono::milliseconds how_long);

}  // namespace askd::net
