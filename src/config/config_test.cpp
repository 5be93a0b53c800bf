#include "config/config.hpp"

#include "config/certificate.hpp"
#include "config/testing/fake_adapter.hpp"

#include "base/crypto.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace askd::config {
namespace {

namespace fs = std::filesystem;

// A folder that is gone after the test.
class Config : public ::testing::Test {
 protected:
  Config() {
    std::string name = (fs::temp_directory_path() / "askd-config-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Config() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  Result<Configuration> load_it(const Environment& environment = {{"HOME", "/home/ana"}}, const Flags& flags = {}) {
    return load(folder_ / "askd.yaml", environment, flags, testing::fake_types());
  }

  fs::path folder_;
};

// As the manual's example has it, with secrets in files.
constexpr const char* server_file = R"(
server:
  listen: [127.0.0.1:8080, "[::1]:0"]
  public_url: https://ask.example.com/
store: {path: data}
limits: {body: 2MiB, open_asks_per_agent: 7, requests_per_minute: 600}
enrollment:
  workers:
    secret: {file: secrets/workers}
    capabilities: [read_channels, post_messages, ask_humans]
    channels: {tagged: agent-accessible}
    token_lives: 30d
    approval: none
  visitors: {secret: {file: secrets/app}, channels: ["#lobby"], token_lives: forever, approval: "#ops"}
backends:
  team-chat: {adapter: chat, app_token: {file: secrets/app}, bot_token: {env: BOT}, retries: 3, typing: false}
  mail: {adapter: post, address: ask@example.com, smtp: smtps://mail.example.com, password: {file: secrets/app}}
)";
constexpr const char* team_file = R"(
people:
  ana: {name: Ana Lima, email: Ana@example.com, team-chat: U024BE7LH}
  ben: {name: Ben Roy,  email: ben@example.com, zone: Europe/Berlin, role: owner, team-chat: U2, prefer: [team-chat]}
  cid: {}
groups: {leads: [ana]}
channels:
  "#research":
    {rooms: [{backend: team-chat, room: C024BE91L}], members: [ana, ben], tags: [agent-accessible], answers: members}
  "#ops": {answers: [leads, ben], description: Operations}
  "#lobby": {answers: anyone}
  "#closed": {answers: []}
agents: ["research-*", class:workers]
)";

TEST_F(Config, AWholeOneIsRead) {
  write("askd.yaml", server_file);
  write("teams.d/growth.yaml", team_file);
  write("secrets/workers", "hunter2\n");
  write("secrets/app", "app-secret\n");
  const auto read = load_it({{"BOT", "bot-secret"}});
  ASSERT_TRUE(read.has_value()) << read.error().message;

  EXPECT_EQ(read->server.listen, (std::vector<Endpoint>{{"127.0.0.1", 8080, false}, {"::1", 0, false}}));
  EXPECT_EQ(read->server.public_url, "https://ask.example.com");
  EXPECT_FALSE(read->server.tls.has_value());
  EXPECT_FALSE(read->server.bootstrap_from_anywhere);
  EXPECT_EQ(read->store.path, folder_ / "data");
  EXPECT_EQ(read->limits.body, 2U << 20);
  EXPECT_EQ(read->limits.wait, std::chrono::minutes(10));
  EXPECT_EQ(read->roster.open_asks_per_agent, 7U);

  ASSERT_EQ(read->enrollment.size(), 2U);
  const EnrollmentClass& workers = read->enrollment[0];
  EXPECT_EQ(workers.name, "workers");
  EXPECT_EQ(workers.secret.reveal(), "hunter2");
  EXPECT_EQ(workers.capabilities,
            (std::set{core::Capability::read_channels, core::Capability::post_messages, core::Capability::ask_humans}));
  EXPECT_EQ(workers.channels, (EnrolledChannels{{}, "agent-accessible"}));
  EXPECT_EQ(workers.token_lives, std::chrono::hours(24 * 30));
  EXPECT_EQ(workers.approval, "");
  EXPECT_EQ(read->enrollment[1].channels, (EnrolledChannels{{"#lobby"}, {}}));
  EXPECT_FALSE(read->enrollment[1].token_lives.has_value());
  EXPECT_EQ(read->enrollment[1].approval, "#ops");
  ASSERT_EQ(read->roster.classes.size(), 2U);
  EXPECT_EQ(read->roster.classes[0].secret, crypto::sha256("hunter2"));
  EXPECT_EQ(read->roster.classes[1].approval, "#ops");
}

TEST_F(Config, TheRosterIsAsTheTeamSays) {
  write("askd.yaml", server_file);
  write("teams.d/growth.yaml", team_file);
  write("secrets/workers", "hunter2\n");
  write("secrets/app", "app-secret\n");
  const auto read = load_it({{"HOME", "/home/ana"}, {"BOT", "bot-secret"}});
  ASSERT_TRUE(read.has_value()) << read.error().message;
  ASSERT_EQ(read->roster.teams.size(), 1U);
  const core::RosterTeam& team = read->roster.teams[0];
  EXPECT_EQ(team.name, "growth");
  ASSERT_EQ(team.people.size(), 3U);
  EXPECT_EQ(team.people[0].email, "ana@example.com");
  EXPECT_EQ(team.people[0].role, core::Role::member);
  EXPECT_EQ(team.people[0].identities,
            (std::vector<core::Identity>{{"mail", "ana@example.com"}, {"team-chat", "U024BE7LH"}}));
  EXPECT_EQ(team.people[1].role, core::Role::owner);
  EXPECT_EQ(team.people[1].zone, "Europe/Berlin");
  EXPECT_EQ(team.people[1].identities, (std::vector<core::Identity>{{"team-chat", "U2"}, {"mail", "ben@example.com"}}));
  EXPECT_EQ(team.people[2].name, "cid");
  EXPECT_EQ(team.groups.at("leads"), std::vector<std::string>{"ana"});
  ASSERT_EQ(team.channels.size(), 4U);
  EXPECT_EQ(team.channels[0].rooms, (std::vector<Room>{{"team-chat", "C024BE91L"}}));
  EXPECT_EQ(team.channels[0].members, (std::vector<std::string>{"ana", "ben"}));
  EXPECT_EQ(team.channels[0].answers, core::Answers::members);
  EXPECT_EQ(team.channels[1].answerers, (std::vector<std::string>{"leads", "ben"}));
  EXPECT_EQ(team.channels[2].answers, core::Answers::anyone);
  EXPECT_EQ(team.channels[3].answers, core::Answers::list);
  EXPECT_TRUE(team.channels[3].answerers.empty());
  EXPECT_EQ(team.agents, (std::vector<std::string>{"research-*", "class:workers"}));
  EXPECT_EQ(read->roster.backends.at("team-chat").buttons_max, 25U);
  EXPECT_FALSE(read->roster.backends.at("team-chat").edits);
  EXPECT_EQ(read->roster.backends.size(), 2U);
  EXPECT_EQ(read->roster.digest, crypto::sha256(std::string(server_file) + team_file));
}

TEST_F(Config, ABackendMakesItsAdapterAnew) {
  write("askd.yaml", server_file);
  write("secrets/workers", "hunter2\n");
  write("secrets/app", "app-secret\n");
  const auto one = load_it({{"HOME", "/home/ana"}, {"BOT", "bot-secret"}});
  const auto same = load_it({{"HOME", "/home/ana"}, {"BOT", "bot-secret"}});
  const auto other = load_it({{"HOME", "/home/ana"}, {"BOT", "changed"}});
  ASSERT_TRUE(one.has_value() && same.has_value() && other.has_value()) << one.error().message;
  EXPECT_EQ(testing::seen_by(*one->backends[0].make()),
            "bot-secret app-secret socket https://chat.example.com/api/ 3 10000 silent");
  EXPECT_TRUE(one->backends[0] == same->backends[0]);
  EXPECT_FALSE(one->backends[0] == other->backends[0]);
}

TEST_F(Config, WithoutAnyFileThereAreDefaults) {
  const auto read = config::read({}, {}, {}, real_surroundings({{"HOME", "/home/ana"}}));
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->server.listen, (std::vector<Endpoint>{{"127.0.0.1", 8080, false}}));
  EXPECT_EQ(read->store.path, "/home/ana/.local/state/askd");
  EXPECT_EQ(read->limits.body, 1U << 20);
  EXPECT_EQ(read->limits.header, 64U << 10);
  EXPECT_EQ(read->log.level, "info");
  EXPECT_TRUE(read->roster.teams.empty());
  const auto under_systemd = config::read({}, {}, {}, real_surroundings({{"STATE_DIRECTORY", "/var/lib/askd:/x"}}));
  ASSERT_TRUE(under_systemd.has_value());
  EXPECT_EQ(under_systemd->store.path, "/var/lib/askd");
  EXPECT_FALSE(config::read({}, {}, {}, real_surroundings({})).has_value());
}

