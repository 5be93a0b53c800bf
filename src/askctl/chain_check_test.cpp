#include "askctl/chain_check.hpp"

#include <gtest/gtest.h>

namespace askd::askctl {
namespace {

// The lines of a log of three records, as store::line_of() writes them.
std::vector<std::string> sealed() {
  store::Sealer sealer{store::Head{}};
  std::vector<std::string> lines;
  for (int i = 0; i < 3; ++i) {
    core::asks::Withdrawn withdrawn;
    withdrawn.reason = R"(not "needed", {"seq":9}], any \ more)" + std::to_string(i);
    const core::Fact fact = core::asks::Fact{withdrawn};
    std::string row;
    std::vector<store::LongText> texts;
    sealer.seal(fact, Instant{std::chrono::milliseconds(1'700'000'000'000)}, row, texts);
    const auto record = store::read_record(sealer.head().seq, row);
    lines.push_back(store::line_of(*record));
  }
  return lines;
}

std::string page_of(const std::vector<std::string>& lines, const std::string& next = {}) {
  std::string text = R"({"records":[)";
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? "," : "") + lines[i];
  return text + "]" + (next.empty() ? "" : R"(,"next":")" + next + '"') + "}";
}

// The sentence about the first bad record; empty if all are good.
std::string fault_of(const std::vector<std::string>& lines) {
  ChainCheck check;
  for (const std::string& line : lines)
    if (const auto taken = check.take(line); !taken) return taken.error().message;
  return {};
}

TEST(Pages, GiveTheBytesOfEachRecord) {
  const auto page = read_page(page_of(sealed(), "3"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->lines, sealed());
  EXPECT_EQ(page->next, "3");
  const auto last = read_page(page_of({}));
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->lines.empty());
  EXPECT_EQ(last->next, "");
}

TEST(Pages, RefuseWhatIsNone) {
  for (const char* text : {"", "null", R"({"asks":[]})", R"({"records":[{"a":"})", R"({"records":[{"a":1}x)", "[]"})
    EXPECT_FALSE(read_page(text)) << text;
}

TEST(Chain, StandsAndNamesItsEnd) {
  ChainCheck check;
  for (const std::string& line : sealed()) ASSERT_TRUE(check.take(line));
  EXPECT_EQ(check.head().seq, 3U);
  EXPECT_NE(check.head().hash, core::Digest{});
}

TEST(Chain, AChangedRecordIsNamed) {
  auto lines = sealed();
  lines[1].replace(lines[1].find("needed"), 6, "wanted");
  EXPECT_EQ(fault_of(lines).find("Record 2 of the log is damaged"), 0U) << fault_of(lines);
}

TEST(Chain, ALostRecordIsNamed) {
  auto lines = sealed();
  lines.erase(lines.begin() + 1);
  EXPECT_EQ(fault_of(lines), "Record 2 of the log is missing.");
  lines = sealed();
  lines.erase(lines.begin());
  EXPECT_EQ(fault_of(lines), "Record 1 of the log is missing.");
}

TEST(Chain, ARecordThatWasSealedAnewDoesNotFollow) {
  auto lines = sealed();
  store::Sealer other{store::Head{2, core::Digest{1}}};
  std::string row;
  std::vector<store::LongText> texts;
  other.seal(core::Fact{core::asks::Fact{core::asks::Withdrawn{}}}, Instant{}, row, texts);
  lines[2] = store::line_of(*store::read_record(3, row));
  EXPECT_NE(fault_of(lines).find("Record 3 of the log is damaged: it doesn't follow"), std::string::npos);
}

TEST(Chain, WhatIsNoRecordIsDamage) {
  for (const char* line : {"{}", R"({"seq":1})", R"({"at":"","hash":"00","seq":1})"})
    EXPECT_EQ(fault_of({line}).find("Record 1 of the log is damaged"), 0U) << line;
}

}  // namespace
}  // namespace askd::askctl
