#include "config/naming.hpp"

#include "config/address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace askd::config {
namespace {

TEST(Naming, NamesCanBeTyped) {
  for (const char* name : {"a", "ana", "Ana.Lima", "0777", "no", "x-y_z", "аня", "研究"})
    EXPECT_TRUE(check_name(name).has_value()) << name;
  for (const char* name : {"", "-a", ".a", "a b", "a/b", "a#b", "@a", "a\nb", "a\u200b", "a\u00a0b", "a:b", "a,b"})
    EXPECT_FALSE(check_name(name).has_value()) << name;
  EXPECT_TRUE(check_name(std::string(64, 'a')).has_value());
  EXPECT_FALSE(check_name(std::string(65, 'a')).has_value());
}

TEST(Naming, ChannelsBeginWithAHash) {
  EXPECT_TRUE(check_channel_name("#research").has_value());
  for (const char* name : {"research", "#", "##a", "#a b", "#-a", ""})
    EXPECT_FALSE(check_channel_name(name).has_value()) << name;
  EXPECT_NE(check_channel_name("ops").error().message.find("\"#ops\""), std::string::npos);
}

TEST(Naming, AddressesAreLowered) {
  EXPECT_EQ(parse_email("Ana@Example.COM").value(), "ana@example.com");
  EXPECT_EQ(parse_email("admin@local").value(), "admin@local");
  for (const char* text : {"", "ana", "@a", "a@", "a@b@c", "a b@c", "Ana <a@b.c>", "a@b.c,d@e.f"})
    EXPECT_FALSE(parse_email(text).has_value()) << text;
}

TEST(Naming, PatternsThatHaveANameInCommonOverlap) {
  struct Case {
    const char* one;
    const char* other;
    bool overlap;
  };
  const Case cases[] = {{"*", "*", true},    {"a", "a", true},     {"a", "b", false},    {"a*", "*b", true},
                        {"a*", "b*", false}, {"a*c", "ab", false}, {"a*c", "abc", true}, {"research-*", "*-bot", true},
                        {"*a*", "b", false}, {"**", "", true},     {"a", "", false}};
  for (const Case& c : cases) {
    EXPECT_EQ(patterns_overlap(c.one, c.other), c.overlap) << c.one << " and " << c.other;
    EXPECT_EQ(patterns_overlap(c.other, c.one), c.overlap) << c.other << " and " << c.one;
  }
}

TEST(Address, Endpoints) {
  EXPECT_EQ(parse_endpoint("127.0.0.1:8080").value(), (Endpoint{"127.0.0.1", 8080, false}));
  EXPECT_EQ(parse_endpoint("[::1]:0").value(), (Endpoint{"::1", 0, false}));
  EXPECT_EQ(parse_endpoint("localhost:65535").value(), (Endpoint{"127.0.0.1", 65535, false}));
  EXPECT_TRUE(parse_endpoint("systemd").value().from_systemd);
  for (const char* text : {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "[::1]",
                           "[127.0.0.1]:80", "a.example:80", "127.0.0.1:+1", "127.0.0.1:080", "127.1:80", "*:80"})
    EXPECT_FALSE(parse_endpoint(text).has_value()) << text;
}

TEST(Address, Origins) {
  EXPECT_EQ(parse_origin("https://ask.example.com/").value(), "https://ask.example.com");
  EXPECT_EQ(parse_origin("http://127.0.0.1:8080").value(), "http://127.0.0.1:8080");
  for (const char* text : {"", "ask.example.com", "ftp://a", "https://", "https://a/b", "https://a?b", "https://a#b",
                           "https://u:p@a", "https://a b", "*", "null"})
    EXPECT_FALSE(parse_origin(text).has_value()) << text;
}

}  // namespace
}  // namespace askd::config
