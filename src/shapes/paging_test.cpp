// Pages of listings.
#include "shapes/paging.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace askd::shapes {
namespace {

net::Request request_with(net::Fields query) {
  net::Request request;
  request.path = "/api/v1/asks";
  request.query = std::move(query);
  return request;
}

TEST(Paging, LimitsAreBounded) {
  EXPECT_EQ(read_page(request_with({}))->limit, limit_default);
  EXPECT_EQ(read_page(request_with({{"limit", "200"}}))->limit, 200U);
  for (const char* wrong : {"", "0", "201", "-1", "1x", "99999999999999999999999"})
    EXPECT_FALSE(read_page(request_with({{"limit", wrong}}))) << wrong;
  EXPECT_FALSE(read_page(request_with({{"cursor", ""}})));
}

TEST(Paging, TheLinkKeepsTheOtherParameters) {
  EXPECT_EQ(next_link(request_with({{"q", "two words&"}, {"cursor", "old"}, {"label.team", "a"}}), "ask_1"),
            "</api/v1/asks?q=two%20words%26&label.team=a&cursor=ask_1>; rel=\"next\"");
}

TEST(Paging, UnknownParametersAreNamed) {
  constexpr std::array<std::string_view, 3> known{"state", "limit", "label."};
  EXPECT_TRUE(only_parameters(request_with({{"state", "open"}, {"label.team", "x"}}), known));
  const auto refused = only_parameters(request_with({{"stat", "open"}, {"label.", "x"}}), known);
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().problems.size(), 2U);
  EXPECT_EQ(refused.error().problems[0].pointer, "?stat");
  EXPECT_NE(refused.error().problems[0].detail.find("'state'"), std::string::npos);
}

}  // namespace
}  // namespace askd::shapes
