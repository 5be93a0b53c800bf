// Retries and waits, with a clock that jumps and a server that answers as each test wants.
#include "askctl/caller.hpp"
#include "askctl/exits.hpp"
#include "askctl/rig.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace askd::askctl {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* id = "ask_01HF7YAT00000000000000000G";

std::string ask_in(const std::string& state, const std::string& more = {}) {
  return std::string(R"({"id":")") + id +
         R"(","url":"http://ask.test/asks/1","activity":"00","form":{"kind":"approval"},)"
         R"("state":")" +
         state + "\"" + more + "}";
}
std::string approved() { return ask_in("answered", R"(,"answer":{"value":"approve"})"); }

struct Retries : testing::Test {
  struct Answer {
    int status = 200;
    std::string body = {};
    net::Fields headers = {};
    bool hang_up = false;
  };

  Async<> serve(net::Request& request, net::Exchange& exchange) {
    std::string line = request.method + " " + request.path;
    seen.push_back(line);
    keys.emplace_back(request.header("Idempotency-Key").value_or(""));
    net::Response response{500, {}, "{}"};
    bool hang_up = false;
    if (!answers.empty()) {
      response = net::Response{answers.front().status, answers.front().headers, answers.front().body};
      hang_up = answers.front().hang_up;
      answers.pop_front();
    }
    response.content_type = response.status < 400 ? "application/json" : "application/problem+json";
    if (hang_up) {
      // The head promises an answer that never comes.
      net::Fields none;
      const auto started = co_await exchange.start(200, std::move(none));
      exchange_broken = !started;
      co_return;
    }
    co_await exchange.send(std::move(response));
  }

  Retries() {
    caught.shell.environment = {{"ASKD_URL", "http://127.0.0.1:" + std::to_string(rig.port)}, {"ASKD_TOKEN", "askd_x"}};
  }

  std::deque<Answer> answers;
  std::vector<std::string> seen;
  std::vector<std::string> keys;
  bool exchange_broken = false;
  net::Rig rig{[this](net::Request& request, net::Exchange& exchange) { return serve(request, exchange); }};
  Caught caught{rig.io};
};

TEST_F(Retries, AStoppingAskdIsAskedAgainWithTheSameKey) {
  answers = {{503, R"({"detail":"stopping"})"}, {502, "bad gateway"}, {201, ask_in("open")}, {200, approved()}};
  const Ran ran = caught.run({"ask", "Go?", "--approve"});
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_EQ(ran.out, "approve\n");
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(seen[3], std::string("GET /api/v1/asks/") + id);
  EXPECT_FALSE(keys[0].empty());
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(keys[0], keys[2]);
  EXPECT_EQ(caught.pauses, (std::vector<milliseconds>{milliseconds(250), milliseconds(500)}));
  EXPECT_NE(ran.err.find("answers 503: trying again."), std::string::npos) << ran.err;
}

TEST_F(Retries, RetryAfterIsObeyed) {
  answers = {{429, R"({"detail":"many"})", {{"Retry-After", "30"}}}, {201, approved()}};
  EXPECT_EQ(caught.run({"ask", "Go?", "--approve"}).exit, exits::done);
  EXPECT_EQ(caught.pauses, (std::vector<milliseconds>{seconds(30)}));
}

TEST_F(Retries, ABrokenAnswerIsAskedForAgain) {
  answers = {{201, ask_in("open")}, {.hang_up = true}, {200, approved()}};
  const Ran ran = caught.run({"ask", "Go?", "--approve"});
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_EQ(seen.size(), 3U);
}

TEST_F(Retries, WhatIsHandedBackOpenIsWaitedForAgainUntilTheWaitIsOver) {
  answers = {{201, ask_in("open")}};
  for (int i = 0; i < 100; ++i) answers.push_back({200, ask_in("open")});
  const auto began = caught.now;
  const Ran ran = caught.run({"ask", "Go?", "--wait", "20s"});
  EXPECT_EQ(ran.exit, exits::still_open);
  EXPECT_EQ(ran.out, std::string(id) + "\n");
  EXPECT_EQ(caught.now - began, seconds(20));
  EXPECT_LE(seen.size(), 20U);
}

TEST_F(Retries, AnAskdThatStaysAwayLeavesTheAskOpen) {
  answers = {{201, ask_in("open")}};
  for (int i = 0; i < 100; ++i) answers.push_back({503, "{}"});
  const Ran ran = caught.run({"ask", "Go?", "--wait", "60s", "--json"});
  EXPECT_EQ(ran.exit, exits::still_open);
  EXPECT_EQ(ran.out, ask_in("open") + "\n");
  const auto longest = std::max_element(caught.pauses.begin(), caught.pauses.end());
  EXPECT_EQ(*longest, seconds(10));
}