TEST_F(Config, FlagsWinOverTheEnvironmentWhichWinsOverFiles) {
  write("askd.yaml", "server: {listen: 127.0.0.1:1, public_url: https://file.example}\nstore: {path: /file}\n");
  const Environment environment = {{"ASKD_SERVER_LISTEN", "127.0.0.1:2, [::1]:2"},
                                   {"ASKD_STORE_PATH", "/variable"},
                                   {"ASKD_LIMITS_WAIT", "5m"},
                                   {"ASKD_LOG_LEVEL", ""}};
  const auto read = load_it(environment, {{"store.path", "/flag"}});
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->server.listen, (std::vector<Endpoint>{{"127.0.0.1", 2, false}, {"::1", 2, false}}));
  EXPECT_EQ(read->server.public_url, "https://file.example");
  EXPECT_EQ(read->store.path, "/flag");
  EXPECT_EQ(read->limits.wait, std::chrono::minutes(5));
}

TEST_F(Config, ASecretThatOthersCanReadIsRefused) {
  write("askd.yaml", "enrollment: {workers: {secret: {file: secrets/workers}}}\n");
  const fs::path secret = write("secrets/workers", "hunter2\n", 0644);
  const auto read = load_it();
  ASSERT_FALSE(read.has_value());
  EXPECT_NE(read.error().message.find("chmod"), std::string::npos) << read.error().message;
  EXPECT_NE(read.error().message.find(secret.string()), std::string::npos);
  EXPECT_EQ(read.error().message.find("hunter2"), std::string::npos);
  EXPECT_EQ(read.error().problems.at(0).pointer, "/enrollment/workers/secret");
}

