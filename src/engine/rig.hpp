// For the tests: the real engine, pump and service over a store in memory, and one made-up platform that remembers what
// it was asked to do.
#pragma once

#include "base/ids.hpp"
#include "engine/lanes.hpp"
#include "engine/pump.hpp"
#include "engine/service.hpp"
#include "net/io.hpp"
#include "net/rig.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"

#include "askd/adapter.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace askd::engine {

// A platform as an adapter sees it: posts, edits and words land here, and faults come when they are told to.
class Board : public Adapter {
 public:
  struct Shown {
    PostRef post = {};
    DeliveryId id = {};
    Card card = {};
    std::vector<Card> edits = {};
  };

  Capabilities capabilities() const override {
    return {.text_max = 4000, .buttons_max = 25, .button_label_max = 75, .edits = true, .private_replies = true};
  }
  Async<Result<>> listen(Host&) override { co_return Result<>(); }
  Async<Result<PostRef>> post(Host&, Room room, std::optional<PostRef>, DeliveryId id, Card card) override {
    if (throws > 0 && throws-- > 0) throw std::runtime_error("the board fell over");
    if (auto fault = next_fault()) co_return *fault;
    shown.push_back(Shown{PostRef{room.backend, room.name, "m" + std::to_string(shown.size() + 1)}, id, card});
    co_return shown.back().post;
  }
  Async<Result<>> edit(Host&, PostRef post, DeliveryId, Card card) override {
    if (auto fault = next_fault()) co_return *fault;
    for (Shown& one : shown)
      if (one.post == post) one.edits.push_back(card);
    co_return Result<>();
  }
  Async<Result<>> reply(Host&, PostRef thread, DeliveryId, Words said) override {
    words.push_back(std::move(said));
    words_in.push_back(std::move(thread));
    co_return Result<>();
  }
  Async<Result<std::optional<DeliveryId>>> identify(Host&, PostRef post) override {
    if (unreadable) co_return Error{Fault::forbidden, "The bot isn't in that room."};
    for (const Shown& one : shown)
      if (one.post == post) co_return std::optional<DeliveryId>(one.id);
    co_return std::optional<DeliveryId>{};
  }

  std::optional<Error> next_fault() {
    if (faults.empty()) return std::nullopt;
    Error fault = std::move(faults.front());
    faults.pop_front();
    return fault;
  }

  std::vector<Shown> shown;
  std::vector<Words> words;
  std::vector<PostRef> words_in;  // where each was said
  std::deque<Error> faults;       // of the calls to come
  bool unreadable = false;        // whose post something is can't be told
  int throws = 0;                 // how many posts to come end with an exception
};

// What the board's host can't do: it has no way out.
class BoardHost : public BackendHost {
 public:
  using BackendHost::BackendHost;
  Async<Result<Response>> send(askd::Request) override { co_return invalid("The board makes no calls."); }
  Async<Result<std::unique_ptr<Socket>>> connect(std::string, Headers) override {
    co_return invalid("The board makes no calls.");
  }
  Async<Result<std::unique_ptr<Stream>>> dial(std::string, bool) override {
    co_return invalid("The board makes no calls.");
  }
  Result<> serve(std::string, Hook) override { return invalid("The board takes no calls."); }
  // The clock says what time it is; how long a nap takes is of no interest.
  Async<> sleep(std::chrono::milliseconds) override { return net::sleep_for(std::chrono::milliseconds(1)); }
};

inline core::Roster roster_with_board() {
  core::RosterPerson ana;
  ana.key = "ana";
  ana.name = "Ana";
  ana.identities = {{"board", "u-ana"}};
  core::RosterPerson ben;
  ben.key = "ben";
  ben.name = "Ben";
  ben.identities = {{"board", "u-ben"}};
  core::RosterChannel ops;
  ops.name = "#ops";
  ops.rooms = {Room{"board", "ops", false}};
  ops.members = {"ana", "ben"};
  core::RosterTeam team;
  team.name = core::default_team;
  team.people = {ana, ben};
  team.channels = {ops};
  core::Roster roster;
  roster.teams = {team};
  roster.backends["board"] = Board{}.capabilities();
  return roster;
}

