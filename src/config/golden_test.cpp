// Each folder in testdata is a configuration as it stands on disk, with the lines that are wrong with it in `faults`,
// and variables and flags, one NAME=value a line, in `environment` and `flags`. With ASKD_WRITE_GOLDEN set the lines
// are written instead of compared.
#include "config/config.hpp"
#include "config/testing/fake_adapter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace askd::config {
namespace {

namespace fs = std::filesystem;

const fs::path& testdata() {
  static const fs::path folder = fs::path(ASKD_SOURCE_DIR) / "src/config/testdata";
  return folder;
}

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(testdata())) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Flags pairs(const fs::path& file) {
  Flags out;
  std::istringstream in(content(file));
  for (std::string line; std::getline(in, line);)
    if (const std::size_t equals = line.find('='); equals != std::string::npos)
      out.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  return out;
}

// Without the folder that the case lies in.
std::string shortened(std::string text, const fs::path& folder) {
  const std::string prefix = folder.string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, FaultsAreAsWritten) {
  const fs::path folder = testdata() / GetParam();
  Environment environment = {{"HOME", "/home/ana"}};
  for (const auto& [name, value] : pairs(folder / "environment")) environment[name] = value;
  const auto read = check(folder / "askd.yaml", environment, pairs(folder / "flags"), testing::fake_types());
  const std::string faults = read ? std::string() : shortened(read.error().message, folder) + "\n";
  if (std::getenv("ASKD_WRITE_GOLDEN") != nullptr) std::ofstream(folder / "faults") << faults;
  EXPECT_EQ(faults, content(folder / "faults"));
  if (!read) {
    EXPECT_EQ(read.error().fault, Fault::invalid);
    EXPECT_EQ(faults.find("hunter2"), std::string::npos) << "a secret is shown";
  }
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string out = info.param;
  for (char& c : out)
    if (c == '-') c = '_';
  return out;
}

INSTANTIATE_TEST_SUITE_P(Config, Golden, ::testing::ValuesIn(cases()), test_name);

}  // namespace
}  // namespace askd::config
