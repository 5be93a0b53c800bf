#include "net/networks.hpp"

#include <gtest/gtest.h>

namespace askd::net {
namespace {

TEST(Networks, SpecialAddressesAreNotPublic) {
  for (const char* address : {"127.0.0.1",
                              "10.1.2.3",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "169.254.169.254",
                              "100.64.0.1",
                              "0.0.0.0",
                              "224.0.0.1",
                              "240.0.0.1",
                              "255.255.255.255",
                              "192.0.2.7",
                              "198.18.0.1",
                              "::1",
                              "::",
                              "fe80::1",
                              "fe80::1%lo",
                              "fd00::1",
                              "fc00::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "2002:7f00:1::",
                              "2001:0:1::1",
                              "2001:db8::1",
                              "localhost",
                              "",
                              "1.2.3",
                              "0x7f.1"})
    EXPECT_FALSE(is_public_address(address)) << address;
  for (const char* address : {"8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "223.255.255.255",
                              "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(is_public_address(address)) << address;
}

TEST(Networks, LoopbackReachesThisMachineAlone) {
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback_address(address)) << address;
  for (const char* address : {"128.0.0.1", "10.0.0.1", "::2", "fe80::1", "localhost", ""})
    EXPECT_FALSE(is_loopback_address(address)) << address;
}

TEST(Networks, AnOperatorNamesThem) {
  Networks networks;
  EXPECT_TRUE(networks.empty());
  ASSERT_TRUE(networks.add("10.1.0.0/16"));
  ASSERT_TRUE(networks.add("192.168.7.9"));
  ASSERT_TRUE(networks.add("fd00:1::/32"));
  EXPECT_TRUE(networks.contains("10.1.255.1"));
  EXPECT_TRUE(networks.contains("::ffff:10.1.0.1"));
  EXPECT_FALSE(networks.contains("10.2.0.1"));
  EXPECT_TRUE(networks.contains("192.168.7.9"));
  EXPECT_FALSE(networks.contains("192.168.7.8"));
  EXPECT_TRUE(networks.contains("fd00:1:ffff::1"));
  EXPECT_FALSE(networks.contains("fd00:2::1"));
  EXPECT_FALSE(networks.contains("example.com"));
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/", "/8", "example.com", "fd00::/129", "10.0.0.0/8/8", "10/8",
                           "::ffff:10.0.0.0/104", "::ffff:10.0.0.1"})
    EXPECT_FALSE(networks.add(text)) << text;
}

}  // namespace
}  // namespace askd::net
