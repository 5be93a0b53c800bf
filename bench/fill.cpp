#include "fill.hpp"

#include "requests.hpp"

#include "api/first_start.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "engine/engine.hpp"
#include "shapes/ask_json.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace askd::bench {
namespace {

constexpr std::size_t at_once = 512;  // asks in one synced write
constexpr std::string_view agent_name = "bench";

Instant now() { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

// Does what the pump does, and waits for the disk in between.
void commit(engine::Engine& engine, store::Store& store) {
  engine.next_batch(now());
  store::Batch batch{{}, 0, engine.decided_at(), engine.state()};
  for (const core::Outcome& outcome : engine.decided()) {
    if (outcome.error) throw Failure("The store can't be filled: " + outcome.error->message);
    if (batch.first == 0) batch.first = outcome.first;
    batch.facts.emplace_back(outcome.facts);
  }
  if (const auto written = store.append(batch); !written) throw Failure(written.error().message);
  engine.committed();
}

core::Input first_input(IdSource& ids) {
  return core::people::Input{api::first_start(ids, now(), "owner@bench.local", "", agent_name, "").input};
}

// As the door makes it of the request that AskRequest holds.
core::Input ask_input(IdSource& ids, AgentId agent, std::size_t number, bool key) {
  core::asks::Requested input;
  input.id = ids.next<AskId>(now());
  input.agent = agent;
  input.conversation = ids.next<ConversationId>(now());
  input.question.title = title_of(number);
  input.question.form = core::Approval{};
  input.expires = now() + std::chrono::hours(12);
  input.digest = shapes::digest_of(agent, agent_name, input.question, input.expires);
  if (key) {
    input.retry_key = "8e03978e-40d5-43e8-bc93-" + std::to_string(100'000'000'000 + number);
    input.retry_digest = crypto::sha256(input.retry_key);
  }
  return core::asks::Input{std::move(input)};
}

}  // namespace

void fill(const std::filesystem::path& path, std::size_t asks, bool keys) {
  auto store = store::Store::open(path);
  if (!store) throw Failure(store.error().message);
  core::Roster roster;
  roster.open_asks_per_agent = static_cast<std::uint32_t>(asks);
  engine::Engine engine(core::State{}, std::move(roster));
  IdSource ids;
  engine.submit(first_input(ids));
  if (!engine.wants().empty()) throw Failure("An empty store is asked for rows.");
  commit(engine, **store);
  const AgentId agent = engine.state().agents.begin()->first;
  for (std::size_t made = 0; made < asks;) {
    const std::size_t end = std::min(made + at_once, asks);
    for (; made < end; ++made) engine.submit(ask_input(ids, agent, made, keys));
    if (const auto wanted = engine.wants(); !wanted.empty()) {
      auto rows = (*store)->fetch(wanted);
      if (!rows) throw Failure(rows.error().message);
      engine.admit(std::move(*rows));
    }
    commit(engine, **store);
  }
}

}  // namespace askd::bench
