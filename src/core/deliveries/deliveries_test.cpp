// What becomes of a post that a platform doesn't take.
#include "core/deliveries/deliveries.hpp"
#include "core/rig.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace askd::core::deliveries {
namespace {

class Refused : public ::testing::Test {
 protected:
  Refused() {
    office.roster.backends = {{"chat", Capabilities{}}, {"board", Capabilities{}}};
    office.roster.teams[0].people[0].identities = {{"chat", "u-ana"}, {"board", "b-ana"}};
    Configured configured;
    for (int i = 0; i < 5; ++i) configured.fresh.push_back(office.fresh<MessageId>().value);
    EXPECT_FALSE(office.decide(std::move(configured)).error);
    registrations::Wish wish;
    wish.secret = Digest{1};
    wish.name = "bot";
    const AgentId bot = office.enroll(wish);

    asks::Requested request;
    request.id = office.fresh<AskId>();
    request.agent = bot;
    request.conversation = office.fresh<ConversationId>();
    request.question.title = "Ship?";
    request.question.to = {"@ana"};
    ask = request.id;
    EXPECT_FALSE(office.decide(asks::Input{std::move(request)}).error);
    post = first_delivery_of(ask.value);
  }

  // Refuses the post once more, when its time has come; returned are the rooms that are tried besides.
  std::vector<Room> refuse(Fault fault) {
    office.now = std::max(office.now, office.state.delivery(post)->not_before);
    const Outcome outcome = office.decide(deliveries::Input{PostFailed{post, fault, "chat is away", {}}});
    std::vector<Room> queued;
    for (const core::Fact& fact : outcome.facts)
      if (const auto* deliveries = std::get_if<deliveries::Fact>(&fact))
        if (const auto* one = std::get_if<Queued>(deliveries)) queued.push_back(one->delivery.room);
    return queued;
  }

  Office office;
  AskId ask;
  DeliveryId post;
};

TEST_F(Refused, APersonIsTriedElsewhereWhileTheFirstPlaceIsStillTried) {
  const Instant asked = office.now;
  std::vector<Room> elsewhere;
  while (elsewhere.empty()) {
    elsewhere = refuse(Fault::unavailable);
    ASSERT_LT(office.now - asked, std::chrono::minutes(1));
  }
  EXPECT_EQ(elsewhere, (std::vector<Room>{{"board", "b-ana", true}}));
  EXPECT_GT(office.now - asked, std::chrono::seconds(15)) << "a hiccup is no reason to ask twice";
  while (office.now - asked < std::chrono::hours(20)) {
    EXPECT_TRUE(refuse(Fault::unavailable).empty()) << "one more place is tried once";
    ASSERT_EQ(office.state.delivery(post)->stage, Stage::queued);
  }
  office.decide(deliveries::Input{Posted{post, PostRef{"chat", "D1", "m1"}, {}}});
  EXPECT_EQ(office.state.delivery(post)->stage, Stage::sent);
}

TEST_F(Refused, APersonIsTriedElsewhereAtOnceWhereTheNextAttemptIsFarAway) {
  PostFailed refused{post, Fault::unavailable, "chat is away", office.now + std::chrono::minutes(2)};
  office.decide(deliveries::Input{refused});
  EXPECT_EQ(office.state.delivery(post)->stage, Stage::queued);
  const auto count = [&] { return office.state.deliveries.size(); };
  EXPECT_EQ(count(), 2U);
  office.now += std::chrono::minutes(2);
  refused.retry_at = office.now + std::chrono::minutes(2);
  office.decide(deliveries::Input{refused});
  EXPECT_EQ(count(), 2U) << "once";
}

TEST_F(Refused, AfterADayItIsGivenUp) {
  const Instant asked = office.now;
  std::size_t elsewhere = 0;
  while (office.state.delivery(post)->stage == Stage::queued) {
    elsewhere += refuse(Fault::unavailable).size();
    ASSERT_LT(office.now - asked, std::chrono::hours(30));
  }
  EXPECT_EQ(office.state.delivery(post)->stage, Stage::failed);
  EXPECT_GT(office.now - asked, std::chrono::hours(23));
  EXPECT_EQ(elsewhere, 1U);
}

TEST_F(Refused, WhatCannotBeMendedIsTriedElsewhereAtOnce) {
  EXPECT_EQ(refuse(Fault::forbidden), (std::vector<Room>{{"board", "b-ana", true}}));
  EXPECT_EQ(office.state.delivery(post)->stage, Stage::failed);
}

}  // namespace
}  // namespace askd::core::deliveries
