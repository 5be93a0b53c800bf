#include <gtest/gtest.h>

#include "net/rig.hpp"

namespace askd::net {
namespace {

struct Case {
  std::string name;
  std::string bytes;
  int status;
};

std::string lines(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "X-" + std::to_string(i) + ": 1\r\n";
  return out;
}

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
std::string with(const std::string& headers, const std::string& body = {}) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

std::vector<Case> refused() {
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"not HTTP", std::string("\x16\x03\x01\x02", 4), 400},
      {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"no version", "GET /\r\n\r\n", 400},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"lower case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", 505},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"bad host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"connect", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"method with a brace", "G{T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"asterisk for GET", get("*"), 400},
      {"no slash", get("a"), 400},
      {"bad escape", get("/%zz"), 400},
      {"NUL in the path", get("/a%00b"), 400},
      {"raw NUL", get(std::string("/a\0b", 4)), 400},
      {"traversal", get("/a/../../etc/passwd"), 400},
      {"encoded traversal", get("/%2e%2e/%2e%2e/etc/passwd"), 400},
      {"encoded slash", get("/..%2F..%2Fetc"), 400},
      {"long target", get("/" + std::string(9000, 'a')), 414},
      {"long target without end", "GET /" + std::string(9000, 'a'), 414},
      {"long header", with("X: " + std::string(66000, 'a') + "\r\n"), 431},
      {"header without end", "GET / HTTP/1.1\r\nX: " + std::string(66000, 'a'), 431},
      {"ten thousand headers", with(lines(10000)), 431},
      {"257 headers", with(lines(256)), 431},
      {"folded header", with("X: a\r\n b\r\n"), 400},
      {"folded first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"space before colon", with("X : a\r\n"), 400},
      {"no colon", with("X\r\n"), 400},
      {"empty name", with(": a\r\n"), 400},
      {"NUL in a value", with(std::string("X: a\0b\r\n", 8)), 400},
      {"carriage return in a value", with("X: a\rb\r\n"), 400},
      {"length and chunked", with("Content-Length: 4\r\n" + chunked, "0\r\n\r\n"), 400},
      {"chunked and length", with(chunked + "Content-Length: 4\r\n", "0\r\n\r\n"), 400},
      {"two lengths", with("Content-Length: 4\r\nContent-Length: 5\r\n", "abcd"), 400},
      {"length list", with("Content-Length: 4, 5\r\n", "abcd"), 400},
      {"negative length", with("Content-Length: -1\r\n"), 400},
      {"signed length", with("Content-Length: +4\r\n", "abcd"), 400},
      {"hexadecimal length", with("Content-Length: 0x4\r\n", "abcd"), 400},
      {"huge length", with("Content-Length: 99999999999999999999999\r\n"), 400},
      {"large length", with("Content-Length: 1048577\r\n"), 413},
      {"large length, expecting", with("Content-Length: 1048577\r\nExpect: 100-continue\r\n"), 413},
      {"gzip coding", with("Transfer-Encoding: gzip\r\n"), 501},
      {"gzip and length", with("Transfer-Encoding: gzip\r\nContent-Length: 4\r\n", "abcd"), 400},
      {"length and gzip", with("Content-Length: 4\r\nTransfer-Encoding: gzip\r\n", "abcd"), 400},
      {"chunked twice", with(chunked + chunked, "0\r\n\r\n"), 400},
      {"chunked not last", with("Transfer-Encoding: chunked, gzip\r\n"), 501},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"bad chunk size", with(chunked, "zz\r\nabc\r\n"), 400},
      {"chunk without end", with(chunked, "3\r\nabcXX0\r\n\r\n"), 400},
      {"large chunk", with(chunked, "100001\r\n"), 413},
      {"overflowing chunk", with(chunked, "ffffffffffffffffffff\r\n"), 400},
      {"chunk extension without end", with(chunked, "3;" + std::string(20000, 'a')), 400},
      {"trailers without end", with(chunked, "0\r\nX: " + std::string(20000, 'a')), 400},
      {"unknown expectation", with("Expect: magic\r\nContent-Length: 3\r\n"), 417},
  };
}

// Once with all bytes together and once byte by byte, because what is refused must not depend on how it arrives.
TEST(Hostile, IsRefusedWithOneProblemAndTheEnd) {
  int served = 0;
  Rig rig([&](Request& request, Exchange& exchange) {
    ++served;
    return echo(request, exchange);
  });
  for (const Case& bad : refused()) {
    for (const bool slowly : {false, true}) {
      if (slowly && bad.bytes.size() > 1000) continue;
      Raw client(rig, rig.port);
      if (!slowly) client.send(bad.bytes);
      for (std::size_t i = 0; slowly && i < bad.bytes.size() && !client.ended(); ++i) {
        client.send(std::string_view(bad.bytes).substr(i, 1));
        rig.io.poll();
      }
      const std::string answer = client.until("}");
      EXPECT_EQ(status_of(answer), bad.status) << bad.name << ": " << answer;
      EXPECT_NE(answer.find("\r\nContent-Type: application/problem+json\r\n"), std::string::npos) << bad.name;
      EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << bad.name;
      EXPECT_EQ(client.all(), "") << bad.name << ": nothing may follow";
    }
  }
  EXPECT_EQ(served, 0);
  EXPECT_TRUE(rig.log.empty());
}

TEST(Hostile, WhatOnlyLooksOddIsServed) {
  Rig rig(echo);
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\r\n" + get("/a"), "GET /a []"},
      {get("http://other/a?b=c"), "GET /a?b=c []"},
      {with("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"), "POST / [abcd]"},
      {with("transfer-encoding: CHUNKED\r\n", "3;x=\"y\"\r\nabc\r\n1\r\nd\r\n0\r\nX: y\r\n\r\n"), "POST / [abcd]"},
      {with("Content-Length:  4 \r\n", "abcd"), "POST / [abcd]"},
      {with("X:\r\n"), "POST / []"},
      {"GET /a HTTP/1.0\r\n\r\n", "GET /a []"},
      {with(lines(250)), "POST / []"},
      {with("Content-Length: 1048576\r\n", std::string(1 << 20, 'x')), "xxx]"},
  };
  for (const auto& [bytes, wanted] : cases) {
    Raw client(rig, rig.port);
    client.send(bytes);
    const std::string answer = client.until("]\n");
    EXPECT_EQ(status_of(answer), 200) << bytes.substr(0, 200);
    EXPECT_NE(answer.find(wanted), std::string::npos) << bytes.substr(0, 200);
  }
}

TEST(Hostile, ABodyByteByByteIsServed) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  const std::string bytes = with("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n");
  for (const char c : bytes + bytes) {
    client.send(std::string_view(&c, 1));
    rig.io.poll();
  }
  EXPECT_NE(client.until("]\n").find("[abc0123456789]"), std::string::npos);
  EXPECT_NE(client.until("]\n").find("[abc0123456789]"), std::string::npos);
}

TEST(Hostile, AnEmptyChunkedBodyByteByByteIsServed) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  for (const char c : with("Transfer-Encoding: chunked\r\n", "0\r\n\r\n")) {
    client.send(std::string_view(&c, 1));
    while (rig.io.poll() > 0) continue;
  }
  EXPECT_NE(client.until("]\n").find("[]"), std::string::npos);
}

}  // namespace
}  // namespace askd::net
