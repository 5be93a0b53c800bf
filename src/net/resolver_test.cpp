// Names that are looked up beside the event loop.
#include "net/resolver.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "net/rig.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A resolver of the system's kind: "slow" isn't answered before the test opens the gate. What a thread touches outlives
// the test, as a thread may.
class Names {
 public:
  Resolver::LookUp look_up() {
    return [shared = shared_](const std::string& host) -> Result<Resolver::Addresses> {
      ++shared->asked;
      if (host == "slow") shared->gate.wait();
      if (host == "missing") return Error{Fault::unavailable, "no such name", {}};
      return Resolver::Addresses{boost::asio::ip::make_address("192.0.2.7")};
    };
  }
  void open() { shared_->opener.set_value(); }
  int asked() const { return shared_->asked; }

 private:
  struct Shared {
    std::atomic<int> asked = 0;
    std::promise<void> opener;
    std::shared_future<void> gate = opener.get_future().share();
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

TEST(Resolver, OneSlowLookupHoldsUpNoOther) {
  Loop loop;
  Names names;
  Resolver resolver(loop.io, names.look_up());
  std::optional<Result<Resolver::Addresses>> slow;
  boost::asio::co_spawn(loop.io, resolver.resolve("slow", seconds(20)),
                        [&](std::exception_ptr, Result<Resolver::Addresses> found) { slow.emplace(std::move(found)); });
  const auto quick = loop.run(resolver.resolve("quick", seconds(20)));
  ASSERT_TRUE(quick) << quick.error().message;
  EXPECT_EQ(quick->front().to_string(), "192.0.2.7");
  EXPECT_FALSE(slow.has_value());
  names.open();
  ASSERT_TRUE(loop.until([&] { return slow.has_value(); }));
  EXPECT_TRUE(slow->has_value());
}

TEST(Resolver, WhoWaitsStopsWaitingInTime) {
  Loop loop;
  Names names;
  Resolver resolver(loop.io, names.look_up());
  const auto found = loop.run(resolver.resolve("slow", milliseconds(1)));
  names.open();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::unavailable);
  EXPECT_EQ(found.error().message, "its name can't be resolved (there was no answer in time)");
}

TEST(Resolver, AnErrorIsTheLookupsOwn) {
  Loop loop;
  Names names;
  Resolver resolver(loop.io, names.look_up());
  const auto found = loop.run(resolver.resolve("missing", seconds(20)));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().message, "no such name");
}

TEST(Resolver, ANumberNeedsNoLookup) {
  Loop loop;
  Names names;
  Resolver resolver(loop.io, names.look_up());
  for (const std::string number : {"203.0.113.9", "2001:db8::1"}) {
    const auto found = loop.run(resolver.resolve(number, milliseconds(0)));
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->front().to_string(), number);
  }
  EXPECT_EQ(names.asked(), 0);
}

TEST(Resolver, MoreLookupsThanThreadsAreAnsweredInTurn) {
  Loop loop;
  Names names;
  Resolver resolver(loop.io, names.look_up());
  int answered = 0;
  constexpr int many = 4 * Resolver::at_once;
  for (int i = 0; i < many; ++i)
    boost::asio::co_spawn(loop.io, resolver.resolve("quick", seconds(20)),
                          [&](std::exception_ptr, Result<Resolver::Addresses> found) { answered += found ? 1 : 0; });
  EXPECT_TRUE(loop.until([&] { return answered == many; }));
  EXPECT_EQ(names.asked(), many);
}

TEST(Resolver, WhatIsFoundAfterItsEndIsHeardByNobody) {
  Loop loop;
  Names names;
  {
    Resolver resolver(loop.io, names.look_up());
    EXPECT_FALSE(loop.run(resolver.resolve("slow", milliseconds(1))));
  }
  names.open();
  EXPECT_FALSE(loop.until([&] { return loop.io.poll() > 0; }, milliseconds(5)));
}

}  // namespace
}  // namespace askd::net
