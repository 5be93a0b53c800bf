// What is said in a room itself: the channel that is bound to it hears it, and so do its other rooms.
#include "core/conversations/conversations.hpp"
#include "core/rig.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace askd::core::conversations {
namespace {

class Rooms : public ::testing::Test {
 protected:
  Rooms() {
    Capabilities capabilities;
    capabilities.private_replies = true;
    office.roster.backends = {{"chat", capabilities}, {"board", capabilities}};
    RosterTeam& team = office.roster.teams[0];
    team.channels[0].rooms = {Room{"chat", "C1", false}, Room{"board", "B1", false}};
    team.people[0].identities = {{"chat", "u-ana"}};
    reconfigure();
    registrations::Wish wish;
    wish.secret = Digest{1};
    wish.name = "bot";
    bot = office.enroll(wish);
  }

  void reconfigure() {
    Configured configured;
    for (int i = 0; i < 5; ++i) configured.fresh.push_back(office.fresh<MessageId>().value);
    ASSERT_FALSE(office.decide(std::move(configured)).error);
  }

  Inbound said(std::string room, std::string text) {
    Inbound what;
    what.key = "e" + std::to_string(++events_);
    what.thread = PostRef{"chat", std::move(room), {}};
    what.who = "u-ana";
    what.who_name = "ana.lima";
    what.said = std::move(text);
    return what;
  }
  Outcome hear(Inbound what) {
    return office.decide(conversations::Input{Heard{office.fresh<MessageId>(), "chat", std::move(what)}});
  }

  static const Message* message_in(const Outcome& outcome) {
    for (const core::Fact& fact : outcome.facts)
      if (const Message* message = said_in(fact)) return message;
    return nullptr;
  }
  static std::vector<Delivery> queued_in(const Outcome& outcome) {
    std::vector<Delivery> queued;
    for (const core::Fact& fact : outcome.facts)
      if (const auto* deliveries = std::get_if<deliveries::Fact>(&fact))
        if (const auto* one = std::get_if<deliveries::Queued>(deliveries)) queued.push_back(one->delivery);
    return queued;
  }

  // An ask of Ana that isn't posted yet.
  AskId open_ask(const std::string& title, ConversationId conversation) {
    asks::Requested request;
    request.id = office.fresh<AskId>();
    request.agent = bot;
    request.conversation = conversation;
    request.question.title = title;
    request.question.form = Approval{};
    request.question.to = {"@ana"};
    const AskId id = request.id;
    EXPECT_FALSE(office.decide(asks::Input{std::move(request)}).error);
    return id;
  }
  // Into her direct room.
  Outcome post(const AskId& ask, const std::string& as) {
    const DeliveryId delivery = first_delivery_of(ask.value);
    EXPECT_NE(office.state.delivery(delivery), nullptr);
    return office.decide(deliveries::Input{deliveries::Posted{delivery, PostRef{"chat", "D1", as}, {}}});
  }
  AskId ask_ana(const std::string& title) {
    const AskId id = open_ask(title, office.fresh<ConversationId>());
    post(id, title);
    return id;
  }

  Office office;
  AgentId bot;

 private:
  int events_ = 0;
};

TEST_F(Rooms, WhatIsSaidInOneIsSaidInTheChannelAndItsOtherRooms) {
  const Outcome outcome = hear(said("C1", "The deploy hangs, @bot"));
  const Message* message = message_in(outcome);
  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->channel, office.channel("#general").id);
  EXPECT_EQ(message->person, office.person("ana"));
  EXPECT_EQ(message->author_name, "Ana Lima");
  EXPECT_EQ(message->agents, std::vector<AgentId>{bot});
  EXPECT_EQ(message->number, 1U);
  const auto queued = queued_in(outcome);
  ASSERT_EQ(queued.size(), 1U) << "not back to where it came from";
  EXPECT_EQ(queued[0].room, (Room{"board", "B1", false}));
  EXPECT_FALSE(queued[0].thread);
  EXPECT_EQ(queued[0].author, "Ana Lima");
  EXPECT_EQ(queued[0].text.text, "The deploy hangs, @bot");
}

TEST_F(Rooms, AStrangerIsHeardUnderTheirOwnName) {
  Inbound what = said("C1", "hello");
  what.who = "u-guest";
  what.who_name = "Guest";
  const Outcome outcome = hear(std::move(what));
  const Message* message = message_in(outcome);
  ASSERT_NE(message, nullptr);
  EXPECT_FALSE(message->person);
  EXPECT_EQ(message->author_name, "Guest");
  EXPECT_EQ(message->author_type, AuthorType::human);
}

