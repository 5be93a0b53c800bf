// Feeds foreign bytes to the readers of requests: whatever comes, they end in a value or in named problems, and a
// question that is taken can be shown, digested, and read again from what is shown.
#include "base/check.hpp"
#include "base/json.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/message_json.hpp"
#include "shapes/notice_json.hpp"
#include "shapes/question_json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = json::parse(text);
  if (!body) return 0;
  const auto notice = shapes::read_notice(*body);
  CHECK(notice || !notice.error().problems.empty(), "A body was refused without a problem.");
  const auto message = shapes::read_message(*body);
  CHECK(message || !message.error().problems.empty(), "A body was refused without a problem.");
  const auto ask = shapes::read_ask(*body);
  CHECK(ask || !ask.error().problems.empty(), "A body was refused without a problem.");
  if (!ask) return 0;

  engine::AskView view;
  view.ask.question = ask->question;
  view.ask.digest = shapes::digest_of({}, "agent", ask->question, {});
  const auto shown = json::parse(shapes::ask_text(view, {}));
  CHECK(shown.has_value(), "An ask is shown as JSON that can't be read.");
  const auto again = json::parse(json::canonical((*shown)["form"]));
  CHECK(again && *again == (*shown)["form"], "A form changes when it is made canonical.");
  Json reread = Json::object();
  for (const char* name : {"title", "body", "form", "to", "approvers", "required", "urgency", "context", "labels"})
    reread[name] = (*shown)[name];
  const auto second = shapes::read_ask(reread);
  const bool same = second && second->question == ask->question;
  CHECK(same || ask->question.fallback, "What is shown doesn't read the same.");
  (void)shapes::read_answer(*body, ask->question.form);
  return 0;
}
