// Turns inputs into committed facts, in order, many per disk write. Does no I/O: a pump drives it, in production and in
// the simulator alike.
#pragma once

#include "core/core.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace askd::engine {

class Engine {
 public:
  // Called once the input's facts are on disk. It owns whatever it needs: the sender may be gone by then.
  using Receipt = std::function<void(core::Outcome)>;
  // Called for every decided input once it is on disk, before its receipt; `at` is the batch's time.
  using Observer = std::function<void(const core::State&, const core::Outcome&, Instant at)>;

  Engine(core::State recovered, core::Roster roster);

  void submit(core::Input input, Receipt receipt = {});
  // Puts an input that needs no rows into the batch that is gathered already: time passing.
  void submit_now(core::Input input);
  // The roster takes effect between two inputs. `fresh` holds ids for what it may bring along.
  void reconfigure(core::Roster roster, std::vector<Ulid> fresh, Receipt receipt = {});
  bool idle() const { return waiting_.empty() && gathered_.empty(); }

  // Gathers what waits into a batch, and names the rows that it needs and that aren't in memory, each once. Ask again
  // after admit(), until nothing is wanted.
  std::vector<core::RowKey> wants();
  void admit(core::Loaded rows);

  // Decides the batch. What it returns must be on disk before anything else is asked of the engine but reading state();
  // then comes committed().
  const std::vector<core::Outcome>& next_batch(Instant now);
  // It is on disk: tells the observers, and hands out the receipts. What has ended is still in memory, so that those
  // who are told of it needn't read it from the disk …
  void committed();
  // … until this, or until the next batch is gathered.
  void let_go();

  // Errands to run now. Each is handed out once …
  std::vector<core::Errand> take_errands(Instant now);
  // … until it ended, well or badly, and what became of it was submitted.
  void finish(const core::Errand& errand);

  // When next_batch() or take_errands() next has something to do without a new input.
  std::optional<Instant> alarm() const;

  // Observers are called in the order in which they came.
  void observe(Observer observer) { observers_.push_back(std::move(observer)); }
  const core::State& state() const { return state_; }
  const core::Roster& roster() const { return *roster_; }
  // Between next_batch() and committed() State is ahead of the disk and must not be shown.
  bool writing() const { return !decided_.empty(); }
  // Whether the batch has facts, and so must be written.
  bool decided_something() const;
  const std::vector<core::Outcome>& decided() const { return decided_; }
  Instant decided_at() const { return decided_at_; }

 private:
  struct Waiting {
    core::Input input;
    Receipt receipt;
    std::shared_ptr<const core::Roster> roster;  // to take effect with this input
  };

  // Bounds a batch, and so the time for which readers wait.
  static constexpr std::size_t batch_max = 2048;

  void schedule(const core::Errand& errand);

  core::State state_;
  std::shared_ptr<const core::Roster> roster_;
  std::vector<Observer> observers_;
  std::deque<Waiting> waiting_;
  std::vector<Waiting> gathered_;     // the batch under way
  std::set<core::RowKey> asked_for_;  // rows already asked for in this batch
  std::vector<core::Outcome> decided_;
  std::vector<Receipt> receipts_;
  bool holds_ended_ = false;  // since committed()
  Instant decided_at_ = {};
  std::set<std::pair<Instant, core::Errand>> due_;  // owed, and not handed out
  std::set<core::Errand> under_way_;
};

}  // namespace askd::engine
