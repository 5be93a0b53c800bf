// Tells every story of told/, and sees to it that the language stays as small as it is.
#include "stories/phrases.hpp"

#include "base/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace askd::stories {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return fs::path(ASKD_SOURCE_DIR) / "tests/stories"; }

std::vector<fs::path> stories() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder() / "told")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string name_of(const ::testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class Told : public ::testing::TestWithParam<fs::path> {};

TEST_P(Told, ComesTrue) {
  try {
    tell(read_story(GetParam()));
  } catch (const BadLine& bad) {
    FAIL() << bad.what();
  }
}

INSTANTIATE_TEST_SUITE_P(Story, Told, ::testing::ValuesIn(stories()), name_of);

std::string complaint_about(std::string_view text) {
  try {
    tell(read_story("bad.story", text));
  } catch (const BadLine& bad) {
    return bad.what();
  }
  return "none";
}

TEST(Stories, ABadLineIsToldWithFileAndNumber) {
  const std::string head = "# bad.story: nothing good.\n\n";
  const auto starts = [](const std::string& text, std::string_view begin) {
    EXPECT_TRUE(text.starts_with(begin)) << text;
  };
  starts(complaint_about("09:00 time passes\n"), "bad.story:1: a story begins with its name");
  starts(complaint_about("# bad.story: nothing.\n"), "bad.story:1: nothing happens");
  starts(complaint_about(head + "09:00\n"), "bad.story:3: nothing happens here");
  starts(complaint_about(head + "time passes\nana shrugs\n"), "bad.story:4: no phrase says this");
  starts(complaint_about(head + "ana replies \"yes in chat\n"), "bad.story:3: a quotation mark is never closed");
  starts(complaint_about(head + "09:00 time passes\n08:00 time passes\n"), "bad.story:4: time doesn't run backwards");
  starts(complaint_about(head + "the ask is open\n"), "bad.story:3: nobody has asked anything");
  starts(complaint_about(head + "deploy-bot asks #ops for approval \"A?\"\nthe ask is expired\n"),
         "bad.story:4: it is open");
  starts(complaint_about(head + "deploy-bot asks #ops for approval \"A?\" whenever x\n"),
         "bad.story:3: an ask has no clause whenever");
  EXPECT_EQ(complaint_about(head + "deploy-bot asks #ops for approval \"A?\"\nthe ask is open\n"), "none");
}

TEST(Stories, TheLanguageStaysSmall) { EXPECT_LE(events().size() + checks().size(), phrases_max); }

// A phrase that no story needs is one too many.
TEST(Stories, EveryPhraseIsTold) {
  std::set<std::string_view> told;
  for (const fs::path& file : stories())
    for (const Line& line : read_story(file).lines)
      if (const Meant meant = meant_by(line.words); meant.phrase != nullptr) told.insert(meant.phrase->pattern);
  for (const auto table : {events(), checks()})
    for (const Phrase& phrase : table) EXPECT_TRUE(told.contains(phrase.pattern)) << phrase.pattern;
}

TEST(Stories, EachPhraseIsAShortFunction) {
  constexpr std::size_t lines_max = 15;
  for (const char* name : {"phrases.cpp", "checks.cpp"}) {
    std::string text = read_file(folder() / name, 100'000).value();
    text.resize(text.find("constexpr std::array<Phrase"));
    for (auto at = text.find("\nvoid "); at != text.npos; at = text.find("\nvoid ", at + 1)) {
      const std::string function = text.substr(at + 1, text.find("\n}", at) - at);
      EXPECT_LE(std::count(function.begin(), function.end(), '\n') + 1, lines_max) << function;
    }
  }
}

}  // namespace
}  // namespace askd::stories
