#include "shapes/ask_json.hpp"

#include "askd/markdown.hpp"
#include "base/crypto.hpp"
#include "core/describe.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/cursor.hpp"
#include "shapes/delivery_json.hpp"
#include "shapes/member.hpp"
#include "shapes/utf16_order.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace askd::shapes {
namespace {

using json::Writer;

constexpr std::array<std::pair<core::AskState, std::string_view>, 4> state_words{
    {{core::AskState::open, "open"},
     {core::AskState::answered, "answered"},
     {core::AskState::expired, "expired"},
     {core::AskState::cancelled, "cancelled"}}};

void write_context(Writer& writer, const std::vector<core::ContextEntry>& context) {
  writer.begin_object();
  for (const core::ContextEntry& entry : context) {
    writer.key(entry.name);
    if (entry.literal)
      writer.raw(entry.text);
    else
      writer.value(entry.text);
  }
  writer.end_object();
}

void write_labels(Writer& writer, const std::vector<core::Label>& labels) {
  writer.begin_object();
  for (const core::Label& label : labels) write_member(writer, label.name, label.value);
  writer.end_object();
}

void write_default(Writer& writer, const core::Question& question) {
  if (!question.fallback) return writer.value(nullptr);
  writer.begin_object();
  writer.key("value");
  write_value(writer, *question.fallback);
  writer.end_object();
}

void write_question(Writer& writer, const core::Question& question, const AskOptions& options) {
  write_member(writer, "title", question.title);
  write_member(writer, "body", question.body.text);
  if (options.html) write_member(writer, "body_html", markdown_to_html(question.body.text));
  writer.key("form");
  write_form(writer, question.form);
  write_member(writer, "to", question.to);
  write_member(writer, "approvers", question.approvers);
  write_member(writer, "required", question.required);
  write_member(writer, "urgency", question.urgency);
  writer.key("context");
  write_context(writer, question.context);
  writer.key("labels");
  write_labels(writer, question.labels);
  writer.key("default");
  write_default(writer, question);
}

void write_votes(Writer& writer, const core::Ask& ask) {
  writer.key("answers");
  writer.begin_array();
  for (const core::Answer& vote : ask.votes) write_answer(writer, vote, ask.digest);
  writer.end_array();
}

void write_end(Writer& writer, const core::Ask& ask) {
  writer.key("answer");
  if (const core::Answer* answer = ask.answer())
    write_answer(writer, *answer, ask.digest);
  else
    writer.value(nullptr);
  if (ask.question.required > 1) write_votes(writer, ask);
  if (ask.ended) write_member(writer, "ended_at", *ask.ended);
  if (!ask.reason.empty()) write_member(writer, "reason", ask.reason);
  if (ask.supersedes) write_member(writer, "supersedes", ask.supersedes);
  if (ask.superseded_by) write_member(writer, "superseded_by", ask.superseded_by);
}

void write_for_reader(Writer& writer, const core::Ask& ask, const AskOptions& options) {
  if (options.may_answer) write_member(writer, "may_answer", *options.may_answer);
  if (!options.reader) return;
  const auto vote = std::find_if(ask.votes.begin(), ask.votes.end(),
                                 [&](const core::Answer& one) { return one.by == options.reader; });
  writer.key("your_vote");
  if (vote == ask.votes.end())
    writer.value(nullptr);
  else
    write_answer(writer, *vote, ask.digest);
}

}  // namespace

std::string_view word_of(core::AskState state) {
  for (const auto& [known, word] : state_words)
    if (known == state) return word;
  return {};
}

std::optional<core::AskState> ask_state_of(std::string_view word) {
  for (const auto& [state, known] : state_words)
    if (known == word) return state;
  return std::nullopt;
}

std::string ask_url(std::string_view public_url, AskId id) {
  std::string url(public_url);
  url += "/asks/";
  id.append(url);
  return url;
}

void write_ask(Writer& writer, const engine::AskView& view, const AskOptions& options) {
  const core::Ask& ask = view.ask;
  const bool ended = ask.state != core::AskState::open;
  writer.begin_object();
  write_member(writer, "id", ask.id);
  write_member(writer, "state", word_of(ask.state));
  write_question(writer, ask.question, options);
  writer.key("agent");
  write_agent(writer, ask.agent, ask.agent_name);
  write_member(writer, "team", ask.team);
  write_member(writer, "conversation", ask.conversation);
  write_member(writer, "created_at", ask.created);
  write_member(writer, "expires_at", ask.expires);
  write_member(writer, "digest", ask.digest);
  write_member(writer, "activity", cursor_text(view.activity));
  write_member(writer, "reach", reach_of(view.deliveries));
  write_end(writer, ask);
  write_for_reader(writer, ask, options);
  writer.key("deliveries");
  write_deliveries(writer, view.deliveries, ended);
  write_member(writer, "url", ask_url(options.public_url, ask.id));
  writer.end_object();
}

std::string ask_text(const engine::AskView& view, const AskOptions& options) {
  constexpr std::size_t usual_size = 1200;  // beside the agent's own words
  std::string text;
  text.reserve(usual_size + view.ask.question.body.text.size());
  Writer writer(text);
  write_ask(writer, view, options);
  return text;
}

std::string asks_text(const engine::Page<engine::AskView>& page, const AskOptions& options) {
  std::string text;
  Writer writer(text);
  writer.begin_object();
  writer.key("asks");
  writer.begin_array();
  for (const engine::AskView& view : page.items) write_ask(writer, view, options);
  writer.end_array();
  if (!page.next.empty()) write_member(writer, "next", page.next);
  writer.end_object();
  return text;
}

core::Digest digest_of(AgentId agent, std::string_view agent_name, const core::Question& question,
                       std::optional<Instant> expires) {
  std::vector<core::ContextEntry> context = question.context;
  std::sort(context.begin(), context.end(),
            [](const auto& one, const auto& other) { return before_in_utf16(one.name, other.name); });
  std::string text;
  Writer writer(text);
  writer.begin_object();
  writer.key("agent");
  write_agent(writer, agent, agent_name);
  write_member(writer, "body", question.body.text);
  writer.key("context");
  write_context(writer, context);
  writer.key("default");
  write_default(writer, question);
  write_member(writer, "expires_at", expires);
  writer.key("form");
  write_form(writer, question.form);
  write_member(writer, "title", question.title);
  writer.end_object();
  return crypto::sha256(text);
}

}  // namespace askd::shapes
