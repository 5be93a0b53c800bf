// Golden files: each file in tests/wire is one request, and the JSON or the problems that come of it. A new case is a
// new file:
//   {"read": "ask", "notice" or "message", "body": …, "errors": ["/pointer", …]}   what is wrong, sorted
//   {"show": "ask", "body": …, "expires_at"?, "end"?: {"state", "value"?, "note"?}, "ask": …}   what is shown
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "core/answers/answers.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/message_json.hpp"
#include "shapes/notice_json.hpp"
#include "shapes/question_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace askd::shapes {
namespace {

namespace fs = std::filesystem;

Json read_case(const fs::path& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto json = json::parse(text);
  EXPECT_TRUE(json) << path << ": " << (json ? "" : json.error().message);
  return json ? *json : Json();
}

std::vector<std::string> pointers_of(const Error& error) {
  std::vector<std::string> pointers;
  for (const Problem& problem : error.problems) pointers.push_back(problem.pointer);
  std::sort(pointers.begin(), pointers.end());
  return pointers;
}

std::vector<std::string> problems_in(const std::string& what, const Json& body) {
  if (what == "notice") {
    const auto read = read_notice(body);
    return read ? std::vector<std::string>{} : pointers_of(read.error());
  }
  if (what == "message") {
    const auto read = read_message(body);
    return read ? std::vector<std::string>{} : pointers_of(read.error());
  }
  const auto read = read_ask(body);
  return read ? std::vector<std::string>{} : pointers_of(read.error());
}

Ulid numbered(std::uint64_t number) { return Ulid{number, number << 16}; }

core::Answer answer_in(const Json& end, const core::Form& form, Instant at) {
  core::Answer answer;
  std::vector<Problem> problems;
  const auto value = read_value_for(json::Reader(problems), end["value"], form);
  answer.value = core::answers::check(form, value.value()).value();
  answer.note.text = end.value("note", "");
  answer.by = PersonId{numbered(5)};
  answer.by_name = "Ana";
  answer.backend = inbox_backend;
  answer.at = at;
  return answer;
}

// The ask that `golden` describes, with ids and times that never change.
engine::AskView view_of(const Json& golden) {
  engine::AskView view;
  core::Ask& ask = view.ask;
  ask.question = read_ask(golden["body"]).value().question;
  ask.id = AskId{numbered(1)};
  ask.agent = AgentId{numbered(2)};
  ask.agent_name = "deploy-bot";
  ask.team = "default";
  ask.conversation = ConversationId{numbered(3)};
  ask.created = parse_instant("2026-01-31T12:00:00Z").value();
  if (golden.contains("expires_at")) ask.expires = parse_instant(golden["expires_at"].get<std::string>()).value();
  ask.digest = digest_of(ask.agent, ask.agent_name, ask.question, ask.expires);
  if (!golden.contains("end")) return view;
  const Json& end = golden["end"];
  ask.state = ask_state_of(end["state"].get<std::string>()).value();
  ask.ended = parse_instant("2026-01-31T12:05:00Z").value();
  if (end.contains("value")) ask.votes.push_back(answer_in(end, ask.question.form, *ask.ended));
  return view;
}

// As anybody would recompute it from what they see.
std::string recomputed_digest(const Json& ask) {
  Json shown;
  for (const char* name : {"agent", "title", "body", "context", "form", "expires_at", "default"})
    shown[name] = ask[name];
  const auto digest = crypto::sha256(json::canonical(shown));
  return crypto::hex(digest);
}

class Golden : public testing::TestWithParam<fs::path> {};

TEST_P(Golden, Holds) {
  const Json golden = read_case(GetParam());
  ASSERT_TRUE(golden.is_object());
  if (golden.contains("read")) {
    EXPECT_EQ(problems_in(golden["read"], golden["body"]), golden["errors"].get<std::vector<std::string>>());
    return;
  }
  const std::string text = ask_text(view_of(golden), {.public_url = "https://ask.example.com"});
  const auto shown = json::parse(text);
  ASSERT_TRUE(shown) << text;
  EXPECT_EQ(*shown, golden["ask"]) << text;
  EXPECT_EQ(recomputed_digest(*shown), (*shown)["digest"]);
}

std::vector<fs::path> cases() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(ASKD_SOURCE_DIR) / "tests" / "wire"))
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Wire, Golden, testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace askd::shapes
