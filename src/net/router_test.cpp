#include "net/router.hpp"

#include <gtest/gtest.h>

#include "net/rig.hpp"

namespace askd::net {
namespace {

// Names itself in what it answers, with what was captured.
Handler named(std::string name) {
  return [name](Request& request, Exchange& exchange) {
    Response response;
    response.body = name;
    for (const auto& part : request.captured) response.body += "," + part;
    return exchange.send(std::move(response));
  };
}

struct Routed : testing::Test {
  Routed() {
    router.add("GET", "/", named("root"));
    router.add("GET", "/asks", named("list"));
    router.add("POST", "/asks", named("ask"));
    router.add("GET", "/asks/{id}", named("get"));
    router.add("GET", "/asks/mine", named("mine"));
    router.add("POST", "/asks/{id}/cancel", named("cancel"));
    router.add("DELETE", "/asks/{id}", named("delete"));
    router.add("GET", "/files/{path...}", named("file"));
    router.add("GET", "/files/fixed/{id}", named("fixed"));
  }
  std::string ask(std::string_view method, std::string_view path) {
    Raw client(rig, rig.port);
    client.send(std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    return client.all();
  }
  static std::string body(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  Router router;
  Rig rig{[this](Request& request, Exchange& exchange) { return router.serve(request, exchange); }};
};

TEST_F(Routed, FindsTheClosestPattern) {
  const std::vector<std::array<std::string_view, 3>> cases{
      {"GET", "/", "root"},
      {"GET", "/asks", "list"},
      {"POST", "/asks", "ask"},
      {"GET", "/asks/a%20b", "get,a b"},
      {"GET", "/asks/mine", "mine"},
      {"DELETE", "/asks/mine", "delete,mine"},
      {"POST", "/asks/x/cancel", "cancel,x"},
      {"GET", "/files/a/b/c", "file,a/b/c"},
      {"GET", "/files/fixed/1", "fixed,1"},
      {"GET", "/files/fixed/1/2", "file,fixed/1/2"},
  };
  for (const auto& [method, path, wanted] : cases) EXPECT_EQ(body(ask(method, path)), wanted) << method << " " << path;
}

TEST_F(Routed, WhatIsNotThereIs404) {
  for (const std::string_view path : {"/nothing", "/asks/", "/asks/a/b", "/files", "//asks", "/asks/x/cancel/"})
    EXPECT_EQ(status_of(ask("GET", path)), 404) << path;
}

TEST_F(Routed, AnotherMethodIs405WithAllow) {
  const std::string answer = ask("PUT", "/asks/mine");
  EXPECT_EQ(status_of(answer), 405);
  EXPECT_NE(answer.find("\r\nAllow: DELETE, GET, HEAD, OPTIONS\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("urn:askd:problem:method_not_allowed"), std::string::npos);
}

TEST_F(Routed, OptionsIs204WithAllow) {
  const std::string answer = ask("OPTIONS", "/asks");
  EXPECT_EQ(status_of(answer), 204);
  EXPECT_NE(answer.find("\r\nAllow: GET, HEAD, OPTIONS, POST\r\n"), std::string::npos) << answer;
  EXPECT_EQ(status_of(ask("OPTIONS", "*")), 204);
}

TEST_F(Routed, HeadIsGetWithoutBody) {
  const std::string answer = ask("HEAD", "/asks");
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_NE(answer.find("\r\nContent-Length: 4\r\n"), std::string::npos);
  EXPECT_EQ(body(answer), "");
}

TEST_F(Routed, TwoRoutersCanShareAPath) {
  const Router::Match match = router.find("PATCH", {"asks", "x"});
  EXPECT_EQ(match.handler, nullptr);
  EXPECT_EQ(match.methods, (std::vector<std::string>{"DELETE", "GET", "HEAD", "OPTIONS"}));
  EXPECT_TRUE(router.find("GET", {"none"}).methods.empty());
  EXPECT_NE(router.find("HEAD", {"asks"}).handler, nullptr);
}

}  // namespace
}  // namespace askd::net
