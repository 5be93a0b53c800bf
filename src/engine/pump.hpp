// The one place where engine, disk and clock meet.
#pragma once

#include "engine/clock.hpp"
#include "engine/engine.hpp"

#include "askd/async.hpp"
#include "askd/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace askd::store {
class Store;
}

namespace askd::engine {

class Pump {
 public:
  // Takes the errands that are to be run; lanes are such a one.
  using Runner = std::function<void(std::vector<core::Errand>)>;
  // Must not return: memory is ahead of the disk, and only a restart is honest.
  using Stop = std::function<void(const Error&)>;

  Pump(boost::asio::any_io_executor loop, Engine& engine, store::Store& store, Clock& clock, Stop stop);
  ~Pump();
  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;

  // Turns inputs into committed facts, for as long as the loop runs.
  Async<> run();

  void submit(core::Input input, Engine::Receipt receipt);
  void reconfigure(core::Roster roster, std::vector<Ulid> fresh, Engine::Receipt receipt);
  // Completes once the input's facts are on disk. The input counts even if its sender stops waiting.
  Async<core::Outcome> submit(core::Input input);
  Async<core::Outcome> reconfigure(core::Roster roster, std::vector<Ulid> fresh);
  // Returns as soon as State holds nothing that isn't on disk. State may be read until the next co_await. First come,
  // first served: whoever comes while others are about to go on goes on behind them.
  Async<> settled();
  // Runs `read` on the reading thread, and comes back to the caller's executor.
  template <class T>
  Async<T> reading(std::function<T()> read);

  void run_errands(Runner runner) { runner_ = std::move(runner); }
  void finish(const core::Errand& errand);
  // Nothing older is left to read from that backend: as far as it goes, asks may expire again.
  void caught_up(const BackendId& backend);

  Engine& engine() { return engine_; }
  Clock& clock() { return clock_; }
  // Whether a write has been under way for longer than that: the watchdog and readiness look at this.
  bool stuck(std::chrono::steady_clock::duration how_long) const;
  // Told how long each write took.
  void observe_writes(std::function<void(std::chrono::steady_clock::duration)> observer) {
    write_observer_ = std::move(observer);
  }
  // Forgets the keys of inbounds taken before `before`, on the disk's thread; says how many.
  Async<Result<std::size_t>> forget_taken(Instant before);
  // Returns once all that was submitted is decided and on disk.
  Async<> drained();

 private:
  // An answer given in time but read late must win: after a start or a jump of the clock nothing expires until every
  // backend has caught up, or this long.
  static constexpr std::chrono::milliseconds patience{120'000};

  Async<> prefetch();
  Async<> write();
  void release();
  Async<> rest();
  void tick(Instant now);
  void hold_expiry(Instant now);

  boost::asio::any_io_executor loop_;
  boost::asio::thread_pool disk_{1};
  boost::asio::thread_pool readers_{1};
  Engine& engine_;
  store::Store& store_;
  Clock& clock_;
  Stop stop_;
  Runner runner_;
  boost::asio::steady_timer bell_;     // rung by submit()
  boost::asio::steady_timer settled_;  // rung by a commit
  std::size_t waiting_ = 0;            // for it
  std::size_t resuming_ = 0;           // those who were let go, and didn't come round yet
  bool writing_ = false;
  std::set<BackendId> behind_;  // backends that may still bring old answers
  Instant patient_until_ = {};
  std::function<void(std::chrono::steady_clock::duration)> write_observer_;
  std::chrono::steady_clock::time_point write_began_ = {};
};

template <class T>
Async<T> Pump::reading(std::function<T()> read) {
  auto job = [](std::function<T()> work) -> Async<T> { co_return work(); };
  auto running = job(std::move(read));
  co_return co_await boost::asio::co_spawn(readers_, std::move(running), boost::asio::use_awaitable);
}

}  // namespace askd::engine