TEST_F(Config, CredentialsComeFromTheirFolder) {
  write("askd.yaml", "enrollment: {workers: {secret: {credential: workers}}}\n");
  write("credentials/workers", "hunter2\n", 0440);
  setenv("CREDENTIALS_DIRECTORY", (folder_ / "credentials").c_str(), 1);
  const auto read = load_it();
  write("askd.yaml", "enrollment: {workers: {secret: {credential: wrokers}}}\n");
  const auto missing = load_it();
  unsetenv("CREDENTIALS_DIRECTORY");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->enrollment[0].secret.reveal(), "hunter2");
  EXPECT_FALSE(missing.has_value());
}

TEST_F(Config, ACertificateMustFitItsKey) {
  write("askd.yaml", "server: {tls: {certificate: a.pem, key: {file: a.key}}}\n");
  write("a.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  write("a.key", "hunter2\n");
  const auto broken = load_it();
  ASSERT_FALSE(broken.has_value());
  EXPECT_NE(broken.error().message.find("holds no certificate"), std::string::npos) << broken.error().message;
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=a "
      "-keyout '" +
      folder_.string() + "/%.key' -out '" + folder_.string() + "/%.pem' 2>/dev/null";
  for (const char name : {'a', 'b'}) {
    std::string command = make;
    for (char& c : command)
      if (c == '%') c = name;
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  const auto good = load_it();
  ASSERT_TRUE(good.has_value()) << good.error().message;
  EXPECT_EQ(good->server.tls, (Tls{folder_ / "a.pem", folder_ / "a.key"}));
  fs::rename(folder_ / "b.key", folder_ / "a.key");
  EXPECT_FALSE(load_it().has_value());
}

TEST_F(Config, FilesThatCannotBeReadAreNamed) {
  const auto no_folder = load("/nowhere/at/all/askd.yaml", {}, {}, {});
  ASSERT_FALSE(no_folder.has_value());
  EXPECT_NE(no_folder.error().message.find("there is no folder /nowhere/at/all"), std::string::npos);
  const auto no_file = load_it();
  ASSERT_FALSE(no_file.has_value());
  EXPECT_NE(no_file.error().message.find("there is no such file"), std::string::npos);
  write("askd.yaml", "");
  write("teams.d", "a file");
  const auto no_teams = load_it();
  ASSERT_FALSE(no_teams.has_value());
  EXPECT_NE(no_teams.error().message.find("must be a folder"), std::string::npos);
}

TEST_F(Config, ManyFaultsAreCutOff) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "unknown" + std::to_string(i) + ": 1\n";
  write("askd.yaml", text);
  const auto read = load_it();
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().problems.size(), 100U);
  EXPECT_NE(read.error().message.find("and 400 more"), std::string::npos);
}

// As the fuzzer does: foreign bytes in memory, and nothing else is touched.
TEST_F(Config, FilesInMemoryTouchNothing) {
  Surroundings surroundings;
  surroundings.environment = {{"HOME", "/home/ana"}};
  surroundings.secret_file = [](const fs::path&) { return Result<Secret>(Secret("hunter2")); };
  surroundings.credential = [](const std::string&) { return Result<Secret>(Secret("hunter2")); };
  surroundings.plain_file = [](const fs::path&) { return Result<std::string>("nothing"); };
  surroundings.check_zone = [](const std::string&) { return Result<>(); };
  const std::string server = server_file;
  const std::string team = team_file;
  for (std::size_t size = 0; size < team.size(); size += 7) {
    const auto read = config::read({{"askd.yaml", server}, {"teams.d/growth.yaml", team.substr(0, size), "growth"}}, {},
                                   testing::fake_types(), surroundings);
    EXPECT_TRUE(read.has_value() || !read.error().message.empty());
  }
}

}  // namespace
}  // namespace askd::config
