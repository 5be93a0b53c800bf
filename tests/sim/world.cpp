// Runs the engine as the pump does, without Asio, and dies at any point of it.
#include "sim/world.hpp"

#include "sim/checks.hpp"

#include "base/planted.hpp"

#include <chrono>
#include <utility>

namespace askd::sim {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t hostile_steps = 300;
constexpr std::size_t calm_steps = 6'000;

core::RosterPerson person(const std::string& key, const std::string& number) {
  core::RosterPerson person;
  person.key = key;
  person.name = key;
  person.identities = {{"forgetful", "f" + number}, {"steady", "s" + number}};
  return person;
}

core::Roster roster_with(const std::vector<Platform>& platforms) {
  core::RosterTeam team;
  team.name = core::default_team;
  team.people = {person("ana", "1"), person("ben", "2"), person("cleo", "3")};
  team.groups = {{"leads", {"ana", "ben"}}};
  core::RosterChannel channel;
  channel.name = "#ops";
  channel.members = {"ana", "ben", "cleo"};
  for (const Platform& platform : platforms) channel.rooms.push_back(Room{platform.id(), "room", false});
  team.channels = {channel};
  core::Roster roster;
  roster.teams = {team};
  core::RosterClass workers;
  workers.name = "workers";
  workers.secret = core::Digest{1};
  workers.capabilities = {core::Capability::read_channels, core::Capability::post_messages};
  workers.channels = {"#general", "#ops"};
  core::RosterClass guests = workers;
  guests.name = "guests";
  guests.secret = core::Digest{2};
  guests.approval = "#ops";
  roster.classes = {workers, guests};
  for (const Platform& platform : platforms) roster.backends[platform.id()] = platform.capabilities();
  return roster;
}

}  // namespace

World::World(std::uint64_t seed, CrashPlan plan)
    : rng_(seed), plan_(plan), ids_(seed), disk_(std::make_shared<store::MemoryKv>()) {
  faults_ = draw_faults(rng_, plan.random);
  platforms_.emplace_back("steady", true, true);
  platforms_.emplace_back("forgetful", false, rng_.chance(50));
  roster_ = roster_with(platforms_);
  set_up();
}

// The first start is no part of the hostile world: nothing dies before there is anything to lose.
void World::set_up() {
  const CrashPlan plan = std::exchange(plan_, CrashPlan{});
  boot();
  core::people::Bootstrapped first;
  first.owner.id = ids_.next<PersonId>(now());
  first.owner.name = "Owner";
  first.agent.id = agent_ = ids_.next<AgentId>(now());
  first.agent.name = "bot";
  first.channel.id = ids_.next<ChannelId>(now());
  first.channel.name = first.channel.folded = "#general";
  engine_->submit(core::people::Input{first});
  std::vector<Ulid> fresh;
  for (int i = 0; i < 8; ++i) fresh.push_back(ids_.next_ulid(now()));
  engine_->reconfigure(roster_, std::move(fresh));
  pump();
  tally_.points = 0;
  plan_ = plan;
}

Instant World::now() {
  last_ = std::max(last_, raw_);
  return Instant{milliseconds{last_}};
}

Platform& World::platform(const BackendId& id) {
  for (Platform& platform : platforms_)
    if (platform.id() == id) return platform;
  throw Broken("an errand is for a platform that isn't there: " + id);
}

void World::point() {
  const std::size_t here = tally_.points++;
  if (plan_.at && *plan_.at == here) throw Crash{};
  if (plan_.random && rng_.chance(faults_.crash)) throw Crash{};
}

void World::boot() {
  // What a disk keeps over a crash, and nothing else.
  disk_ = std::make_shared<store::MemoryKv>(disk_->content());
  auto store = store::Store::open(disk_, store::StoreOptions{.threads = 1});
  require(store.has_value(), "the store can't be opened: " + (store ? "" : store.error().message));
  store_ = std::move(*store);
  auto state = store_->load();
  require(state.has_value(), "the state can't be loaded: " + (state ? "" : state.error().message));
  if (PLANTED(lost_effects)) {
    state->owed.clear();  // as if what is owed lived in memory and died with it
  }
  engine_ = std::make_unique<engine::Engine>(std::move(*state), roster_);
}