// One askd without doors. Its clock stands still until it is moved.
class Rig : public net::Loop {
 public:
  explicit Rig(std::shared_ptr<store::MemoryKv> kv = std::make_shared<store::MemoryKv>(), bool first = true)
      : disk(std::move(kv)),
        store(store::Store::open(disk, {.threads = 1}).value()),
        engine(store->load().value(), core::Roster{}),
        pump(io.get_executor(), engine, *store, clock, [this](const Error& error) { stop(error); }),
        service(pump, *store, ids),
        lanes(io.get_executor(), pump, "http://ask.test") {
    auto adapter = std::make_unique<Board>();
    board = adapter.get();
    auto its_host = std::make_unique<BoardHost>(pump, ids, "board");
    host = its_host.get();
    lanes.add("board", Backend{std::move(adapter), std::move(its_host)});
    boost::asio::co_spawn(io, pump.run(), boost::asio::detached);
    if (first) set_up();
  }

  core::Outcome submit(core::Input input) { return run(service.submit(std::move(input))); }
  core::Outcome configure(core::Roster roster) {
    std::vector<Ulid> fresh;
    for (int i = 0; i < 8; ++i) fresh.push_back(ids.next_ulid(now));
    return run(service.reconfigure(std::move(roster), std::move(fresh)));
  }

  core::asks::Requested question(std::string title, std::vector<std::string> to = {}) {
    core::asks::Requested wanted;
    wanted.id = ids.next<AskId>(now);
    wanted.agent = agent;
    wanted.conversation = ids.next<ConversationId>(now);
    wanted.question.title = std::move(title);
    wanted.question.form = core::Approval{};
    wanted.question.to = std::move(to);
    return wanted;
  }
  AskId ask(std::string title, std::vector<std::string> to = {}) {
    core::asks::Requested wanted = question(std::move(title), std::move(to));
    const AskId id = wanted.id;
    EXPECT_FALSE(submit(core::asks::Input{std::move(wanted)}).error);
    return id;
  }
  core::AskState state_of(AskId id) { return run(service.ask(id))->ask.state; }

  // What a person does on the board; on disk when this returns.
  void hear(std::string key, const PostRef& thread, std::string who, std::string said,
            std::optional<DeliveryId> press = {}) {
    Inbound what;
    what.key = std::move(key);
    what.thread = thread;
    what.who = std::move(who);
    what.said = std::move(said);
    what.delivery = press;
    what.pressed = press.has_value();
    what.cursor = what.key;
    run(host->heard(std::move(what)));
  }

  Instant now{std::chrono::milliseconds(1'700'000'000'000)};
  std::shared_ptr<store::MemoryKv> disk;
  IdSource ids{11};
  std::unique_ptr<store::Store> store;
  Engine engine;
  // The steady clock stands still, so that a move of more than a minute is a jump, as when the machine slept.
  Clock clock{[this] { return now; }, [] { return std::chrono::milliseconds{0}; }};
  Pump pump;
  Service service;
  Lanes lanes;
  Board* board = nullptr;
  BoardHost* host = nullptr;
  AgentId agent;
  std::optional<Error> stopped;  // the pump couldn't go on

 private:
  // The pump must not go on after this; in the tests it never comes back.
  [[noreturn]] void stop(const Error& error) {
    stopped = error;
    throw Stopped{};
  }
  struct Stopped {};

  void set_up() {
    core::people::Bootstrapped first;
    first.owner.id = ids.next<PersonId>(now);
    first.owner.name = "Owner";
    first.agent.id = agent = ids.next<AgentId>(now);
    first.agent.name = "bot";
    first.agent.capabilities = {core::Capability::read_channels};
    first.channel.id = ids.next<ChannelId>(now);
    first.channel.name = first.channel.folded = "#general";
    ASSERT_FALSE(submit(core::people::Input{first}).error);
    ASSERT_FALSE(configure(roster_with_board()).error);
  }
};

}  // namespace askd::engine
