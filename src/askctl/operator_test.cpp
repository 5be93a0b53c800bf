// The operator's commands over a Unix socket, against the real people's door, engine and store.
#include "api/first_start.hpp"
#include "askctl/exits.hpp"
#include "askctl/rig.hpp"
#include "engine/pump.hpp"
#include "engine/service.hpp"
#include "inbox/door.hpp"
#include "net/router.hpp"
#include "store/store.hpp"

#include "base/files.hpp"
#include "base/ids.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <optional>

#include <unistd.h>

namespace askd::askctl {
namespace {

namespace fs = std::filesystem;

// An askd with its store on disk and its people's door on a socket in the same folder.
class Running : public net::Loop {
 public:
  explicit Running(const fs::path& folder)
      : store_(store::Store::open(folder).value()),
        engine_(store_->load().value(), core::Roster{}),
        pump_(io.get_executor(), engine_, *store_, clock_, [](const Error& error) { FAIL() << error.message; }),
        service_(pump_, *store_, ids_),
        door_(service_, {.public_url = "http://ask.test", .version = "0.1"}),
        server_(io, {},
                [this](net::Request& request, net::Exchange& exchange) { return router_.serve(request, exchange); }) {
    door_.mount(router_);
    EXPECT_TRUE(server_.listen_unix((folder / "askd.sock").string(), 0600));
    boost::asio::co_spawn(io, pump_.run(), boost::asio::detached);
  }
  ~Running() { run(server_.stop(std::chrono::seconds(5))); }

  core::Outcome submit(core::Input input) { return run(service_.submit(std::move(input))); }

  // An owner, an agent, a channel, and an ask with a text that the log keeps by its hash.
  AskId set_up() {
    api::FirstStart start = api::first_start(ids_, service_.now(), "ana@example.com", "", "deploy-bot", "Deploys");
    EXPECT_FALSE(submit(core::people::Input{start.input}).error);
    core::asks::Requested asked;
    asked.id = ids_.next<AskId>(service_.now());
    asked.agent = start.input.agent.id;
    asked.fresh_conversation = true;
    asked.conversation = ids_.next<ConversationId>(service_.now());
    asked.question.title = "Deploy?";
    asked.question.body.text = std::string(1000, 'x');
    const AskId id = asked.id;
    EXPECT_FALSE(submit(core::asks::Input{std::move(asked)}).error);
    return id;
  }

 private:
  IdSource ids_{7};
  std::unique_ptr<store::Store> store_;
  engine::Engine engine_;
  engine::Clock clock_;
  engine::Pump pump_;
  engine::Service service_;
  inbox::Door door_;
  net::Router router_;
  net::Server server_;
};

struct Operating : testing::Test {
  Operating() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    running.emplace(folder);
    ask = running->set_up();
    caught.emplace(running->io);
    caught->shell.environment = {{"STATE_DIRECTORY", folder.string() + ":/elsewhere"}};
  }
  ~Operating() override {
    caught.reset();
    running.reset();
    fs::remove_all(folder);
  }
  // What comes after it runs without askd.
  void stop() {
    caught.reset();
    running.reset();
    caught.emplace(io);
  }

  fs::path folder = fs::temp_directory_path() / ("askctl-operator-" + std::to_string(::getpid()));
  boost::asio::io_context io;
  std::optional<Running> running;
  std::optional<Caught> caught;
  AskId ask;
};

TEST_F(Operating, InviteMakesALink) {
  const Ran ran = caught->run({"invite", "--name", "Ben", "--email", "ben@example.com", "--role", "owner"});
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("http://ask.test/invite/")) << ran.out;
  EXPECT_NE(ran.err.find("once, until 2"), std::string::npos) << ran.err;
  EXPECT_EQ(caught->run({"invite", "--sign-in"}).exit, exits::usage);
  const Ran bad = caught->run({"invite", "--email", "nobody"});
  EXPECT_EQ(bad.exit, exits::failed);
  EXPECT_NE(bad.err.find("email: "), std::string::npos) << bad.err;
}

TEST_F(Operating, TheOperatorLooksAfterAgents) {
  const Ran listed = caught->run({"agents", "list"});
  EXPECT_EQ(listed.exit, exits::done) << listed.err;
  EXPECT_NE(listed.out.find("deploy-bot"), std::string::npos) << listed.out;
  EXPECT_NE(listed.out.find("for ever"), std::string::npos) << listed.out;
  const Ran rotated = caught->run({"agents", "rotate", "deploy-bot", "--overlap", "5m"});
  EXPECT_EQ(rotated.exit, exits::done) << rotated.err;
  EXPECT_TRUE(rotated.out.starts_with("askd_")) << rotated.out;
  EXPECT_NE(rotated.err.find("shown once"), std::string::npos) << rotated.err;
  EXPECT_EQ(caught->run({"agents", "rotate", "deploy-bot", "--overlap", "5"}).exit, exits::failed);
  EXPECT_EQ(caught->run({"webhooks", "redrive", "deploy-bot"}).exit, exits::failed) << "it has none";
  EXPECT_EQ(caught->run({"agents", "revoke", "no such"}).exit, exits::failed);
  EXPECT_EQ(caught->run({"agents", "revoke", "deploy-bot"}).exit, exits::done);
  const Json agents = Json::parse(caught->run({"agents", "list", "--json"}).out);
  EXPECT_TRUE(agents.at("agents").at(0).at("revoked_at").is_string());
  EXPECT_NE(caught->run({"agents", "list"}).out.find("revoked"), std::string::npos);
}

