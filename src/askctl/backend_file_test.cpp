// A backend that is put into an operator's file leaves everything else in it as it was.
#include "askctl/backend_file.hpp"

#include "base/files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

namespace askd::askctl {
namespace {

NewBackend board() {
  return {"team-chat", "board", {{"api_url", "https://board.example/api/", false}, {"bot_token", "xoxb-secret", true}}};
}

constexpr const char* lines =
    "team-chat:\n"
    "  adapter: board\n"
    "  api_url: \"https://board.example/api/\"\n"
    "  bot_token: {file: \"secrets/team-chat-bot_token\"}\n";

TEST(BackendFile, NamesSecretsAndHoldsNone) { EXPECT_EQ(lines_of(board()), lines); }

TEST(BackendFile, AnEmptyFileGetsItsFirst) {
  EXPECT_EQ(with_backend("", board()).value(),
            "backends:\n"
            "  team-chat:\n"
            "    adapter: board\n"
            "    api_url: \"https://board.example/api/\"\n"
            "    bot_token: {file: \"secrets/team-chat-bot_token\"}\n");
}

TEST(BackendFile, WhatElseIsThereStays) {
  const std::string before = "# ours\nstore: {path: /srv/askd}";
  const std::string after = with_backend(before, board()).value();
  EXPECT_TRUE(after.starts_with(before + "\nbackends:\n  team-chat:\n")) << after;
}

TEST(BackendFile, ItStandsBesideOthersAsDeepAsThey) {
  const std::string after =
      with_backend("backends:  # platforms\n    # the first\n    mail: {adapter: email}\nlog: {level: info}\n", board())
          .value();
  EXPECT_TRUE(after.starts_with("backends:  # platforms\n    team-chat:\n      adapter: board\n")) << after;
  EXPECT_TRUE(after.ends_with("    # the first\n    mail: {adapter: email}\nlog: {level: info}\n")) << after;
}

TEST(BackendFile, AFileThatEndsWithTheKeyIsFine) {
  EXPECT_TRUE(with_backend("backends:", board()).value().starts_with("backends:\n  team-chat:\n    adapter: board\n"));
}

TEST(BackendFile, BackendsOnOneLineAreLeftAlone) {
  const auto refused = with_backend("backends: {mail: {adapter: email}}\n", board());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::conflict);
}

TEST(BackendFile, SecretsAreTheirOwnersAlone) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("askctl-backend-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / "askd.yaml";
  const auto written = write_backend(file, with_backend("", board()).value(), board());
  ASSERT_TRUE(written) << written.error().message;
  const auto secret = read_secret(folder / "secrets" / "team-chat-bot_token");
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->reveal(), "xoxb-secret");
  EXPECT_EQ(read_file(file, 10'000).value().find("xoxb"), std::string::npos);
  struct stat status {};
  ASSERT_EQ(::stat((folder / "secrets").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  std::filesystem::remove_all(folder);
}

TEST(BackendFile, WhoMayReadTheFileStaysAsItWas) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("askctl-modes-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / "askd.yaml";
  const std::string before = "store: {path: /srv/askd}\n";
  ASSERT_TRUE(write_file_atomic(file, before, 0604));
  const auto mode = [&file] {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777;
  };
  ASSERT_TRUE(write_backend(file, with_backend(before, board()).value(), board()));
  EXPECT_EQ(mode(), 0604U);
  ASSERT_TRUE(put_back(file, before));
  EXPECT_EQ(mode(), 0604U);
  EXPECT_EQ(read_file(file, 10'000).value(), before);
  // Where there was none, there is none again.
  ASSERT_TRUE(put_back(file, std::nullopt));
  EXPECT_FALSE(std::filesystem::exists(file));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace askd::askctl
