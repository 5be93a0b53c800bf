#include "config/documents.hpp"

#include "config/config.hpp"
#include "config/testing/fake_adapter.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

namespace askd::config {
namespace {

namespace fs = std::filesystem;

std::string content(const char* name) {
  std::ifstream in(fs::path(ASKD_SOURCE_DIR) / name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

template <class Print>
std::string printed(const Print& print, AdapterTypes types) {
  std::ostringstream out;
  print(out, types);
  return out.str();
}

// Secrets and certificates are there, whatever they are called.
Surroundings obliging() {
  Surroundings out = real_surroundings({{"HOME", "/home/ana"}});
  out.secret_file = [](const fs::path&) { return Result<Secret>(Secret("hunter2")); };
  out.credential = [](const std::string&) { return Result<Secret>(Secret("hunter2")); };
  return out;
}

// With ASKD_WRITE_GOLDEN set they are written instead.
TEST(Documents, FilesInTheRepositoryAreAsPrinted) {
  if (std::getenv("ASKD_WRITE_GOLDEN") != nullptr) {
    std::ofstream(fs::path(ASKD_SOURCE_DIR) / "config/askd.yaml") << printed(print_example, {});
    std::ofstream(fs::path(ASKD_SOURCE_DIR) / "man/askd.yaml.5") << printed(print_manual, {});
  }
  EXPECT_EQ(content("config/askd.yaml"), printed(print_example, {}));
  EXPECT_EQ(content("man/askd.yaml.5"), printed(print_manual, {}));
}

TEST(Documents, TheExampleChangesNothing) {
  const auto with =
      read({{"askd.yaml", printed(print_example, testing::fake_types())}}, {}, testing::fake_types(), obliging());
  const auto without = read({}, {}, testing::fake_types(), obliging());
  ASSERT_TRUE(with.has_value()) << with.error().message;
  ASSERT_TRUE(without.has_value());
  EXPECT_EQ(with->server.listen, without->server.listen);
  EXPECT_EQ(with->limits.wait, without->limits.wait);
  EXPECT_TRUE(with->backends.empty());
}

TEST(Documents, EveryLineOfTheExampleCanBeUncommented) {
  const std::string example = printed(print_example, testing::fake_types());
  std::string text = std::regex_replace(example, std::regex("(^|\n)( *)#(  +)(?=[^ ])"), "$1$2$3");
  text = std::regex_replace(text, std::regex("(^|\n)( *)#(?=[^ \n])"), "$1$2");
  // A certificate would have to be a real one.
  text = std::regex_replace(text, std::regex("\n *(certificate|key): [^\n]*"), "");
  const auto read_back = read({{"askd.yaml", text}}, {}, testing::fake_types(), obliging());
  ASSERT_TRUE(read_back.has_value()) << read_back.error().message << "\n" << text;
  EXPECT_EQ(read_back->server.public_url, "https://ask.example.com");
  EXPECT_EQ(read_back->enrollment.size(), 1U);
  EXPECT_EQ(read_back->backends.size(), 2U);
}

TEST(Documents, TheExampleOfATeamIsGood) {
  const auto team = read({{"config/askd.yaml", content("config/askd.yaml")},
                          {"config/teams.d/example.yaml", content("config/teams.d/example.yaml"), "example"}},
                         {}, {}, obliging());
  ASSERT_TRUE(team.has_value()) << team.error().message;
  EXPECT_FALSE(team->roster.teams.at(0).people.empty());
  EXPECT_FALSE(team->roster.teams.at(0).channels.empty());
}

TEST(Documents, TheSchemaKnowsEverySetting) {
  const auto schema = nlohmann::json::parse(printed(print_schema, testing::fake_types()));
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["additionalProperties"], false);
  const auto& server = schema["properties"]["server"]["properties"];
  EXPECT_EQ(server["bootstrap_from"]["enum"], (nlohmann::json{"loopback", "anywhere"}));
  EXPECT_EQ(server["tls"]["properties"]["key"]["$ref"], "#/$defs/secret");
  EXPECT_EQ(schema["properties"]["limits"]["properties"]["depth"]["default"], 32);
  EXPECT_EQ(schema["properties"]["enrollment"]["additionalProperties"]["required"], nlohmann::json{"secret"});
  const auto& kinds = schema["properties"]["backends"]["additionalProperties"]["oneOf"];
  ASSERT_EQ(kinds.size(), 2U);
  EXPECT_EQ(kinds[0]["properties"]["adapter"]["const"], "chat");
  EXPECT_EQ(kinds[1]["required"], (nlohmann::json{"adapter", "address", "smtp"}));
  const auto& team = schema["$defs"]["team"]["properties"];
  EXPECT_TRUE(team["people"]["additionalProperties"]["properties"].contains("zone"));
  EXPECT_TRUE(team["channels"]["additionalProperties"]["properties"].contains("answers"));
  EXPECT_FALSE(team.contains("routes"));
}

TEST(Documents, TheManualHasEveryAdapter) {
  const std::string manual = printed(print_manual, testing::fake_types());
  EXPECT_NE(manual.find("backends.BACKEND.api_url"), std::string::npos);
  EXPECT_NE(manual.find("server.tls.certificate"), std::string::npos);
}

}  // namespace
}  // namespace askd::config
