// One process, one thread, one seed: the real core, engine, rows and chain in a hostile world.
#pragma once

#include "engine/engine.hpp"
#include "sim/faults.hpp"
#include "sim/platform.hpp"
#include "sim/rng.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"

#include "base/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace askd::sim {

// Where the process dies: at the point of that number, at random, or never.
struct CrashPlan {
  std::optional<std::size_t> at = {};
  bool random = false;
};

// What the run came to, for the closing line.
struct Tally {
  std::size_t steps = 0;
  std::size_t crashes = 0;
  std::size_t asks = 0;
  std::size_t acts = 0;
  std::size_t points = 0;  // places where the process could have died
};

// What an agent wants and hasn't been told of yet. It comes again with the same key after a crash, as a client does.
struct Wish {
  core::Input input;
  std::string key;
};

// What a person did, and what must have come of it.
struct Deed {
  AskId ask;  // the one that a press names; of a reply it is the post's
  std::string who;
  std::string key;
};

class World {
 public:
  World(std::uint64_t seed, CrashPlan plan);
  // 300 steps under faults, then calm until quiet, then the final checks. Throws Broken.
  void run();
  const Tally& tally() const { return tally_; }

 private:
  friend struct Checks;

  void set_up();
  void boot();
  void crash();
  void point();
  void step(bool calm);
  void pump();
  void prefetch();
  void append(const std::vector<core::Outcome>& outcomes);
  void hand_out(const core::Errand& errand);

  void agent_asks();
  void agent_repeats();
  void agent_writes();
  void agent_cancels();
  void person_acts();
  void person_answers_in_inbox();
  void roster_changes();
  // meeting.cpp
  void agent_registers();
  void agent_claims();
  void somebody_comes_or_goes();
  void somebody_speaks();
  void somebody_speaks_in_a_room();
  void somebody_reads();
  void submit_wish(std::size_t index);
  void tell(Platform& platform);
  void hear_back(Platform& platform);
  void told(const core::Outcome& outcome);
  core::asks::Requested new_question();
  AskId some_ask();

  Instant now();
  Platform& platform(const BackendId& id);
  bool quiet() const;

  Rng rng_;
  Faults faults_;
  CrashPlan plan_;
  IdSource ids_;
  std::int64_t raw_ = 1'700'000'000'000;
  std::int64_t last_ = 0;
  std::vector<Platform> platforms_;
  core::Roster roster_;
  std::shared_ptr<store::MemoryKv> disk_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<engine::Engine> engine_;
  AgentId agent_;

  core::Facts log_;  // what is on disk, as we watched it get there
  std::vector<std::pair<core::Sequence, Instant>> batches_;
  std::vector<Wish> wishes_;
  std::set<std::size_t> unconfirmed_;            // of the wishes
  std::map<std::string, Ulid> made_by_key_;      // what a key was told to have made
  std::map<AskId, core::asks::Fact> told_ends_;  // the ends that anybody was told of
  std::vector<AskId> asked_;
  std::vector<Deed> deeds_;
  std::vector<core::Digest> handles_;  // of registrations
  std::set<core::Digest> claimed_;     // those whose token somebody was told of
  std::set<MessageId> told_messages_;  // of channels
  std::vector<std::string> spoken_;    // what was said in platforms' rooms, each unlike all others
  std::uint64_t digests_ = 0;
  std::size_t checked_ = 0;                         // of the log
  std::map<AskId, std::optional<Instant>> opened_;  // with when they expire
  std::map<AskId, core::asks::Fact> ends_;
  Tally tally_;
};

}  // namespace askd::sim
