// Agents' commands against the real agents' door, engine and store.
#include "api/rig.hpp"
#include "askctl/exits.hpp"
#include "askctl/rig.hpp"
#include "base/files.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

namespace askd::askctl {
namespace {

// The owner answers the first ask that they see.
Async<> answer_when_asked(api::Askd& askd, std::string value, std::string note) {
  while (askd.service().state().asks.empty()) co_await boost::asio::post(askd.io, boost::asio::use_awaitable);
  core::asks::Replied replied;
  replied.id = askd.service().state().asks.begin()->first;
  replied.by = askd.owner();
  replied.value = std::move(value);
  replied.note = std::move(note);
  core::Input input = core::asks::Input{std::move(replied)};
  co_await askd.service().submit(std::move(input));
}

struct Asking : testing::Test {
  Asking() { caught.shell.environment = {{"ASKD_URL", url}, {"ASKD_TOKEN", askd.token()}}; }

  Ran ask_and_answer(std::vector<std::string> words, std::string value, std::string note = {}) {
    boost::asio::co_spawn(askd.io, answer_when_asked(askd, std::move(value), std::move(note)), boost::asio::detached);
    return caught.run(std::move(words));
  }

  api::Askd askd;
  std::string url = "http://127.0.0.1:" + std::to_string(askd.port());
  Caught caught{askd.io};
};

TEST_F(Asking, AnApprovalIsAGate) {
  const Ran ran = ask_and_answer({"ask", "Deploy 4.2?", "--approve"}, "approve", "After lunch.");
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_EQ(ran.out, "approve\n\nAfter lunch.\n");
  EXPECT_NE(ran.err.find("is open: http://ask.test/asks/ask_"), std::string::npos) << ran.err;
}

TEST_F(Asking, ADenialKeepsItShut) {
  const Ran ran = ask_and_answer({"ask", "Deploy 4.2?", "--approve", "-q"}, "deny");
  EXPECT_EQ(ran.exit, exits::denied);
  EXPECT_EQ(ran.out, "deny\n");
  EXPECT_EQ(ran.err, "");
}

TEST_F(Asking, JsonIsTheAsk) {
  const Ran ran = ask_and_answer({"ask", "Which?", "--option", "a", "--option", "b=The other", "--json"}, "b");
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  const Json ask = Json::parse(ran.out);
  EXPECT_EQ(ask.at("answer").at("value"), "b");
  EXPECT_EQ(ask.at("form").at("options").at(1).at("label"), "The other");
}

TEST_F(Asking, CancelAndWaitTellHowItEnded) {
  const Ran asked = caught.run({"ask", "Go?", "--no-wait"});
  ASSERT_EQ(asked.exit, exits::still_open) << asked.err;
  const std::string id = asked.out.substr(0, asked.out.size() - 1);
  EXPECT_EQ(caught.run({"wait", id, "--wait", "0"}).exit, exits::still_open);
  EXPECT_EQ(caught.run({"cancel", id, "--reason", "Not now"}).exit, exits::done);
  const Ran waited = caught.run({"wait", id});
  EXPECT_EQ(waited.exit, exits::withdrawn);
  EXPECT_EQ(waited.out, "");
  EXPECT_NE(waited.err.find("Not now"), std::string::npos);
}

TEST_F(Asking, TheSameKeyAsksOnce) {
  const Ran first = caught.run({"ask", "Go?", "--no-wait", "--key", "k"});
  const Ran second = caught.run({"ask", "Go?", "--no-wait", "--key", "k"});
  EXPECT_EQ(first.out, second.out);
  const Ran other = caught.run({"ask", "Stay?", "--no-wait", "--key", "k"});
  EXPECT_EQ(other.exit, exits::failed);
}

TEST_F(Asking, EveryWrongFieldIsTold) {
  const Ran ran = caught.run({"ask", std::string(200, 'x'), "--option", "a", "--expires", "soon"});
  EXPECT_EQ(ran.exit, exits::failed);
  for (const char* field : {"title: ", "form.options: ", "expires_in: "})
    EXPECT_NE(ran.err.find(std::string("\n  ") + field), std::string::npos) << ran.err;
}

TEST_F(Asking, NotifyPrintsTheNoticesId) {
  const Ran ran = caught.run({"notify", "All checks passed.", "--severity", "success"});
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("ntc_")) << ran.out;
}

TEST_F(Asking, ListPagesUpToTheLimit) {
  for (int i = 0; i < 5; ++i) caught.run({"ask", "Ask " + std::to_string(i), "--no-wait", "--label", "n=1"});
  const Ran three = caught.run({"list", "--limit", "3", "--state", "open", "--label", "n=1"});
  EXPECT_EQ(three.exit, exits::done) << three.err;
  EXPECT_EQ(std::count(three.out.begin(), three.out.end(), '\n'), 3);
  EXPECT_NE(three.out.find("  open       "), std::string::npos) << three.out;
  EXPECT_NE(three.err.find("--limit"), std::string::npos);
  const Ran all = caught.run({"list", "--json"});
  EXPECT_EQ(Json::parse(all.out).at("asks").size(), 5U);
  EXPECT_EQ(all.err, "");
  EXPECT_EQ(caught.run({"list", "--q", "nothing at all"}).out, "");
}

TEST_F(Asking, ATokenFileMustBeItsOwners) {
  const auto path = std::filesystem::temp_directory_path() / ("askctl-token-" + std::to_string(::getpid()));
  ASSERT_TRUE(write_file_atomic(path, askd.token() + "\n", 0600));
  caught.shell.environment.erase("ASKD_TOKEN");
  EXPECT_EQ(caught.run({"list", "--token-file", path.string()}).exit, exits::done);
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  const Ran open = caught.run({"list", "--token-file", path.string()});
  EXPECT_EQ(open.exit, exits::failed);
  EXPECT_NE(open.err.find(path.string()), std::string::npos) << open.err;
  std::filesystem::remove(path);
}

TEST_F(Asking, WithoutATokenItSaysWhereToGetOne) {
  caught.shell.environment.erase("ASKD_TOKEN");
  const Ran ran = caught.run({"ask", "Go?"});
  EXPECT_EQ(ran.exit, exits::failed);
  EXPECT_NE(ran.err.find("set ASKD_TOKEN"), std::string::npos) << ran.err;
  caught.shell.environment["ASKD_TOKEN"] = "askd_wrong";
  const Ran wrong = caught.run({"ask", "Go?"});
  EXPECT_EQ(wrong.exit, exits::failed);
  EXPECT_NE(wrong.err.find("the token from ASKD_TOKEN"), std::string::npos) << wrong.err;
}

TEST_F(Asking, WhatCannotBeAnIdIsWrongUse) {
  EXPECT_EQ(caught.run({"wait", "../me"}).exit, exits::usage);
  EXPECT_EQ(caught.run({"cancel", "ntc_1"}).exit, exits::usage);
}

}  // namespace
}  // namespace askd::askctl
