#include <string>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace askd {
namespace {

Instant at(std::int64_t milliseconds) { return Instant(std::chrono::milliseconds(milliseconds)); }

TEST(IdSource, MakesIdsOfTheTime) {
  IdSource ids;
  const auto id = ids.next<AskId>(at(1'469'918'176'385));
  EXPECT_TRUE(id.text().starts_with("ask_01ARYZ6S41")) << id.text();
  EXPECT_EQ(id.value.low & 0xffff, 0u);
  EXPECT_EQ(id.value.high >> 16, 1'469'918'176'385u);
}

TEST(IdSource, NeverGoesBack) {
  IdSource chance;
  IdSource seeded(7);
  for (IdSource* ids : {&chance, &seeded}) {
    Ulid last;
    for (int i = 0; i < 100'000; ++i) {
      const std::int64_t now = i < 50'000 ? 1000 + i / 10'000 : 1'000 - i / 100;
      const Ulid id = ids->next_ulid(at(now));
      ASSERT_GT(id, last);
      ASSERT_EQ(id.low & 0xffff, 0u);
      last = id;
    }
  }
}

TEST(IdSource, RepeatsItselfFromASeed) {
  IdSource one(42);
  IdSource same(42);
  IdSource other(43);
  for (int i = 0; i < 100; ++i) {
    const auto id = one.next<PersonId>(at(i));
    EXPECT_EQ(id, same.next<PersonId>(at(i)));
    EXPECT_NE(id, other.next<PersonId>(at(i)));
  }
}

TEST(IdSource, DrawsFromTheSystemOtherwise) {
  IdSource one;
  IdSource other;
  EXPECT_NE(one.next_ulid(at(1)), other.next_ulid(at(1)));
}

}  // namespace
}  // namespace askd