TEST_F(Rooms, AnAgentIsHeardInAllOfThem) {
  Wrote wrote;
  wrote.id = office.fresh<MessageId>();
  wrote.agent = bot;
  wrote.channel = office.channel("#general").id;
  wrote.content = "Deployed.";
  const Outcome outcome = office.decide(conversations::Input{std::move(wrote)});
  const auto queued = queued_in(outcome);
  ASSERT_EQ(queued.size(), 2U);
  for (const Delivery& delivery : queued) EXPECT_EQ(delivery.author, "bot");
  // Once they are posted nothing of it stays in memory.
  for (const Delivery& delivery : queued) {
    EXPECT_TRUE(office.state.owed.contains(Errand{Errand::Kind::reply, delivery.room.backend, delivery.id, {}}));
    const PostRef post{delivery.room.backend, delivery.room.name, "m1"};
    office.decide(deliveries::Input{deliveries::Posted{delivery.id, post, {}}});
  }
  retire(office.state);
  EXPECT_TRUE(office.state.deliveries.empty());
  EXPECT_TRUE(office.state.subjects.empty());
  EXPECT_TRUE(office.state.owed.empty());
}

TEST_F(Rooms, ARoomThatNoChannelIsBoundToIsPeoplesOwn) {
  const Outcome outcome = hear(said("C9", "yes"));
  EXPECT_TRUE(outcome.facts.empty());
  EXPECT_TRUE(office.state.parked.empty());
}

TEST_F(Rooms, ARoomThatItsChannelLeftIsPeoplesOwnAgain) {
  office.roster.teams[0].channels[0].rooms = {Room{"board", "B1", false}};
  reconfigure();
  EXPECT_EQ(message_in(hear(said("C1", "hello"))), nullptr);
  EXPECT_EQ(office.state.rooms.size(), 1U);
}

TEST_F(Rooms, ARoomGoesWithItsNewChannelInEitherOrder) {
  RosterTeam& team = office.roster.teams[0];
  // From #general to #ops, which stands behind it, and back; and with a channel that gets another name.
  for (const auto& [from, to] : {std::pair{0, 1}, std::pair{1, 0}}) {
    team.channels[to].rooms = std::exchange(team.channels[from].rooms, {});
    reconfigure();
    const Message* message = nullptr;
    const Outcome outcome = hear(said("C1", "hello"));
    ASSERT_NE(message = message_in(outcome), nullptr) << to;
    EXPECT_EQ(message->channel, office.channel(team.channels[to].name).id);
  }
  team.channels[0].name = "#renamed";
  reconfigure();
  const Outcome outcome = hear(said("C1", "hello"));
  ASSERT_NE(message_in(outcome), nullptr);
  EXPECT_EQ(message_in(outcome)->channel, office.channel("#renamed").id);
}

TEST_F(Rooms, AReplyToWordsInARoomIsSaidThere) {
  Wrote wrote;
  wrote.id = office.fresh<MessageId>();
  wrote.agent = bot;
  wrote.channel = office.channel("#general").id;
  wrote.content = "Deployed.";
  const Outcome spoken = office.decide(conversations::Input{std::move(wrote)});
  const DeliveryId words = queued_in(spoken).at(0).id;
  Inbound reply = said("C1", "thanks");
  reply.thread.message = "m7";
  EXPECT_EQ(message_in(hear(reply)), nullptr) << "whose post it is isn't known yet";
  ASSERT_EQ(office.state.parked.size(), 1U);
  const Outcome known = office.decide(conversations::Input{Identified{reply.thread, words}});
  ASSERT_NE(message_in(known), nullptr);
  EXPECT_EQ(message_in(known)->content.text, "thanks");
  EXPECT_TRUE(office.state.parked.empty());
  for (const Errand& errand : office.state.owed) EXPECT_NE(errand.kind, Errand::Kind::identify);
  // Our own words that come back teach nothing new.
  Inbound echo = said("C1", "");
  echo.thread.message = "m7";
  echo.delivery = words;
  echo.own = true;
  hear(echo);
  echo.key = "once more";
  EXPECT_LE(hear(echo).facts.size(), 1U) << "only that it was taken";
}

