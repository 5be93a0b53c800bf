// Starts, runs and crashes askd around one store, as the daemon does, but for sockets.
#include "stories/world.hpp"

#include "base/check.hpp"
#include "stories/story.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <utility>

namespace askd::stories {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr const char* agent_name = "deploy-bot";
constexpr Instant midnight = std::chrono::sys_days(std::chrono::year(2026) / 3 / 2);

// The ways out lead nowhere here: the platforms of a story are in memory.
class NoNetwork final : public engine::BackendHost {
 public:
  using BackendHost::BackendHost;
  Async<Result<Response>> send(Request) override { co_return none(); }
  Async<Result<std::unique_ptr<Socket>>> connect(std::string, Headers) override { co_return none(); }
  Async<Result<std::unique_ptr<Stream>>> dial(std::string, bool) override { co_return none(); }
  Result<> serve(std::string, Hook) override { return none(); }

 private:
  static Error none() { return Error{Fault::unavailable, "A story has no network."}; }
};

Platform chat() {
  Platform platform{"chat"};
  platform.capabilities.buttons_max = 5;
  platform.capabilities.button_label_max = 75;
  platform.capabilities.several_max = 25;
  platform.capabilities.text_input = platform.capabilities.field_input = true;
  platform.capabilities.edits = platform.capabilities.threads = platform.capabilities.private_replies = true;
  return platform;
}

Platform forum() {
  Platform platform{"forum"};
  platform.capabilities.buttons_max = 5;
  platform.capabilities.button_label_max = 40;
  platform.capabilities.edits = platform.capabilities.threads = true;
  return platform;
}

Platform pager() {
  Platform platform{"pager"};
  platform.capabilities.title_max = 40;
  platform.capabilities.text_max = 200;
  platform.capabilities.context_max = 1;
  platform.capabilities.edits = true;
  return platform;
}

core::RosterPerson person_called(const std::string& key, const std::string& name) {
  core::RosterPerson person;
  person.key = key;
  person.name = name;
  for (const char* backend : {"chat", "forum", "pager"}) person.identities.push_back({backend, "id-of-" + key});
  return person;
}

core::RosterChannel channel(const std::string& name, std::vector<std::string> members, std::vector<Room> rooms) {
  core::RosterChannel channel;
  channel.name = name;
  channel.members = std::move(members);
  channel.rooms = std::move(rooms);
  return channel;
}

core::Roster roster_of(const std::map<BackendId, Platform>& platforms) {
  core::RosterTeam team;
  team.name = core::default_team;
  team.people = {person_called("ana", "Ana"), person_called("ben", "Ben"), person_called("cleo", "Cleo"),
                 person_called("dan", "Dan"), person_called("eve", "Eve")};
  team.groups = {{"leads", {"ana", "ben"}}};
  const std::vector<std::string> members = {"ana", "ben", "cleo", "dan"};
  team.channels = {channel("#ops", members, {{"chat", "ops"}, {"forum", "ops"}}),
                   channel("#lobby", members, {{"chat", "lobby"}}), channel("#pager", members, {{"pager", "ops"}})};
  team.channels[1].answers = core::Answers::anyone;
  core::Roster roster;
  roster.teams = {team};
  for (const auto& [name, platform] : platforms) roster.backends[name] = platform.capabilities;
  return roster;
}

}  // namespace

