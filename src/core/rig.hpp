// For the tests: a team with people, channels and two enrollment classes, and a clock that stands still.
#pragma once

#include "core/channels/channels.hpp"
#include "core/core.hpp"
#include "core/people/people.hpp"
#include "core/registrations/registrations.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

namespace askd::core {

class Office {
 public:
  State state;
  Roster roster;
  Instant now{std::chrono::hours(24 * 365 * 56)};

  // People: ana (Ana Lima) and ben. Channels of the file: #general, #ops with ana, and #tagged for all agents' classes.
  // Classes: workers (secret 1), and guests (secret 2), whom the people of #ops approve.
  Office() {
    RosterTeam team;
    team.name = default_team;
    team.people = {{"ana", "Ana Lima", "ana@example.org", "", Role::owner, {}},
                   {"ben", "Ben Roy", "ben@example.org", "", Role::member, {}}};
    team.channels = {file_channel("#general", {"ana", "ben"}), file_channel("#ops", {"ana"}),
                     file_channel("#tagged", {"ben"})};
    team.channels[2].tags = {"open"};
    roster.teams = {team};
    RosterClass workers;
    workers.name = "workers";
    workers.secret = Digest{1};
    workers.capabilities = {Capability::read_channels, Capability::post_messages};
    workers.channels = {"#general"};
    workers.tagged = "open";
    workers.token_lives = std::chrono::hours(1);
    RosterClass guests = workers;
    guests.name = "guests";
    guests.secret = Digest{2};
    guests.approval = "#ops";
    roster.classes = {workers, guests};
    Configured configured;
    for (int i = 0; i < 5; ++i) configured.fresh.push_back(next_ulid());
    decide(std::move(configured));
  }

  template <class I>
  I fresh() {
    return I{next_ulid()};
  }
  Outcome decide(Input input) { return core::decide(state, roster, std::move(input), now); }

  const Channel& channel(std::string_view name) {
    return *state.channel(channels::named(state, TeamId{default_team}, name));
  }
  PersonId person(std::string_view name) { return people::named(state, TeamId{default_team}, name); }

  registrations::Requested request(registrations::Wish wish) {
    registrations::Requested request;
    auto plan = registrations::plan(state, roster, wish);
    EXPECT_TRUE(plan);
    if (plan) request.plan = *plan;
    request.wish = std::move(wish);
    request.agent = fresh<AgentId>();
    request.token = fresh<TokenId>();
    request.token_hash = Digest{100, ++hashes_};
    request.id = fresh<RegistrationId>();
    request.handle = Digest{200, ++hashes_};
    request.expires = now + std::chrono::hours(1);
    const Agent* own = registrations::own_agent_of(state, TeamId{default_team});
    request.question.agent = own == nullptr ? fresh<AgentId>() : own->id;
    request.question.id = fresh<AskId>();
    request.question.conversation = fresh<ConversationId>();
    request.question.question.title = "Let it in?";
    request.question.question.form = Approval{};
    request.question.question.to = {"#ops"};
    request.question.expires = request.expires;
    return request;
  }

  // An agent whose class asks nobody.
  AgentId enroll(registrations::Wish wish) {
    const Outcome outcome = decide(registrations::Input{request(std::move(wish))});
    EXPECT_FALSE(outcome.error);
    return AgentId{outcome.subject};
  }

  struct Pending {
    Digest handle = {};
    AskId ask = {};
  };
  Pending ask_to_come_in(registrations::Wish wish) {
    registrations::Requested request = this->request(std::move(wish));
    const Pending pending{request.handle, request.question.id};
    const Outcome outcome = decide(registrations::Input{std::move(request)});
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    return pending;
  }
  Outcome claim(const Pending& pending) {
    registrations::Claimed claimed;
    claimed.handle = pending.handle;
    claimed.agent = fresh<AgentId>();
    claimed.token = fresh<TokenId>();
    claimed.token_hash = Digest{100, ++hashes_};
    return decide(registrations::Input{claimed});
  }
  void answer(const AskId& ask, std::string_view who, std::string value) {
    asks::Replied reply;
    reply.id = ask;
    reply.by = person(who);
    reply.value = std::move(value);
    EXPECT_FALSE(decide(asks::Input{std::move(reply)}).error);
  }

  AskId ask(const AgentId& agent, std::string title) {
    asks::Requested request;
    request.id = fresh<AskId>();
    request.agent = agent;
    request.conversation = fresh<ConversationId>();
    request.question.title = std::move(title);
    EXPECT_FALSE(decide(asks::Input{request}).error);
    return request.id;
  }

 private:
  static RosterChannel file_channel(std::string name, std::vector<std::string> members) {
    RosterChannel channel;
    channel.name = std::move(name);
    channel.members = std::move(members);
    return channel;
  }
  Ulid next_ulid() { return Ulid{1, ++ids_ << 16}; }

  std::uint64_t ids_ = 0;
  std::uint8_t hashes_ = 0;
};

}  // namespace askd::core