TEST_F(Retries, ARefusalEndsTheWait) {
  answers = {{201, ask_in("open")}, {404, R"({"detail":"There is no such ask."})"}};
  const Ran ran = caught.run({"ask", "Go?"});
  EXPECT_EQ(ran.exit, exits::failed);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("There is no such ask."), std::string::npos);
}

TEST_F(Retries, NothingThereIsGivenUpSoon) {
  caught.shell.environment["ASKD_URL"] = "http://127.0.0.1:1/";
  const auto began = caught.now;
  const Ran ran = caught.run({"ask", "Go?", "--wait", "forever"});
  EXPECT_EQ(ran.exit, exits::failed);
  EXPECT_NE(ran.err.find("askd doesn't answer at http://127.0.0.1:1: is it running? (ASKD_URL, or --url)"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(caught.now - began, seconds(10));
}

TEST_F(Retries, WithoutAWaitOnlyABrokenConnectionIsTriedAgain) {
  answers = {{201, ask_in("open")}};
  const Ran ran = caught.run({"ask", "Go?", "--no-wait"});
  EXPECT_EQ(ran.exit, exits::still_open);
  EXPECT_EQ(ran.out, std::string(id) + "\n");
  EXPECT_EQ(seen.size(), 1U);
  EXPECT_TRUE(caught.pauses.empty());
}

TEST_F(Retries, CtrlCLeavesTheAskOpenAndNamesIt) {
  answers = {{201, ask_in("open")}, {503, "{}"}};
  caught.on_pause = [this] { caught.shell.interrupted = true; };
  const Ran ran = caught.run({"ask", "Go?", "--quiet"});
  EXPECT_EQ(ran.exit, exits::interrupted);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find(std::string(id) + " stays open"), std::string::npos) << ran.err;
}

TEST_F(Retries, CtrlCWhileItIsSentNamesTheKey) {
  answers = {{503, "{}"}};
  caught.on_pause = [this] { caught.shell.interrupted = true; };
  const Ran ran = caught.run({"ask", "Go?", "--key", "k-1"});
  EXPECT_EQ(ran.exit, exits::interrupted);
  EXPECT_EQ(keys, (std::vector<std::string>{"k-1"}));
  EXPECT_NE(ran.err.find("--key k-1"), std::string::npos) << ran.err;
}

TEST_F(Retries, ActivityEndsAWaitForIt) {
  std::string later = ask_in("open");
  later.replace(later.find(R"("00")"), 4, R"("01")");
  answers = {{200, ask_in("open")}, {200, later}};
  const Ran ran = caught.run({"wait", id, "--until", "activity", "--after", "00"});
  EXPECT_EQ(ran.exit, exits::still_open);
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_NE(ran.err.find("--after 01"), std::string::npos) << ran.err;
}

TEST_F(Retries, AWriteErrorIsNoSuccess) {
  answers = {{201, approved()}};
  caught.out.setstate(std::ios::badbit);
  EXPECT_EQ(caught.run({"ask", "Go?", "--approve"}).exit, exits::failed);
}

struct Refusal {
  int status;
  std::string body;
  std::string says;
};

TEST_F(Retries, ProblemsAreToldWhole) {
  const std::vector<Refusal> refusals{
      {422, R"({"detail":"2 fields.","errors":[{"pointer":"/title","detail":"is long"},
                {"pointer":"/form/options/0","detail":"is bad"}]})",
       "askctl: 2 fields.\n  title: is long\n  form.options.0: is bad\n"},
      {401, R"({"detail":"Unknown."})", "askctl: askd doesn't take the token from ASKD_TOKEN: Unknown.\n"},
      {403, R"({"detail":"It lacks ask_humans."})", "askctl: It lacks ask_humans.\n"},
      {404, "<html>", "answered 404, which isn't how askd speaks."},
  };
  for (const Refusal& refusal : refusals) {
    answers = {{refusal.status, refusal.body}};
    const Ran ran = caught.run({"notify", "Done."});
    EXPECT_EQ(ran.exit, exits::failed);
    EXPECT_NE(ran.err.find(refusal.says), std::string::npos) << ran.err;
  }
  answers = {{422, refusals.front().body}};
  EXPECT_EQ(caught.run({"notify", "Done.", "--json"}).err, refusals.front().body + "\n");
}

}  // namespace
}  // namespace askd::askctl
