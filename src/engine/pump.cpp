// Drives the engine: rows in, decisions, one write for all of them, receipts, errands, rest.
#include "engine/pump.hpp"

#include "store/store.hpp"

#include "base/check.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <type_traits>

namespace askd::engine {

namespace asio = boost::asio;

namespace {

// Waits for a timer that is only ever cancelled, or comes due: both are good news.
Async<> wait_for(asio::steady_timer& timer) {
  auto either = asio::as_tuple(asio::use_awaitable);
  co_await timer.async_wait(either);
}

store::Batch batch_of(const Engine& engine) {
  store::Batch batch{{}, 0, engine.decided_at(), engine.state()};
  for (const core::Outcome& outcome : engine.decided()) {
    if (outcome.facts.empty()) continue;
    if (batch.first == 0) batch.first = outcome.first;
    batch.facts.emplace_back(outcome.facts);
  }
  return batch;
}

// Completes a suspended submit(): on its own executor, and never from inside the engine.
template <class Start>
Async<core::Outcome> outcome_of(Start start) {
  auto initiate = [&start](auto handler) {
    using Handler = std::decay_t<decltype(handler)>;
    auto waiting = std::make_shared<Handler>(std::move(handler));
    start([waiting](core::Outcome outcome) {
      auto executor = asio::get_associated_executor(*waiting);
      asio::post(executor, [waiting, outcome = std::move(outcome)]() mutable { (*waiting)(std::move(outcome)); });
    });
  };
  co_return co_await asio::async_initiate<decltype(asio::use_awaitable), void(core::Outcome)>(std::move(initiate),
                                                                                              asio::use_awaitable);
}

}  // namespace

Pump::Pump(asio::any_io_executor loop, Engine& engine, store::Store& store, Clock& clock, Stop stop)
    : loop_(loop), engine_(engine), store_(store), clock_(clock), stop_(std::move(stop)), bell_(loop), settled_(loop) {
  bell_.expires_at(asio::steady_timer::time_point::max());
  settled_.expires_at(asio::steady_timer::time_point::max());
  clock_.jumped();
  hold_expiry(clock_.now());
}

Pump::~Pump() {
  disk_.join();
  readers_.join();
}

Async<> Pump::run() {
  for (;;) {
    co_await prefetch();
    tick(clock_.now());
    engine_.next_batch(clock_.now());
    co_await write();
    engine_.committed();
    release();
    auto errands = engine_.take_errands(clock_.now());
    if (runner_ && !errands.empty()) runner_(std::move(errands));
    // Those who were waiting read State now: before what has ended leaves it, and before the next batch makes it run
    // ahead of the disk again.
    co_await asio::post(loop_, asio::use_awaitable);
    engine_.let_go();
    if (engine_.idle()) co_await rest();
  }
}

Async<> Pump::prefetch() {
  for (;;) {
    const auto keys = engine_.wants();
    if (keys.empty()) co_return;
    auto fetch = [](store::Store& store, std::vector<core::RowKey> wanted) -> Async<Result<core::Loaded>> {
      co_return store.fetch(wanted);
    };
    auto fetching = fetch(store_, keys);
    auto rows = co_await asio::co_spawn(readers_, std::move(fetching), asio::use_awaitable);
    if (!rows) stop_(rows.error());
    engine_.admit(std::move(*rows));
  }
}

Async<> Pump::write() {
  if (!engine_.decided_something()) co_return;
  writing_ = true;
  write_began_ = std::chrono::steady_clock::now();
  // fsync blocks, so it happens on the disk's own thread; State stands still until it is done.
  auto append = [](store::Store& store, const Engine& engine) -> Async<Result<>> {
    const store::Batch batch = batch_of(engine);
    co_return store.append(batch);
  };
  auto appending = append(store_, engine_);
  const auto written = co_await asio::co_spawn(disk_, std::move(appending), asio::use_awaitable);
  if (!written) stop_(written.error());
  writing_ = false;
  if (write_observer_) write_observer_(std::chrono::steady_clock::now() - write_began_);
}

void Pump::tick(Instant now) {
  const auto alarm = core::alarm(engine_.state());
  if (clock_.jumped()) hold_expiry(now);
  if (!alarm || *alarm > now) return;
  const bool expire = behind_.empty() || now >= patient_until_;
  if (expire) engine_.submit_now(core::Ticked{true});
}

void Pump::hold_expiry(Instant now) {
  patient_until_ = now + patience;
  for (const auto& [backend, capabilities] : engine_.roster().backends) behind_.insert(backend);
}

void Pump::caught_up(const BackendId& backend) {
  behind_.erase(backend);
  if (behind_.empty()) bell_.cancel();
}

Async<> Pump::rest() {
  const Instant now = clock_.now();
  std::optional<Instant> alarm = engine_.alarm();
  // Held-back expiries are not to be rung for in vain.
  if (alarm && *alarm <= now && !behind_.empty()) alarm = patient_until_;
  if (alarm)
    bell_.expires_after(std::max(*alarm - now, std::chrono::milliseconds{0}));
  else
    bell_.expires_at(asio::steady_timer::time_point::max());
  co_await wait_for(bell_);
}

void Pump::submit(core::Input input, Engine::Receipt receipt) {
  engine_.submit(std::move(input), std::move(receipt));
  bell_.cancel();
}

void Pump::reconfigure(core::Roster roster, std::vector<Ulid> fresh, Engine::Receipt receipt) {
  engine_.reconfigure(std::move(roster), std::move(fresh), std::move(receipt));
  bell_.cancel();
}

Async<core::Outcome> Pump::submit(core::Input input) {
  auto start = [this, input = std::move(input)](Engine::Receipt receipt) mutable {
    submit(std::move(input), std::move(receipt));
  };
  return outcome_of(std::move(start));
}

Async<core::Outcome> Pump::reconfigure(core::Roster roster, std::vector<Ulid> fresh) {
  auto start = [this, roster = std::move(roster), fresh = std::move(fresh)](Engine::Receipt receipt) mutable {
    reconfigure(std::move(roster), std::move(fresh), std::move(receipt));
  };
  return outcome_of(std::move(start));
}

Async<> Pump::settled() {
  bool released = false;
  while (writing_ || (waiting_ + resuming_ > 0 && !released)) {
    if (!writing_) {
      co_await asio::post(loop_, asio::use_awaitable);
      continue;
    }
    ++waiting_;
    co_await wait_for(settled_);
    --resuming_;
    released = true;
  }
}

void Pump::release() {
  resuming_ += std::exchange(waiting_, 0);
  settled_.cancel();
}

bool Pump::stuck(std::chrono::steady_clock::duration how_long) const {
  return writing_ && std::chrono::steady_clock::now() - write_began_ > how_long;
}

Async<> Pump::drained() {
  while (writing_ || !engine_.idle()) {
    if (writing_)
      co_await wait_for(settled_);
    else
      co_await asio::post(loop_, asio::use_awaitable);
  }
}

Async<Result<std::size_t>> Pump::forget_taken(Instant before) {
  auto sweep = [](store::Store& store, Instant until) -> Async<Result<std::size_t>> {
    co_return store.sweep_taken(until);
  };
  auto sweeping = sweep(store_, before);
  co_return co_await asio::co_spawn(disk_, std::move(sweeping), asio::use_awaitable);
}

void Pump::finish(const core::Errand& errand) {
  engine_.finish(errand);
  bell_.cancel();
}

}  // namespace askd::engine