void World::crash() {
  ++tally_.crashes;
  engine_.reset();
  store_.reset();
  for (Platform& platform : platforms_) platform.cut_off(rng_, now());
  boot();
  for (const std::size_t wish : std::set<std::size_t>(unconfirmed_)) {
    if (wishes_[wish].key.empty())
      unconfirmed_.erase(wish);  // a client without a key can't repeat
    else
      submit_wish(wish);
  }
}

void World::prefetch() {
  for (;;) {
    const auto keys = engine_->wants();
    if (keys.empty()) return;
    if (PLANTED(no_prefetch)) return;
    auto rows = store_->fetch(keys);
    require(rows.has_value(), "rows can't be read");
    engine_->admit(std::move(*rows));
  }
}

void World::append(const std::vector<core::Outcome>& outcomes) {
  store::Batch batch{{}, 0, engine_->decided_at(), engine_->state()};
  for (const core::Outcome& outcome : outcomes) {
    if (outcome.facts.empty()) continue;
    if (batch.first == 0) batch.first = outcome.first;
    batch.facts.emplace_back(outcome.facts);
  }
  if (batch.facts.empty()) return;
  point();
  const auto written = store_->append(batch);
  require(written.has_value(), "a batch can't be written: " + (written ? "" : written.error().message));
  for (const auto facts : batch.facts) log_.insert(log_.end(), facts.begin(), facts.end());
  batches_.emplace_back(log_.size(), batch.at);
  point();
}

void World::pump() {
  prefetch();
  const auto alarm = core::alarm(engine_->state());
  if (alarm && *alarm <= now()) engine_->submit_now(core::Ticked{true});
  const auto& outcomes = engine_->next_batch(now());
  append(outcomes);
  engine_->committed();
  engine_->let_go();
  point();
  for (const core::Errand& errand : engine_->take_errands(now())) {
    hand_out(errand);
    point();
  }
}

void World::hand_out(const core::Errand& errand) {
  Request request{errand, {}, {}, {}};
  if (const core::Delivery* delivery = engine_->state().delivery(errand.delivery)) {
    request.room = delivery->room.name;
    const PostRef room{errand.backend, request.room, {}};
    request.thread = delivery->thread.value_or(room);
    if (delivery->subject == core::Subject::ask) request.ask = AskId{core::subject_of(delivery->id)};
  }
  platform(errand.backend).request(std::move(request));
}

void World::step(bool calm) {
  ++tally_.steps;
  raw_ += 1 + static_cast<std::int64_t>(rng_.below(20));
  if (!calm && rng_.chance(faults_.jump)) raw_ += rng_.chance(50) ? 3'000 : -3'000;
  try {
    if (!calm) {
      if (rng_.chance(8)) agent_asks();
      if (rng_.chance(3)) agent_repeats();
      if (rng_.chance(3)) agent_writes();
      if (rng_.chance(2)) agent_cancels();
      if (rng_.chance(15)) person_acts();
      if (rng_.chance(4)) person_answers_in_inbox();
      if (rng_.chance(1)) roster_changes();
      if (rng_.chance(2)) agent_registers();
      if (rng_.chance(3)) agent_claims();
      if (rng_.chance(3)) somebody_comes_or_goes();
      if (rng_.chance(8)) somebody_speaks();
      if (rng_.chance(4)) somebody_speaks_in_a_room();
      if (rng_.chance(2)) somebody_reads();
    }
    Platform& platform = rng_.one_of(platforms_);
    switch (rng_.below(4)) {
      case 0:
        platform.serve(rng_, faults_, now());
        break;
      case 1:
        hear_back(platform);
        break;
      case 2:
        tell(platform);
        break;
      default:
        break;
    }
    pump();
    Checks{*this}.always();
  } catch (const Crash&) {
    crash();
  }
}

bool World::quiet() const {
  for (const Platform& platform : platforms_)
    if (!platform.quiet()) return false;
  const core::State& state = engine_->state();
  return engine_->idle() && state.owed.empty() && state.parked.empty() && state.deadlines.empty() &&
         unconfirmed_.empty();
}

void World::run() {
  for (std::size_t i = 0; i < hostile_steps; ++i) step(false);
  plan_.random = false;
  faults_ = Faults{};
  raw_ = std::max(raw_, last_);
  for (std::size_t i = 0; i < calm_steps && !quiet(); ++i) {
    // What waits for a retry in minutes needn't be waited for step by step.
    if (i % 50 == 49) raw_ += 30'000;
    step(true);
  }
  Checks{*this}.finally();
}

}  // namespace askd::sim
