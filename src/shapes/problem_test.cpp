// Errors as problem documents.
#include "shapes/problem.hpp"

#include "base/json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace askd::shapes {
namespace {

std::string header(const net::Response& response, const std::string& name) {
  for (const auto& [known, value] : response.headers)
    if (known == name) return value;
  return {};
}

TEST(Problems, EveryFaultHasAKindOfItsOwn) {
  std::set<std::string_view> names;
  for (const Fault fault : {Fault::invalid, Fault::unauthenticated, Fault::forbidden, Fault::not_found, Fault::conflict,
                            Fault::too_large, Fault::rate_limited, Fault::unavailable, Fault::corrupt, Fault::internal})
    EXPECT_TRUE(names.insert(problem_kind(fault).name).second) << problem_kind(fault).name;
  EXPECT_EQ(problem_kind(Fault::invalid).status, 422);
}

TEST(Problems, TheDocumentHasAllThatIsKnown) {
  const Error error{Fault::conflict, "It \"ended\".", {{"/a", "is wrong"}}};
  const net::Response response = problem(error, R"("id":"ask_1","state":"expired")");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(json::parse(response.body).value(),
            json::parse(R"({"type":"urn:askd:problem:conflict","title":"Conflict","status":409,"detail":"It \"ended\".",
            "errors":[{"pointer":"/a","detail":"is wrong"}],"id":"ask_1","state":"expired"})")
                .value());
}

TEST(Problems, SomeSayHowToGoOn) {
  EXPECT_NE(header(problem("rate_limited", "x"), "Retry-After"), "");
  EXPECT_NE(header(problem("unavailable", "x"), "Retry-After"), "");
  EXPECT_NE(header(problem("unauthenticated", "x"), "WWW-Authenticate"), "");
}

}  // namespace
}  // namespace askd::shapes