struct World::Process {
  explicit Process(World& world)
      : disk(world.disk_),
        store(store::Store::open(disk, {.threads = 1}).value()),
        engine(store->load().value(), world.roster_),
        clock([&world] { return world.now_; }, [&world] { return world.steady_; }),
        pump(io.get_executor(), engine, *store, clock,
             [](const Error& error) { throw BadLine("the store failed: " + error.message); }),
        lanes(io.get_executor(), pump, "https://ask.example") {
    for (auto& [name, platform] : world.platforms_) {
      auto host = std::make_unique<NoNetwork>(pump, world.ids_, name);
      hosts[name] = host.get();
      lanes.add(name, engine::Backend{adapter_of(platform), std::move(host)});
    }
    asio::co_spawn(io, pump.run(), asio::detached);
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::shared_ptr<store::MemoryKv> disk;
  std::unique_ptr<store::Store> store;
  engine::Engine engine;
  engine::Clock clock;
  engine::Pump pump;
  engine::Lanes lanes;
  std::map<BackendId, NoNetwork*> hosts;
};

void World::ProcessEnd::operator()(Process* process) const { delete process; }

World::World() : now_(midnight) {
  for (Platform& platform : std::vector<Platform>{chat(), forum(), pager()}) platforms_[platform.name] = platform;
  roster_ = roster_of(platforms_);
  start();
  found();
  for (const auto& [name, platform] : platforms_) catch_up(name);
}

void World::start() {
  process_.reset();
  // What a disk keeps over a crash, and nothing else.
  disk_ = std::make_shared<store::MemoryKv>(disk_->content());
  process_.reset(new Process(*this));
}

// The first start, and the first configuration.
void World::found() {
  core::people::Bootstrapped first;
  first.owner.id = fresh<PersonId>();
  first.owner.name = "Owner";
  first.agent.id = agent_ = fresh<AgentId>();
  first.agent.name = agent_name;
  first.channel.id = fresh<ChannelId>();
  first.channel.name = first.channel.folded = "#general";
  submit(core::people::Input{first});
  std::vector<Ulid> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(ids_.next_ulid(now_));
  process_->pump.reconfigure(roster_, std::move(ids), {});
  settle();
}

void World::settle() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  // The clock may have moved, which nobody but an input tells the pump.
  process_->pump.submit(core::Ticked{false}, {});
  bool quiet = false;
  while (!quiet) {
    bool drained = false;
    asio::co_spawn(process_->io, process_->pump.drained(), [&](std::exception_ptr) { drained = true; });
    while (!drained) {
      if (std::chrono::steady_clock::now() > end) throw BadLine("askd didn't come to rest within 20 s");
      if (process_->io.poll() == 0) process_->io.run_one_for(milliseconds(1));
    }
    quiet = process_->io.poll() == 0 && process_->engine.idle();
  }
}

void World::clock(std::chrono::seconds since_midnight) {
  const Instant next = at(since_midnight);
  if (next < now_) throw BadLine("time doesn't run backwards");
  steady_ += next - now_;
  now_ = next;
  settle();
}

Instant World::at(std::chrono::seconds since_midnight) const { return midnight + since_midnight; }

core::Outcome World::submit(core::Input input) {
  core::Outcome outcome;
  process_->pump.submit(std::move(input), [&](core::Outcome decided) { outcome = std::move(decided); });
  settle();
  refusal = outcome.error;
  return outcome;
}

void World::hear(Platform& platform, Inbound what) {
  what.key = platform.name + "-" + std::to_string(++platform.messages);
  asio::co_spawn(process_->io, process_->hosts.at(platform.name)->heard(std::move(what)), asio::detached);
  settle();
}

void World::crash() {
  start();
  settle();
}

void World::catch_up(const BackendId& backend) {
  process_->pump.caught_up(backend);
  settle();
}

Platform& World::platform(const std::string& name) {
  const auto found = platforms_.find(name);
  if (found == platforms_.end()) throw BadLine("there is no platform " + name);
  return found->second;
}

PersonId World::person(const std::string& key) {
  for (const auto& [id, person] : process_->engine.state().people)
    if (person.key == key) return id;
  throw BadLine("there is nobody called " + key);
}

std::string World::account(const std::string& key) const { return "id-of-" + key; }

std::string World::called(const std::string& key) const {
  for (const core::RosterPerson& person : roster_.teams.front().people)
    if (person.key == key) return person.name;
  return key;
}

AgentId World::agent(const std::string& name) const {
  if (name != agent_name) throw BadLine("there is no agent " + name);
  return agent_;
}

AskId World::id_of(const std::string& title) const {
  if (title.empty() && !asked_.empty()) return asked_.back().second;
  for (const auto& [asked, id] : asked_)
    if (asked == title) return id;
  throw BadLine("nobody has asked " + (title.empty() ? "anything" : "\"" + title + "\""));
}

store::StoredAsk World::ask(const std::string& title) {
  auto stored = process_->store->ask(id_of(title)).value();
  CHECK(stored.has_value(), "An ask that was opened isn't on disk.");
  return std::move(*stored);
}

std::vector<const Post*> World::copies(const std::string& title, const BackendId& backend) const {
  std::vector<const Post*> found;
  const AskId id = id_of(title);
  for (const auto& [name, platform] : platforms_)
    for (const Post& post : platform.posts)
      if ((backend.empty() || name == backend) && AskId{core::subject_of(post.delivery)} == id) found.push_back(&post);
  return found;
}

Post World::last_copy(const std::string& title, const BackendId& backend) const {
  const auto found = copies(title, backend);
  if (found.empty()) throw BadLine("the ask has no copy in " + backend);
  return *found.back();
}

std::vector<core::Event> World::news() {
  return process_->store->events(agent_, {}, heard_, process_->store->head().seq, 1'000).value();
}

std::string World::words_of(const core::Event& event) {
  if (!event.message) return {};
  const auto message = process_->store->message(event.conversation, event.message).value();
  return message ? message->content.text : std::string();
}

}  // namespace askd::stories
