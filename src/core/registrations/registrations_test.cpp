// Who comes in with which secret, what people approve, and what a revocation ends.
#include "core/registrations/registrations.hpp"
#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/rig.hpp"
#include "core/streams/streams.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace askd::core::registrations {
namespace {

Wish wish(std::uint8_t secret, std::string name) {
  Wish wish;
  wish.secret = Digest{secret};
  wish.name = std::move(name);
  return wish;
}

TEST(Registrations, WhatIsLeftOutStandsForAllThatTheClassAllows) {
  Office office;
  const AgentId id = office.enroll(wish(1, "research-agent"));
  const Agent& agent = *office.state.agent(id);
  EXPECT_EQ(agent.enrolled_as, "workers");
  EXPECT_EQ(agent.capabilities, (std::set{Capability::read_channels, Capability::post_messages}));
  EXPECT_EQ(agent.tokens.size(), 1U);
  EXPECT_EQ(*agent.tokens[0].expires, office.now + std::chrono::hours(1));
  EXPECT_TRUE(office.channel("#general").agents.contains(id));
  EXPECT_TRUE(office.channel("#tagged").agents.contains(id));
  EXPECT_FALSE(office.channel("#ops").agents.contains(id));
}

TEST(Registrations, TooMuchIsRefusedAsAWhole) {
  Office office;
  Wish greedy = wish(1, "greedy");
  greedy.capabilities = {{Capability::read_channels, Capability::ask_humans, Capability::manage_agents}};
  greedy.channels = {{"#general", "#ops", "#nowhere"}};
  const auto plan = registrations::plan(office.state, office.roster, greedy);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().fault, Fault::forbidden);
  ASSERT_EQ(plan.error().problems.size(), 3U);
  EXPECT_NE(plan.error().problems[0].detail.find("ask_humans"), std::string::npos);
  EXPECT_EQ(plan.error().problems[2].pointer, "/requested_channels/1");
}

TEST(Registrations, ANameIsOneAgents) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  EXPECT_EQ(office.enroll(wish(1, "BOT")), id) << "the same name in other letters is the same agent";
  EXPECT_EQ(office.state.agent(id)->tokens.size(), 2U);
  for (const auto& [secret, name] : std::vector<std::pair<std::uint8_t, std::string>>{
           {2, "bot"}, {1, "bоt"}, {1, "askd"}, {1, "аskd"}, {1, "ana"}, {1, "Ana Lima"}, {1, "аna"}}) {
    const auto plan = registrations::plan(office.state, office.roster, wish(secret, name));
    ASSERT_FALSE(plan) << name;
    EXPECT_EQ(plan.error().fault, Fault::conflict) << name;
  }
  const auto unknown = registrations::plan(office.state, office.roster, wish(9, "bot"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().fault, Fault::unauthenticated);
  EXPECT_EQ(unknown.error().message.find("workers"), std::string::npos) << "classes aren't named";
}

TEST(Registrations, AClassHasSoManyAgents) {
  Office office;
  office.roster.classes[0].agents_max = 2;
  const AgentId first = office.enroll(wish(1, "one"));
  office.enroll(wish(1, "two"));
  const auto third = registrations::plan(office.state, office.roster, wish(1, "three"));
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().fault, Fault::forbidden);
  office.enroll(wish(1, "two"));  // it is there already
  ASSERT_FALSE(office.decide(registrations::Input{RevocationRequested{first, "Ana"}}).error);
  office.enroll(wish(1, "three"));
}

TEST(Registrations, TokensAreBounded) {
  Office office;
  AgentId id;
  for (int i = 0; i < 20; ++i) id = office.enroll(wish(1, "bot"));
  EXPECT_EQ(office.state.agent(id)->tokens.size(), agents::tokens_max);
  EXPECT_EQ(office.state.tokens.size(), agents::tokens_max);
}

TEST(Registrations, PeopleLetAnAgentIn) {
  Office office;
  const auto pending = office.ask_to_come_in(wish(2, "guest"));
  EXPECT_EQ(office.state.agents.size(), 1U) << "askd's own agent asks, and the guest isn't in yet";
  Outcome early = office.claim(pending);
  ASSERT_TRUE(early.error);
  EXPECT_EQ(early.error->fault, Fault::conflict);
  EXPECT_TRUE(early.facts.empty());

  office.answer(pending.ask, "ana", "approve");
  const Outcome claimed = office.claim(pending);
  ASSERT_FALSE(claimed.error);
  const Agent& agent = *office.state.agent(AgentId{claimed.subject});
  EXPECT_EQ(agent.name, "guest");
  EXPECT_EQ(agent.tokens.size(), 1U);
  const auto event = event_of(office.state, claimed.facts.at(claimed.facts.size() - 2), 7, office.now);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->type, EventType::agent_approved);
  EXPECT_EQ(event->agent, agent.id);

  const Outcome again = office.claim(pending);
  ASSERT_TRUE(again.error);
  EXPECT_EQ(again.error->fault, Fault::not_found) << "the token is handed out once";
}

