// Agents that register and are put out, and what they and people say to each other in channels.
#include "sim/world.hpp"

#include "core/registrations/registrations.hpp"

#include <iterator>
#include <utility>

namespace askd::sim {
namespace {

template <class Map>
typename Map::key_type some_key(Rng& rng, const Map& map) {
  if (map.empty()) return {};
  auto at = map.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(rng.below(map.size())));
  return at->first;
}

core::Digest fresh_digest(std::uint64_t number) {
  core::Digest digest{};
  for (std::size_t i = 0; i < 8; ++i) digest[i] = static_cast<std::uint8_t>(number >> (8 * i));
  digest[8] = 1;
  return digest;
}

}  // namespace

void World::agent_registers() {
  core::registrations::Requested wanted;
  wanted.wish.secret = core::Digest{static_cast<std::uint8_t>(1 + rng_.below(2))};
  wanted.wish.name = "worker-" + std::to_string(rng_.below(4));
  const auto plan = core::registrations::plan(engine_->state(), roster_, wanted.wish);
  if (!plan) return;
  wanted.plan = *plan;
  wanted.agent = ids_.next<AgentId>(now());
  wanted.token = ids_.next<TokenId>(now());
  wanted.token_hash = fresh_digest(++digests_);
  wanted.id = ids_.next<RegistrationId>(now());
  wanted.handle = fresh_digest(++digests_);
  wanted.expires = now() + std::chrono::seconds(20);
  handles_.push_back(wanted.handle);
  const core::Agent* own = core::registrations::own_agent_of(engine_->state(), wanted.plan.team);
  wanted.question.agent = own == nullptr ? ids_.next<AgentId>(now()) : own->id;
  wanted.question.id = ids_.next<AskId>(now());
  wanted.question.conversation = ids_.next<ConversationId>(now());
  wanted.question.question.title = "Let it in?";
  wanted.question.question.form = core::Approval{};
  wanted.question.question.to = {"#ops"};
  wanted.question.expires = now() + std::chrono::seconds(3);
  asked_.push_back(wanted.question.id);
  engine_->submit(core::registrations::Input{std::move(wanted)},
                  [this](const core::Outcome& outcome) { told(outcome); });
}

// A token is handed out once, whatever dies in between.
void World::agent_claims() {
  if (handles_.empty()) return;
  core::registrations::Claimed claim;
  claim.handle = rng_.one_of(handles_);
  claim.agent = ids_.next<AgentId>(now());
  claim.token = ids_.next<TokenId>(now());
  claim.token_hash = fresh_digest(++digests_);
  engine_->submit(core::registrations::Input{claim}, [this, handle = claim.handle](const core::Outcome& outcome) {
    told(outcome);
    if (!outcome.error) require(claimed_.insert(handle).second, "I2: a token was handed out twice");
  });
}

void World::somebody_comes_or_goes() {
  const AgentId agent = some_key(rng_, engine_->state().agents);
  if (agent != agent_ && rng_.chance(5)) {
    engine_->submit(core::registrations::Input{core::registrations::RevocationRequested{agent, "ana"}});
    return;
  }
  core::channels::MembershipRequested wanted;
  wanted.id = some_key(rng_, engine_->state().channels);
  wanted.agent = agent.text();
  wanted.leaves = rng_.chance(50);
  engine_->submit(core::channels::Input{std::move(wanted)});
}

void World::somebody_speaks() {
  const core::State& state = engine_->state();
  core::conversations::Wrote wrote;
  wrote.id = ids_.next<MessageId>(now());
  wrote.channel = some_key(rng_, state.channels);
  if (rng_.chance(70))
    wrote.agent = some_key(rng_, state.agents);
  else
    wrote.person = some_key(rng_, state.people);
  wrote.content = rng_.chance(30) ? "@human look" : "@ana and @worker-1: done";
  engine_->submit(core::conversations::Input{std::move(wrote)}, [this](const core::Outcome& outcome) {
    told(outcome);
    if (!outcome.error) told_messages_.insert(MessageId{outcome.subject});
  });
}

// On a platform, under no post of ours, in a room that a channel is bound to.
void World::somebody_speaks_in_a_room() {
  Platform& platform = rng_.one_of(platforms_);
  Act act;
  act.what.key = platform.next_key();
  act.what.thread = PostRef{platform.id(), "room", {}};
  act.what.who = platform.id().substr(0, 1) + std::to_string(1 + rng_.below(4));
  act.what.who_name = act.what.who;
  act.what.cursor = act.what.key;
  act.what.said = "I say " + act.what.key;
  spoken_.push_back(act.what.said);
  ++tally_.acts;
  platform.acts().push_back(std::move(act));
}

void World::somebody_reads() {
  const core::State& state = engine_->state();
  if (state.tallies.empty()) return;
  const ChannelId channel = some_key(rng_, state.tallies);
  const core::Tally& tally = state.tallies.at(channel);
  engine_->submit(core::channels::Input{
      core::channels::ReadingMoved{some_key(rng_, state.people), channel, tally.last, tally.messages}});
}

}  // namespace askd::sim
