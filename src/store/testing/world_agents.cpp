// Draws what agents and people do about registrations and channels.
#include "core/registrations/registrations.hpp"
#include "store/testing/world.hpp"

#include <iterator>
#include <utility>

namespace askd::store::testing {
namespace {

template <class Map>
typename Map::key_type any_key(Random& random, const Map& map) {
  if (map.empty()) return {};
  auto at = map.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(random.below(map.size())));
  return at->first;
}

}  // namespace

ChannelId World::any_channel(const core::State& state) { return any_key(random_, state.channels); }
AgentId World::any_agent(const core::State& state) { return any_key(random_, state.agents); }

core::Input World::register_or_revoke(const core::State& state) {
  if (random_.chance(8)) return core::registrations::Input{core::registrations::RevocationRequested{agent_, "Olga"}};
  if (random_.chance(3)) {
    core::registrations::Claimed input;
    input.handle = pick(handles_);
    input.agent = fresh<AgentId>();
    input.token = fresh<TokenId>();
    input.token_hash = random_.make<core::Digest>();
    return core::registrations::Input{std::move(input)};
  }
  core::registrations::Requested input;
  input.wish.secret = core::Digest{static_cast<std::uint8_t>(1 + random_.below(3))};
  input.wish.name = "bot-" + std::to_string(random_.below(6));
  if (random_.chance(2)) input.wish.channels = std::vector<std::string>{"#general", "#nowhere"};
  input.agent = fresh<AgentId>();
  input.token = fresh<TokenId>();
  input.token_hash = random_.make<core::Digest>();
  input.id = fresh<RegistrationId>();
  input.handle = random_.make<core::Digest>();
  input.expires = now_ + std::chrono::seconds(60);
  handles_.push_back(input.handle);
  input.question.id = fresh<AskId>();
  input.question.conversation = fresh<ConversationId>();
  input.question.question.title = "Let it in?";
  input.question.question.form = core::Approval{};
  input.question.question.to = {"#ops"};
  input.question.expires = input.expires;
  const core::Agent* own = core::registrations::own_agent_of(state, core::TeamId{core::default_team});
  input.question.agent = own == nullptr ? fresh<AgentId>() : own->id;
  if (auto plan = core::registrations::plan(state, roster_, input.wish)) input.plan = std::move(*plan);
  return core::registrations::Input{std::move(input)};
}

core::Input World::rotate() {
  core::agents::RotationRequested input;
  input.agent = agent_;
  input.token.id = fresh<TokenId>();
  input.token.hash = random_.make<core::Digest>();
  input.old_end = now_ + std::chrono::seconds(random_.below(60));
  return core::agents::Input{std::move(input)};
}

core::Input World::open_or_close_doors(const core::State& state) {
  switch (random_.below(6)) {
    case 0:
      return rotate();
    case 1:
      return core::agents::Input{
          core::agents::WebhookRequested{agent_, "https://hooks.example.org/", {"secret"}, now_}};
    case 2:
      return core::agents::Input{core::agents::WebhookDropped{agent_}};
    case 3: {
      const core::Agent* agent = state.agent(agent_);
      const core::Sequence from = agent != nullptr && agent->webhook ? agent->webhook->cursor : random_.below(200);
      return core::agents::Input{core::agents::WebhookDelivered{agent_, from, from + random_.below(20)}};
    }
    case 4:
      return core::agents::Input{core::agents::WebhookGaveUp{agent_, "https://hooks.example.org/", "it was gone"}};
    default:
      return core::agents::Input{core::agents::RedriveRequested{agent_, {}}};
  }
}

core::Input World::meet(const core::State& state) {
  const core::channels::Actor by{{}, random_.chance(2) ? owner_ : PersonId{}};
  switch (random_.below(4)) {
    case 0: {
      core::channels::CreationRequested input;
      input.id = fresh<ChannelId>();
      input.by.agent = agent_;
      input.name = "#c" + std::to_string(random_.below(6));
      return core::channels::Input{std::move(input)};
    }
    case 1: {
      core::channels::ChangeRequested input;
      input.id = any_channel(state);
      input.by = by;
      input.tags = std::vector<std::string>{"tag-" + std::to_string(random_.below(3))};
      return core::channels::Input{std::move(input)};
    }
    case 2: {
      core::channels::MembershipRequested input;
      input.id = any_channel(state);
      input.by = by;
      input.agent = any_agent(state).text();
      input.leaves = random_.chance(2);
      return core::channels::Input{std::move(input)};
    }
    default:
      return core::channels::Input{
          core::channels::ReadingMoved{owner_, any_channel(state), fresh<MessageId>(), 1 + random_.below(9)}};
  }
}

core::Input World::speak(const core::State& state) {
  core::conversations::Wrote input;
  input.id = fresh<MessageId>();
  input.channel = any_channel(state);
  if (random_.chance(2)) {
    input.agent = any_agent(state);
    input.retry_key = key();
    input.retry_digest = digest();
  } else {
    input.person = owner_;
  }
  input.content = random_.chance(2) ? "@human look" : "@Olga and @bot-1, @ben: all is well.";
  return core::conversations::Input{std::move(input)};
}

}  // namespace askd::store::testing
