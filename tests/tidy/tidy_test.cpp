// The referee: reads the project's sources and names each place that breaks a rule.
#include "rules.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace askd::tidy {
namespace {

const Tree& project() {
  static const Tree tree = Tree::of_folder(ASKD_SOURCE_DIR);
  return tree;
}

void expect_none(const Findings& findings) {
  for (const Finding& finding : findings) {
    ADD_FAILURE() << finding.path << ":" << (finding.line == 0 ? 1 : finding.line) << ": " << finding.what;
  }
}

TEST(Tidy, ReadsTheProject) {
  EXPECT_TRUE(project().has("tests/tidy/tidy_test.cpp"));
  EXPECT_TRUE(project().has("src/core"));
  EXPECT_FALSE(project().has("build"));
}

TEST(Tidy, FloorsIncludeDownwards) { expect_none(floors(project())); }
TEST(Tidy, NounsCallOneWay) { expect_none(nouns(project())); }
TEST(Tidy, CoreIsPure) { expect_none(pure_core(project())); }
TEST(Tidy, OnlyNetIncludesBeast) { expect_none(beast_in_net_only(project())); }
TEST(Tidy, DecisionsAreRepeatable) { expect_none(decisions_are_repeatable(project())); }
TEST(Tidy, PlatformsStayInAdapters) { expect_none(platforms_stay_in_adapters(project())); }
TEST(Tidy, NothingIsLeftOver) { expect_none(nothing_left_over(project())); }
TEST(Tidy, NoDownloadAddresses) { expect_none(no_download_addresses(project())); }
TEST(Tidy, FilesAreShort) { expect_none(file_lengths(project())); }
TEST(Tidy, LinesAreShort) { expect_none(line_lengths(project())); }
TEST(Tidy, FunctionsAreShort) { expect_none(function_lengths(project())); }
TEST(Tidy, CoAwaitTakesNames) { expect_none(co_await_takes_names(project())); }
TEST(Tidy, HostIsSmall) { expect_none(host_is_small(project())); }
TEST(Tidy, NamesSayWhatThingsAre) { expect_none(names(project())); }
TEST(Tidy, LinksLeadSomewhere) { expect_none(links(project())); }
TEST(Tidy, FloorsIntroduceThemselves) { expect_none(readmes(project())); }

TEST(Tidy, EverySourceIsBuilt) {
  std::ifstream in(ASKD_BINARY_DIR "/sources.txt");
  const std::string sources((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  ASSERT_NE(sources.find("tidy_test.cpp\n"), std::string::npos) << "CMake has not written sources.txt";
  expect_none(built(project(), ASKD_SOURCE_DIR, sources));
}

}  // namespace
}  // namespace askd::tidy
