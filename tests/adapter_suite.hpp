// Runs an adapter through the contract of include/askd/adapter.hpp and host.hpp. A test file of the adapter's own
// includes this, describes its platform as a Peer (adapter_suite/peer.hpp), and has one line for each way in which the
// platform can be used:
//
//   ASKD_ADAPTER_SUITE(ZulipContract, ZulipPeer);
//
// Each promise is a test; those of what the adapter's Capabilities don't claim pass without a look. A promise that the
// adapter is known to break is named, with the reason, by the peer's static function known_gaps(): its test is skipped,
// and fails once the promise is kept.
#pragma once

#include "adapter_suite/checks.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace askd::adapter_suite {

class CheckTest : public testing::Test {
 public:
  CheckTest(Check check, MakePeer make_peer, std::string gap)
      : check_(check), make_peer_(std::move(make_peer)), gap_(std::move(gap)) {}

  void TestBody() override {
    const Problems problems = check_.problems(make_peer_);
    if (!gap_.empty()) {
      ASSERT_FALSE(problems.empty()) << "This promise is kept by now: take it out of known_gaps().";
      GTEST_SKIP() << "A known gap: " << gap_;
    }
    for (const std::string& problem : problems) ADD_FAILURE() << problem;
  }

 private:
  Check check_;
  MakePeer make_peer_;
  std::string gap_;
};

template <class PlatformPeer>
std::map<std::string, std::string> gaps_of() {
  if constexpr (requires { PlatformPeer::known_gaps(); })
    return PlatformPeer::known_gaps();
  else
    return {};
}

template <class PlatformPeer>
bool register_checks(const char* name, const char* file, int line) {
  const MakePeer make_peer = [](World& world) { return std::make_unique<PlatformPeer>(world); };
  std::map<std::string, std::string> gaps = gaps_of<PlatformPeer>();
  for (const Check& check : all_checks()) {
    const std::string gap = gaps[check.name];
    testing::RegisterTest(name, check.name, nullptr, nullptr, file, line,
                          [check, make_peer, gap]() -> CheckTest* { return new CheckTest(check, make_peer, gap); });
  }
  return true;
}

}  // namespace askd::adapter_suite

#define ASKD_ADAPTER_SUITE(name, PlatformPeer)           \
  [[maybe_unused]] static const bool name##_registered = \
      ::askd::adapter_suite::register_checks<PlatformPeer>(#name, __FILE__, __LINE__)
