// Draws inputs by chance, with what outsiders would know.
#include "store/testing/world.hpp"

#include <iterator>
#include <utility>
#include <variant>

#include "store/testing/samples.hpp"

namespace askd::store::testing {

World::World(std::uint64_t seed) : random_(seed), ids_(seed), now_(instant()) {
  core::RosterTeam team;
  team.name = core::default_team;
  team.people = {{"ana", "Ana", "ana@example.org", "", core::Role::member, {{"chat", "U1"}}},
                 {"ben", "Ben", "ben@example.org", "", core::Role::member, {{"mail", "U2"}, {"chat", "U3"}}}};
  core::RosterChannel channel;
  channel.name = "#ops";
  channel.rooms = {{"chat", "room 1"}, {"mail", "list"}};
  channel.members = {"ana", "ben"};
  team.channels = {channel};
  roster_.teams = {team};
  core::RosterClass workers;
  workers.name = "workers";
  workers.secret = core::Digest{1};
  workers.capabilities = {core::Capability::read_channels, core::Capability::post_messages};
  workers.channels = {"#general", "#ops"};
  workers.token_lives = std::chrono::hours(1);
  core::RosterClass guests = workers;
  guests.name = "guests";
  guests.secret = core::Digest{2};
  guests.approval = "#ops";
  roster_.classes = {workers, guests};
  Capabilities capabilities;
  capabilities.edits = true;
  capabilities.threads = true;
  capabilities.private_replies = true;
  roster_.backends = {{"chat", capabilities}, {"mail", Capabilities{}}};
}

std::vector<core::Input> World::beginning() {
  core::people::Bootstrapped start;
  start.owner.id = owner_ = fresh<PersonId>();
  start.owner.name = "Olga";
  start.owner.email = "olga@example.org";
  start.owner.password.text = "scrypt$1$1$1$a$b";
  start.agent.id = agent_ = fresh<AgentId>();
  start.agent.name = "ci";
  start.agent.tokens = {{fresh<TokenId>(), random_.make<core::Digest>(), now_, {}}};
  start.channel.id = fresh<ChannelId>();
  start.channel.name = start.channel.folded = "#general";
  start.invite = core::Invite{};
  start.invite->id = fresh<InviteId>();
  start.invite->hash = random_.make<core::Digest>();
  start.invite->expires = now_ + std::chrono::hours(1);
  core::Configured configured;
  for (int i = 0; i < 10; ++i) configured.fresh.push_back(ids_.next_ulid(now_));
  std::vector<core::Input> inputs;
  inputs.emplace_back(core::people::Input{std::move(start)});
  inputs.emplace_back(std::move(configured));
  return inputs;
}

core::Input World::next(const core::State& state) {
  now_ += std::chrono::milliseconds(random_.below(3000));
  // Nothing is asked while it is out.
  if (const core::Agent* agent = state.agent(agent_); agent != nullptr && agent->revoked && random_.chance(3))
    return rotate();
  switch (random_.below(20)) {
    case 19:
      return register_or_revoke(state);
    case 18:
      return open_or_close_doors(state);
    case 17:
      return meet(state);
    case 16:
      return speak(state);
    case 0:
    case 1:
    case 2:
      return ask();
    case 3:
      return notice();
    case 4:
    case 5:
      return reply();
    case 6:
      return write();
    case 7:
    case 8:
      return hear();
    case 9:
      return identify(state);
    case 10:
      return core::Input{core::asks::Input{core::asks::Cancelled{pick(asks_), agent_, "not needed"}}};
    case 11:
      return core::Input{core::Ticked{!random_.chance(5)}};
    case 12:
      return come_or_go();
    default:
      return run_errand(state);
  }
}

std::vector<std::string> World::addressees() {
  switch (random_.below(4)) {
    case 0:
      return {"#ops"};
    case 1:
      return {"@ana"};
    case 2:
      return {"#ops", "@ben"};
    default:
      return {};
  }
}

core::Input World::ask() {
  core::asks::Requested input;
  input.id = fresh<AskId>();
  input.agent = agent_;
  input.fresh_conversation = conversations_.empty() || !random_.chance(3);
  input.conversation = input.fresh_conversation ? fresh<ConversationId>() : pick(conversations_);
  input.question.title = "Deploy?";
  input.question.body.text = random_.make<std::string>();
  if (random_.chance(2)) input.question.form = core::Approval{};
  input.question.to = addressees();
  if (random_.chance(4)) input.question.required = 2;
  if (random_.chance(3)) input.expires = now_ + std::chrono::milliseconds(random_.below(40'000));
  if (input.expires && random_.chance(2)) input.question.fallback = core::Value{std::string("deny")};
  input.retry_key = key();
  input.retry_digest = digest();
  if (random_.chance(8)) input.supersedes = pick(asks_);
  return core::asks::Input{std::move(input)};
}

core::Input World::notice() {
  core::notices::Requested input;
  input.notice.id = fresh<NoticeId>();
  input.notice.agent = agent_;
  input.fresh_conversation = conversations_.empty() || random_.chance(2);
  input.notice.conversation = input.fresh_conversation ? fresh<ConversationId>() : pick(conversations_);
  input.notice.title = "Done";
  input.notice.to = addressees();
  input.notice.retry_key = key();
  input.notice.retry_digest = digest();
  return core::notices::Input{std::move(input)};
}

core::Input World::reply() {
  core::asks::Replied input;
  input.id = pick(asks_);
  input.by = owner_;
  input.value = std::string(random_.chance(2) ? "approve" : "deny");
  return core::asks::Input{std::move(input)};
}

core::Input World::write() {
  core::conversations::Wrote input;
  input.id = fresh<MessageId>();
  input.conversation = pick(conversations_);
  if (random_.chance(2)) {
    input.agent = agent_;
    input.retry_key = key();
    input.retry_digest = digest();
  } else {
    input.person = owner_;
  }
  input.content = "a word";
  return core::conversations::Input{std::move(input)};
}

core::Input World::hear() {
  core::conversations::Heard input;
  input.id = fresh<MessageId>();
  input.backend = random_.chance(3) ? "mail" : "chat";
  input.what.key = "event " + std::to_string(random_.below(60));
  input.what.thread =
      random_.chance(4) ? PostRef{input.backend, "room 1", "early " + std::to_string(random_.below(4))} : pick(posts_);
  input.what.who = "U" + std::to_string(1 + random_.below(4));
  input.what.said = random_.chance(2) ? "yes" : "which one?";
  input.what.own = random_.chance(5);
  input.what.cursor = random_.chance(2) ? std::to_string(random_.below(1000)) : std::string{};
  if (random_.chance(3)) {
    if (random_.chance(3)) input.what.thread.message = "copy " + std::to_string(++posts_made_);
    input.what.delivery = shown_by(input.what.thread, pick(deliveries_));
    input.what.pressed = true;
    input.what.said = random_.chance(2) ? "approve" : "nonsense";
  }
  return core::conversations::Input{std::move(input)};
}

DeliveryId World::shown_by(const PostRef& post, DeliveryId otherwise) {
  return shows_.try_emplace(post, otherwise).first->second;
}

core::Input World::identify(const core::State& state) {
  core::conversations::Identified input;
  input.post = state.parked.empty() ? pick(posts_) : state.parked.begin()->second.what.thread;
  if (random_.chance(2)) input.delivery = shown_by(input.post, pick(deliveries_));
  return core::conversations::Input{std::move(input)};
}

// Mostly what is owed, sometimes what was owed long ago.
core::Input World::run_errand(const core::State& state) {
  core::Errand errand;
  errand.delivery = pick(deliveries_);
  errand.post = pick(posts_);
  errand.kind = random_.chance(2) ? core::Errand::Kind::post : core::Errand::Kind::edit;
  if (!state.owed.empty() && !random_.chance(8)) {
    auto owed = state.owed.begin();
    std::advance(owed, static_cast<std::ptrdiff_t>(random_.below(state.owed.size())));
    errand = *owed;
  }
  if (errand.kind == core::Errand::Kind::identify)
    return core::conversations::Input{core::conversations::Identified{errand.post, {}}};
  const Fault fault = random_.chance(2) ? Fault::unavailable : Fault::forbidden;
  const bool fails = random_.chance(4);
  if (errand.kind == core::Errand::Kind::edit) {
    if (fails)
      return core::deliveries::Input{core::deliveries::EditFailed{errand.delivery, errand.post, fault, "no", {}}};
    return core::deliveries::Input{core::deliveries::Edited{errand.delivery, errand.post}};
  }
  if (fails) return core::deliveries::Input{core::deliveries::PostFailed{errand.delivery, fault, "no", {}}};
  const core::Delivery* delivery = state.delivery(errand.delivery);
  const Room room = delivery == nullptr ? Room{"chat", "room 1"} : delivery->room;
  const bool early = random_.chance(6);  // somebody replied to this one already
  PostRef post{room.backend, room.name, early ? "early " + std::to_string(random_.below(4)) : std::string{}};
  if (!early || shown_by(post, errand.delivery) != errand.delivery) post.message = std::to_string(++posts_made_);
  shown_by(post, errand.delivery);
  return core::deliveries::Input{core::deliveries::Posted{errand.delivery, std::move(post), "link"}};
}

core::Input World::come_or_go() {
  switch (random_.below(5)) {
    case 0: {
      core::people::InviteRequested input;
      input.invite.id = fresh<InviteId>();
      input.invite.hash = random_.make<core::Digest>();
      input.invite.expires = now_ + std::chrono::seconds(60);
      input.by = owner_;
      return core::people::Input{std::move(input)};
    }
    case 1: {
      core::people::Accepted input;
      input.hash = pick(invites_);
      input.id = fresh<PersonId>();
      input.name = "Guest";
      input.session.id = fresh<SessionId>();
      input.session.hash = random_.make<core::Digest>();
      input.session.expires = now_ + std::chrono::seconds(60);
      return core::people::Input{std::move(input)};
    }
    case 2: {
      core::people::SignedIn input;
      input.session.id = fresh<SessionId>();
      input.session.person = owner_;
      input.session.hash = random_.make<core::Digest>();
      input.session.expires = now_ + std::chrono::seconds(60);
      return core::people::Input{std::move(input)};
    }
    case 3:
      return core::people::Input{core::people::SignedOut{pick(sessions_)}};
    default:
      return core::agents::Input{core::agents::Acknowledged{agent_, random_.below(200)}};
  }
}

void World::learn(const core::Facts& facts) {
  for (const core::Fact& fact : facts) {
    if (const auto* ask = std::get_if<core::asks::Fact>(&fact)) {
      if (const auto* opened = std::get_if<core::asks::Opened>(ask)) {
        asks_.push_back(opened->ask.id);
        conversations_.push_back(opened->ask.conversation);
      }
    } else if (const auto* delivery = std::get_if<core::deliveries::Fact>(&fact)) {
      if (const auto* queued = std::get_if<core::deliveries::Queued>(delivery))
        deliveries_.push_back(queued->delivery.id);
      if (const auto* sent = std::get_if<core::deliveries::Sent>(delivery)) posts_.push_back(sent->post);
    } else if (const auto* notice = std::get_if<core::notices::Fact>(&fact)) {
      conversations_.push_back(std::get<core::notices::Posted>(*notice).notice.conversation);
    } else if (const auto* people = std::get_if<core::people::Fact>(&fact)) {
      if (const auto* session = std::get_if<core::people::SessionOpened>(people))
        sessions_.push_back(session->session.id);
      if (const auto* invited = std::get_if<core::people::Invited>(people)) invites_.push_back(invited->invite.hash);
    }
  }
}

}  // namespace askd::store::testing