// Two that look alike wait at the same time; and a person may come to the name meanwhile.
TEST(Registrations, ANameThatBecameAnothersIsLost) {
  Office office;
  const auto latin = office.ask_to_come_in(wish(2, "spoof"));
  const auto lookalike = office.ask_to_come_in(wish(2, "spооf"));
  const auto persons = office.ask_to_come_in(wish(2, "Cid"));
  for (const auto& pending : {latin, lookalike, persons}) office.answer(pending.ask, "ana", "approve");
  office.roster.teams[0].people.push_back({"cid", "Cid", "cid@example.org", "", Role::member, {}});
  Configured configured;
  configured.fresh = {office.fresh<PersonId>().value};
  office.decide(std::move(configured));
  EXPECT_FALSE(office.claim(latin).error);
  EXPECT_EQ(office.claim(lookalike).error->fault, Fault::forbidden);
  EXPECT_EQ(office.claim(persons).error->fault, Fault::forbidden);
}

TEST(Registrations, ADenialNamesWhoDenied) {
  Office office;
  const auto pending = office.ask_to_come_in(wish(2, "guest"));
  office.answer(pending.ask, "ana", "deny");
  const Outcome claimed = office.claim(pending);
  ASSERT_TRUE(claimed.error);
  EXPECT_EQ(claimed.error->fault, Fault::forbidden);
  EXPECT_NE(claimed.error->message.find("Ana Lima"), std::string::npos);
  EXPECT_EQ(agents::named(office.state, "guest"), nullptr);
}

TEST(Registrations, WhoeverComesAgainTakesBackTheFirstQuestion) {
  Office office;
  const auto first = office.ask_to_come_in(wish(2, "guest"));
  const auto second = office.ask_to_come_in(wish(2, "guest"));
  EXPECT_EQ(office.state.ask(first.ask)->state, AskState::cancelled);
  EXPECT_EQ(office.state.ask(second.ask)->state, AskState::open);
  EXPECT_EQ(office.state.registrations.size(), 1U);
  EXPECT_EQ(office.claim(first).error->fault, Fault::not_found);
}

// A plan that is no longer what the question shows must not be approved unseen.
TEST(Registrations, WhatChangedMeanwhileIsAskedAnew) {
  Office office;
  Requested request = office.request(wish(2, "guest"));
  office.roster.classes[1].capabilities.insert(Capability::ask_humans);
  const Outcome outcome = office.decide(registrations::Input{std::move(request)});
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->fault, Fault::unavailable);
  EXPECT_TRUE(outcome.facts.empty());
}

TEST(Registrations, RevokingEndsEverythingOfAnAgent) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  const Digest token = office.state.agent(id)->tokens[0].hash;
  const AskId ask = office.ask(id, "Go on?");
  ASSERT_NE(agents::with_token(office.state, token, office.now), nullptr);
  ASSERT_FALSE(office.decide(registrations::Input{RevocationRequested{id, "Ana"}}).error);
  EXPECT_EQ(agents::with_token(office.state, token, office.now), nullptr);
  EXPECT_EQ(office.state.ask(ask)->state, AskState::cancelled);
  EXPECT_FALSE(office.channel("#general").agents.contains(id));
  EXPECT_TRUE(office.state.memberships.empty());
  const auto back = registrations::plan(office.state, office.roster, wish(1, "bot"));
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().fault, Fault::forbidden);

  agents::RotationRequested rotation;
  rotation.agent = id;
  rotation.token.id = office.fresh<TokenId>();
  rotation.token.hash = Digest{77};
  rotation.old_end = office.now;
  ASSERT_FALSE(office.decide(agents::Input{rotation}).error);
  EXPECT_NE(agents::with_token(office.state, Digest{77}, office.now), nullptr);
}

TEST(Agents, RotationOverlaps) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  const Digest old = office.state.agent(id)->tokens[0].hash;
  agents::RotationRequested rotation;
  rotation.agent = id;
  rotation.token.id = office.fresh<TokenId>();
  rotation.token.hash = Digest{77};
  rotation.old_end = office.now + std::chrono::minutes(10);
  ASSERT_FALSE(office.decide(agents::Input{rotation}).error);
  EXPECT_NE(agents::with_token(office.state, old, office.now + std::chrono::minutes(9)), nullptr);
  EXPECT_EQ(agents::with_token(office.state, old, office.now + std::chrono::minutes(10)), nullptr);
  // The class says how long a token is good for, and those who ask for it don't.
  EXPECT_NE(agents::with_token(office.state, Digest{77}, office.now + std::chrono::minutes(59)), nullptr);
  EXPECT_EQ(agents::with_token(office.state, Digest{77}, office.now + std::chrono::hours(1)), nullptr);
}