TEST_F(Rooms, WhatWasSaidBeforeAnAskWasThereIsNoAnswerToIt) {
  const AskId ask = ask_ana("Drop the table?");
  Inbound reply = said("D1", "yes");
  reply.thread.message = "Drop the table?";
  reply.early = true;
  const Outcome outcome = hear(reply);
  ASSERT_NE(message_in(outcome), nullptr) << "it is passed on";
  EXPECT_EQ(office.state.ask(ask)->state, AskState::open);
}

// Of two open asks of one conversation people mean the one that they see.
TEST_F(Rooms, AReplyMeansWhatIsShownInItsRoom) {
  const AskId shown = ask_ana("Ship it?");
  const AskId other = open_ask("Drop the table?", office.state.ask(shown)->conversation);
  Inbound reply = said("D1", "yes");
  reply.thread.message = "Ship it?";
  hear(reply);
  EXPECT_EQ(office.state.ask(shown)->state, AskState::answered);
  EXPECT_EQ(office.state.ask(other)->state, AskState::open);
  reply.key = "said while the other is being posted";
  const Outcome outcome = hear(reply);
  ASSERT_NE(message_in(outcome), nullptr);
  EXPECT_EQ(message_in(outcome)->conversation, office.state.ask(other)->conversation);
  EXPECT_EQ(office.state.ask(other)->state, AskState::open);
  post(other, "2");
  reply.key = "said once it is there";
  hear(reply);
  EXPECT_EQ(office.state.ask(other)->state, AskState::answered);
}

TEST_F(Rooms, BetweenAPersonAndAskdAReplyMeansThePostThatItIsUnder) {
  const AskId first = ask_ana("Ship it?");
  const AskId second = open_ask("Drop the table?", office.state.ask(first)->conversation);
  post(second, "Drop the table?");
  Inbound reply = said("D1", "yes");
  reply.direct = true;
  reply.thread.message = "Ship it?";
  hear(reply);
  EXPECT_EQ(office.state.ask(first)->state, AskState::answered) << "although the other is open as well";
  reply.key = "once more";
  const auto told = queued_in(hear(reply));
  ASSERT_FALSE(told.empty());
  EXPECT_NE(told[0].text.text.find("Too late"), std::string::npos) << told[0].text.text;
  EXPECT_EQ(office.state.ask(second)->state, AskState::open);
}

// Said under a post whose receipt was lost: when that is known, other asks have been posted there.
TEST_F(Rooms, WhatWaitedForItsPostMeansThatAlone) {
  const AskId first = open_ask("Ship it?", office.fresh<ConversationId>());
  Inbound reply = said("D1", "yes");
  reply.thread.message = "Ship it?";
  hear(reply);
  ASSERT_EQ(office.state.parked.size(), 1U);
  office.answer(first, "ana", "deny");
  const AskId second = open_ask("Drop the table?", office.state.ask(first)->conversation);
  post(second, "Drop the table?");
  post(first, "Ship it?");
  EXPECT_TRUE(office.state.parked.empty());
  EXPECT_EQ(office.state.ask(second)->state, AskState::open);
  EXPECT_EQ(office.state.ask(first)->state, AskState::answered);
}

TEST_F(Rooms, WhoeverIsAloneWithAskdIsToldOnAnyPlatform) {
  for (auto& [backend, capabilities] : office.roster.backends) capabilities.private_replies = false;
  Inbound what = said("D1", "yes");
  what.direct = true;
  EXPECT_EQ(queued_in(hear(what)).size(), 1U);
}

TEST_F(Rooms, BetweenAPersonAndAskdTheOnlyOpenAskIsMeant) {
  const AskId first = ask_ana("Ship it?");
  const AskId second = ask_ana("Really?");
  Inbound what = said("D1", "yes");
  what.direct = true;
  const Outcome unclear = hear(what);
  EXPECT_EQ(office.state.ask(first)->state, AskState::open);
  EXPECT_EQ(office.state.ask(second)->state, AskState::open);
  const auto told = queued_in(unclear);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].to, "u-ana");
  EXPECT_NE(told[0].text.text.find("Several questions"), std::string::npos) << told[0].text.text;

  office.answer(first, "ana", "deny");
  what.key = "again";
  hear(what);
  EXPECT_EQ(office.state.ask(second)->state, AskState::answered);
  what.key = "too late";
  const auto nothing_open = queued_in(hear(what));
  ASSERT_EQ(nothing_open.size(), 1U);
  EXPECT_NE(nothing_open[0].text.text.find("No question is open"), std::string::npos);
}

}  // namespace
}  // namespace askd::core::conversations
