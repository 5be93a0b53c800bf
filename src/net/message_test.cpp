#include "net/message.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "net/events.hpp"
#include "net/problem.hpp"
#include "net/response_text.hpp"
#include "net/target.hpp"

namespace askd::net {
namespace {

TEST(Message, HeadersAreFoundWhateverTheirCase) {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  headers.add("X-One", "1");
  headers.add("x-one", "2");
  EXPECT_EQ(headers.find("content-type"), "text/plain");
  EXPECT_EQ(headers.find("X-ONE"), "1");
  EXPECT_EQ(headers.all("X-One"), (std::vector<std::string_view>{"1", "2"}));
  EXPECT_EQ(headers.find("X-Two"), std::nullopt);
  EXPECT_EQ(headers[2].name, "x-one");
  EXPECT_EQ(headers.size(), 3u);
}

TEST(Message, TokensAreFoundInLists) {
  Headers headers;
  headers.add("Connection", "keep-alive ,Upgrade");
  headers.add("connection", "x");
  EXPECT_TRUE(headers.has_token("Connection", "upgrade"));
  EXPECT_TRUE(headers.has_token("Connection", "X"));
  EXPECT_FALSE(headers.has_token("Connection", "keep"));
}

TEST(Target, GoodOnesComeApart) {
  struct Case {
    std::string_view text;
    std::vector<std::string> segments;
    Fields query;
    std::string authority;
  };
  const std::vector<Case> cases{
      {"/", {}, {}, ""},
      {"/a/b", {"a", "b"}, {}, ""},
      {"/a/", {"a", ""}, {}, ""},
      {"//a", {"", "a"}, {}, ""},
      {"/channels/%23general", {"channels", "#general"}, {}, ""},
      {"/%C3%A4", {"\xC3\xA4"}, {}, ""},
      {"/a+b", {"a+b"}, {}, ""},
      {"/a?x=1&y&z=a+b%20c&&x=2", {"a"}, {{"x", "1"}, {"y", ""}, {"z", "a b c"}, {"x", "2"}}, ""},
      {"/?q=a/../b%2F", {}, {{"q", "a/../b/"}}, ""},
      {"http://host:80/a?b=c", {"a"}, {{"b", "c"}}, "host:80"},
      {"HTTPS://host", {}, {}, "host"},
      {"http://host?b=c", {}, {{"b", "c"}}, "host"},
      {"/...", {"..."}, {}, ""},
  };
  for (const Case& good : cases) {
    const auto target = parse_target(good.text);
    ASSERT_TRUE(target) << good.text;
    EXPECT_EQ(target->segments, good.segments) << good.text;
    EXPECT_EQ(target->query, good.query) << good.text;
    EXPECT_EQ(target->authority, good.authority) << good.text;
  }
  EXPECT_EQ(parse_target("*")->path, "*");
  EXPECT_EQ(parse_target("http://h?b=c")->origin, "/?b=c");
}

TEST(Target, BadOnesAreRefused) {
  const std::vector<std::string_view> cases{
      "",       "a",        "/..",      "/a/../b", "/.",      "/%2e%2E",   "/%2e",     "/a%2Fb", "/a%5Cb",
      "/a\\b",  "/%00",     "/%0a",     "/%7f",    "/%",      "/%4",       "/%zz",     "/%C3",   "/%ED%A0%80",
      "/a?x=%", "/a?x=%00", "/a?x=%FF", "/a#b",    "http://", "http:///a", "ftp://h/", "?a=b",   "/..%2f..%2fetc",
  };
  for (const auto bad : cases) {
    const auto target = parse_target(bad);
    ASSERT_FALSE(target) << bad;
    EXPECT_EQ(target.error().fault, Fault::invalid) << bad;
    EXPECT_FALSE(target.error().message.empty());
  }
}

TEST(Target, EncodingComesBack) {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(bytes)).value(), bytes);
  EXPECT_EQ(percent_encode("#a b-._~"), "%23a%20b-._~");
}

TEST(Problem, IsWhatRfc9457Says) {
  const Response response = problem(404, "not_found", "No \"such\" thing.");
  const auto document = nlohmann::json::parse(response.body);
  EXPECT_EQ(document, (nlohmann::json{{"type", "urn:askd:problem:not_found"},
                                      {"title", "Not Found"},
                                      {"status", 404},
                                      {"detail", "No \"such\" thing."}}));
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.headers, (Fields{{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}}));
}

TEST(ResponseText, NoHeaderComesInThroughAValue) {
  HeadFacts facts;
  facts.length = 2;
  facts.date = "now";
  std::string out;
  const Fields headers{{"X-A", "1\r\nSet-Cookie: a=b"}};
  append_head(out, 200, headers, "text/plain", facts);
  EXPECT_EQ(out,
            "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain\r\nX-A: 1  Set-Cookie: a=b\r\n"
            "Content-Length: 2\r\n\r\n");
}

TEST(ResponseText, NoContentHasNoLength) {
  HeadFacts facts;
  facts.length = 0;
  facts.keep_alive = false;
  std::string out;
  append_head(out, 204, {}, {}, facts);
  EXPECT_EQ(out, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(ResponseText, DatesAreInTheFixedForm) { EXPECT_EQ(date_text(784111777), "Sun, 06 Nov 1994 08:49:37 GMT"); }

TEST(Events, DataIsSplitByLines) {
  Event event;
  event.type = "ask.answered";
  event.id = "7\n8";
  event.data = "a\nb\r\nc\rd";
  EXPECT_EQ(event_text(event), "event: ask.answered\nid: 78\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
  Event bare;
  EXPECT_EQ(event_text(bare), "data: \n\n");
}

}  // namespace
}  // namespace askd::net