TEST(Agents, ATokenThatIsOverRotatesNothing) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  agents::RotationRequested rotation;
  rotation.agent = id;
  rotation.token.id = office.fresh<TokenId>();
  rotation.token.hash = Digest{77};
  rotation.old_end = office.now;
  rotation.shown = office.state.agent(id)->tokens[0].hash;
  office.now += std::chrono::hours(1);
  const Outcome late = office.decide(agents::Input{rotation});
  ASSERT_TRUE(late.error);
  EXPECT_EQ(late.error->fault, Fault::unauthenticated);
  EXPECT_TRUE(late.facts.empty());
}

TEST(Agents, AClassThatIsGoneGivesNoTokens) {
  Office office;
  agents::RotationRequested rotation;
  rotation.agent = office.enroll(wish(1, "bot"));
  rotation.token.id = office.fresh<TokenId>();
  rotation.token.hash = Digest{77};
  rotation.old_end = office.now;
  office.roster.classes.clear();
  const Outcome refused = office.decide(agents::Input{rotation});
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->fault, Fault::forbidden);
  EXPECT_EQ(agents::with_token(office.state, Digest{77}, office.now), nullptr);
}

TEST(Agents, ARevokedOneDoesNothingMore) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  ASSERT_FALSE(office.decide(registrations::Input{RevocationRequested{id, "Ana"}}).error);
  asks::Requested ask;
  ask.id = office.fresh<AskId>();
  ask.agent = id;
  ask.conversation = office.fresh<ConversationId>();
  ask.question.title = "Go on?";
  conversations::Wrote wrote;
  wrote.id = office.fresh<MessageId>();
  wrote.agent = id;
  wrote.channel = office.channel("#general").id;
  wrote.content = "hello";
  channels::CreationRequested channel;
  channel.id = office.fresh<ChannelId>();
  channel.by.agent = id;
  channel.team = default_team;
  channel.name = "#new";
  const std::vector<core::Input> inputs{
      asks::Input{ask}, conversations::Input{wrote}, channels::Input{channel},
      agents::Input{agents::WebhookRequested{id, "https://hooks.example.org/", {"secret"}, office.now}},
      agents::Input{agents::Acknowledged{id, 1}}};
  for (const core::Input& input : inputs) {
    const Outcome refused = office.decide(input);
    ASSERT_TRUE(refused.error) << "input " << input.index();
    EXPECT_EQ(refused.error->fault, Fault::unauthenticated) << refused.error->message;
    EXPECT_TRUE(refused.facts.empty());
  }
}

TEST(Agents, AWebhookMovesOnlyFromWhereItStood) {
  Office office;
  const AgentId id = office.enroll(wish(1, "bot"));
  ASSERT_FALSE(
      office.decide(agents::Input{agents::WebhookRequested{id, "https://hooks.example.org/", {"secret"}, office.now}})
          .error);
  const Sequence start = office.state.agent(id)->webhook->cursor;
  const auto delivered = [&](Sequence from, Sequence to) {
    return office.decide(agents::Input{agents::WebhookDelivered{id, from, to}});
  };
  EXPECT_FALSE(delivered(start, start + 3).facts.empty());
  // A courier that was called back while it delivered doesn't undo a redrive.
  EXPECT_TRUE(delivered(start, start + 9).facts.empty());
  EXPECT_EQ(office.state.agent(id)->webhook->cursor, start + 3);
}

TEST(Agents, ATeamClaimsByClassAndByName) {
  Roster roster;
  const auto team = [](std::string name, std::vector<std::string> agents) {
    RosterTeam made;
    made.name = std::move(name);
    made.agents = std::move(agents);
    return made;
  };
  roster.teams = {team("growth", {})};
  EXPECT_EQ(agents::team_of(roster, "bot", "workers"), "growth") << "one team alone claims everyone";
  roster.teams = {team("growth", {"research-*"})};
  EXPECT_EQ(agents::team_of(roster, "research-1", "workers"), "growth");
  EXPECT_EQ(agents::team_of(roster, "bot", "workers"), "default");
  roster.teams = {team("growth", {"research-*"}), team("ops", {"class:deploy"})};
  EXPECT_EQ(agents::team_of(roster, "research-1", "workers"), "default") << "a name alone claims nobody among several";
  EXPECT_EQ(agents::team_of(roster, "anything", "deploy"), "ops");
  roster.teams = {team("growth", {"research-*", "class:workers"}), team("ops", {"deploy-*", "class:workers"})};
  EXPECT_EQ(agents::team_of(roster, "research-1", "workers"), "growth");
  EXPECT_EQ(agents::team_of(roster, "deploy-1", "workers"), "ops");
  EXPECT_EQ(agents::team_of(roster, "other", "workers"), "default");
}

}  // namespace
}  // namespace askd::core::registrations
