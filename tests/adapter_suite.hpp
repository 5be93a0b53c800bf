// Runs an adapter through the contract of include/askd/adapter.hpp and host.hpp. A test file of the adapter's own
// includes this, describes its platform as a Peer (adapter_suite/peer.hpp), and has one line for each way in which the
// platform can be used:
//
//   ASKD_ADAPTER_SUITE(ZulipContract, ZulipPeer);
//
// Each promise is a test; those of what the adapter's Capabilities don't claim pass without a look.
#pragma once

#include "adapter_suite/checks.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace askd::adapter_suite {

class CheckTest : public testing::Test {
 public:
  CheckTest(Check check, MakePeer make_peer) : check_(check), make_peer_(std::move(make_peer)) {}

  void TestBody() override {
    for (const std::string& problem : check_.problems(make_peer_)) ADD_FAILURE() << problem;
  }

 private:
  Check check_;
  MakePeer make_peer_;
};

template <class PlatformPeer>
bool register_checks(const char* name, const char* file, int line) {
  const MakePeer make_peer = [](World& world) { return std::make_unique<PlatformPeer>(world); };
  for (const Check& check : all_checks())
    testing::RegisterTest(name, check.name, nullptr, nullptr, file, line,
                          [check, make_peer]() -> CheckTest* { return new CheckTest(check, make_peer); });
  return true;
}

}  // namespace askd::adapter_suite

#define ASKD_ADAPTER_SUITE(name, PlatformPeer)           \
  [[maybe_unused]] static const bool name##_registered = \
      ::askd::adapter_suite::register_checks<PlatformPeer>(#name, __FILE__, __LINE__)
