// How long a request wants to wait.
#include "shapes/waiting.hpp"

#include "shapes/cursor.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace askd::shapes {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Bounds bounds;

net::Request request_with(std::vector<std::pair<std::string, std::string>> query, const std::string& prefer = {}) {
  net::Request request;
  request.query = std::move(query);
  if (!prefer.empty()) request.headers.add("Prefer", prefer);
  return request;
}

TEST(Waiting, PreferIsReadAmongOthersAndItsFaultsAreIgnored) {
  struct Case {
    const char* prefer;
    std::optional<milliseconds> wait;
  };
  const std::vector<Case> cases{{"wait=30", seconds(30)},        {"respond-async, Wait = 5 ; x=y", seconds(5)},
                                {"wait=\"7\"", seconds(7)},      {"wait=99999999999999999999", bounds.wait_max},
                                {"wait=soon", std::nullopt},     {"wait", std::nullopt},
                                {"return=minimal", std::nullopt}};
  for (const Case& one : cases) {
    const auto waiting = read_waiting(request_with({}, one.prefer), bounds);
    ASSERT_TRUE(waiting) << one.prefer;
    EXPECT_EQ(waiting->wait, one.wait) << one.prefer;
    EXPECT_EQ(waiting->preferred, one.wait.has_value()) << one.prefer;
  }
}

TEST(Waiting, TheQueryWinsAndIsStrict) {
  EXPECT_EQ(read_waiting(request_with({{"wait", "2m"}}, "wait=5"), bounds)->wait, seconds(120));
  EXPECT_EQ(read_waiting(request_with({{"wait", "3h"}}), bounds)->wait, bounds.wait_max);
  EXPECT_EQ(read_waiting(request_with({{"wait", "3h"}}), {.wait_max = seconds(60)})->wait, seconds(60));
  EXPECT_EQ(read_waiting(request_with({{"until", "activity"}, {"after", cursor_text(7)}}), bounds)->after, 7U);
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"wait", ""}, {"wait", "-1"}, {"wait", "soon"}, {"until", ""}, {"until", "noon"}, {"after", "7"}})
    EXPECT_FALSE(read_waiting(request_with({{name, value}}), bounds)) << name << "=" << value;
}

TEST(Cursor, IsSixteenDigitsThatIncrease) {
  EXPECT_EQ(cursor_text(255), "00000000000000ff");
  EXPECT_LT(cursor_text(9), cursor_text(10));
  EXPECT_EQ(parse_cursor(cursor_text(0xfedcba9876543210)), 0xfedcba9876543210);
  for (const char* wrong : {"", "ff", "00000000000000FF", "00000000000000fg", "00000000000000ff0"})
    EXPECT_FALSE(parse_cursor(wrong)) << wrong;
}

}  // namespace
}  // namespace askd::shapes
