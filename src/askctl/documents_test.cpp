// What is printed from the table of commands, against the files in the repository.
#include "askctl/completion.hpp"
#include "askctl/manual.hpp"
#include "askctl/table.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace askd::askctl {
namespace {

// With ASKD_WRITE_GOLDEN set they are written instead.
void expect_same(const char* name, const std::string& printed) {
  const std::filesystem::path path = std::filesystem::path(ASKD_SOURCE_DIR) / name;
  if (std::getenv("ASKD_WRITE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << printed;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  EXPECT_EQ(content.str(), printed) << name;
}

TEST(Documents, CompletionsAreAsInTheRepository) {
  expect_same("src/askctl/testdata/askctl.bash", bash_completion());
  expect_same("src/askctl/testdata/askctl.zsh", zsh_completion());
  expect_same("src/askctl/testdata/askctl.fish", fish_completion());
}

TEST(Documents, TheManualIsAsInTheRepository) { expect_same("man/askctl.1", manual()); }

TEST(Documents, NameEveryCommandAndOption) {
  for (const Command& command : commands()) {
    EXPECT_NE(manual().find(".Ss askctl " + std::string(command.name)), std::string::npos) << command.name;
    EXPECT_NE(bash_completion().find("'" + std::string(command.name) + "')"), std::string::npos) << command.name;
    EXPECT_NE(zsh_completion().find("'" + std::string(command.name) + "')"), std::string::npos) << command.name;
    for (const Option& option : command.options) {
      EXPECT_NE(fish_completion().find(" -l " + std::string(option.name) + " "), std::string::npos) << option.name;
      EXPECT_NE(manual().find("Fl Fl " + std::string(option.name)), std::string::npos) << option.name;
    }
  }
}

}  // namespace
}  // namespace askd::askctl