TEST_F(Operating, TheOperatorListsAndWaits) {
  const Ran listed = caught->run({"list"});
  EXPECT_EQ(listed.exit, exits::done) << listed.err;
  EXPECT_NE(listed.out.find("Deploy?"), std::string::npos);
  const Ran waited = caught->run({"wait", ask.text(), "--wait", "30s"});
  EXPECT_EQ(waited.exit, exits::still_open) << waited.err;
  EXPECT_EQ(waited.out, ask.text() + "\n");
}

TEST_F(Operating, TheRunningChainStands) {
  const Ran ran = caught->run({"audit", "verify"});
  EXPECT_EQ(ran.exit, exits::done) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("The chain stands: ")) << ran.out;
  const Json told = Json::parse(caught->run({"audit", "verify", "--json"}).out);
  EXPECT_EQ(told.at("good"), true);
  EXPECT_GT(told.at("records"), 1);
}

TEST_F(Operating, TheStoppedStoreSaysTheSameAsTheRunningOne) {
  const Ran running_one = caught->run({"audit", "verify"});
  const Ran texts = caught->run({"audit", "export"});
  const Ran hashed = caught->run({"audit", "export", "--texts", "hashed"});
  const Ran busy = caught->run({"audit", "verify", "--data", folder.string()});
  EXPECT_EQ(busy.exit, exits::failed);
  EXPECT_NE(busy.err.find("askd is running on"), std::string::npos) << busy.err;
  stop();
  const std::string data = folder.string();
  EXPECT_EQ(caught->run({"audit", "verify", "--data", data}).out, running_one.out);
  EXPECT_EQ(caught->run({"audit", "export", "--data", data}).out, texts.out);
  EXPECT_EQ(caught->run({"audit", "export", "--data", data, "--texts", "hashed"}).out, hashed.out);
  EXPECT_NE(texts.out.find("xxxxxxxx"), std::string::npos);
  EXPECT_EQ(hashed.out.find("xxxxxxxx"), std::string::npos);
  EXPECT_TRUE(texts.out.starts_with(R"({"at":)"));
  const Ran later = caught->run({"audit", "export", "--data", data, "--after", "1"});
  EXPECT_EQ(later.out, texts.out.substr(texts.out.find('\n') + 1));
  EXPECT_EQ(caught->run({"audit", "export", "--data", data, "--after", "x"}).exit, exits::usage);
}

TEST_F(Operating, AConfigurationNamesTheStore) {
  stop();
  caught->shell.environment["HOME"] = folder.string();
  const fs::path file = folder / "askd.yaml";
  ASSERT_TRUE(write_file_atomic(file, "store: {path: " + folder.string() + "}\n"));
  EXPECT_EQ(caught->run({"audit", "verify", "--config", file.string()}).exit, exits::done);
  EXPECT_EQ(caught->run({"config", "check", "--config", file.string()}).exit, exits::done);
  ASSERT_TRUE(write_file_atomic(file, "store: {pth: x}\nservr: 1\n"));
  EXPECT_EQ(caught->run({"audit", "verify", "--config", file.string()}).exit, exits::configuration);
  const Ran checked = caught->run({"config", "check", "--config", file.string()});
  EXPECT_EQ(checked.exit, exits::configuration);
  EXPECT_NE(checked.err.find("pth"), std::string::npos);
  EXPECT_NE(checked.err.find("servr"), std::string::npos);
  const Json told = Json::parse(caught->run({"config", "check", "--config", file.string(), "--json"}).out);
  EXPECT_EQ(told.at("faults").size(), 2U);
}

TEST_F(Operating, NoStoreIsMadeWhereThereIsNone) {
  stop();
  const fs::path empty = folder / "empty";
  const Ran ran = caught->run({"audit", "verify", "--data", empty.string()});
  EXPECT_EQ(ran.exit, exits::failed);
  EXPECT_NE(ran.err.find("There is no store"), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(empty));
}

TEST_F(Operating, WithoutASocketItSaysWhereItLooked) {
  stop();
  const Ran ran = caught->run({"invite", "--socket", (folder / "none.sock").string()});
  EXPECT_EQ(ran.exit, exits::failed);
  EXPECT_NE(ran.err.find("none.sock"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("Is it running?"), std::string::npos) << ran.err;
}

TEST(Printing, DocumentsComeFromTheDeclaredSettings) {
  boost::asio::io_context io;
  Caught caught{io};
  EXPECT_TRUE(caught.run({"config", "example"}).out.starts_with("# askd.yaml"));
  EXPECT_TRUE(Json::parse(caught.run({"config", "schema"}).out).contains("$defs"));
  EXPECT_NE(caught.run({"config", "manual"}).out.find(".Dt ASKD.YAML 5"), std::string::npos);
  EXPECT_TRUE(Json::parse(caught.run({"completion", "fish", "--json"}).out).at("text").is_string());
}

}  // namespace
}  // namespace askd::askctl
