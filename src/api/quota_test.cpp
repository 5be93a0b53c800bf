// Quotas: a minute's worth at once, then as fast as they fill, and each agent has its own.
#include "api/quota.hpp"

#include <gtest/gtest.h>

namespace askd::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant start{milliseconds(1'700'000'000'000)};
const AgentId ana{Ulid{1, 1}};
const AgentId ben{Ulid{1, 2}};

TEST(Quota, ABurstIsAMinutesWorthAndThenItFillsSteadily) {
  Quota quota;
  quota.set(60);
  for (int i = 59; i >= 0; --i) {
    const Allowance allowance = quota.take(ana, start);
    ASSERT_TRUE(allowance.allowed) << i;
    EXPECT_EQ(allowance.left, R"("agent";r=)" + std::to_string(i) + ";t=" + std::to_string(60 - i));
    EXPECT_EQ(allowance.policy, R"("agent";q=60;w=60)");
  }
  const Allowance refused = quota.take(ana, start);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, seconds(1));
  EXPECT_EQ(refused.left, R"("agent";r=0;t=60)");
  EXPECT_TRUE(quota.take(ana, start + seconds(1)).allowed);
  EXPECT_FALSE(quota.take(ana, start + seconds(1)).allowed);
  EXPECT_TRUE(quota.take(ana, start + seconds(90)).allowed);
}

TEST(Quota, ARefusalCostsNothing) {
  Quota quota;
  quota.set(1);
  EXPECT_TRUE(quota.take(ana, start).allowed);
  for (int i = 1; i < 60; ++i) EXPECT_FALSE(quota.take(ana, start + seconds(i)).allowed) << i;
  EXPECT_TRUE(quota.take(ana, start + seconds(60)).allowed);
}

TEST(Quota, OneAgentDoesntSpendAnothers) {
  Quota quota;
  quota.set(1);
  EXPECT_TRUE(quota.take(ana, start).allowed);
  EXPECT_FALSE(quota.take(ana, start).allowed);
  EXPECT_TRUE(quota.take(ben, start).allowed);
}

TEST(Quota, WhoeverIsFullAgainIsForgotten) {
  Quota quota;
  quota.set(60);
  for (std::uint64_t i = 0; i < 20'000; ++i) EXPECT_TRUE(quota.take(AgentId{Ulid{2, i}}, start).allowed);
  EXPECT_TRUE(quota.take(ana, start + seconds(120)).allowed);
}

TEST(Quota, ZeroIsNoBound) {
  Quota quota;
  quota.set(0);
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(quota.take(ana, start).allowed);
  EXPECT_TRUE(quota.take(ana, start).policy.empty());
}

}  // namespace
}  // namespace askd::api
