#include "shapes/message_json.hpp"

#include "askd/markdown.hpp"
#include "core/describe.hpp"
#include "shapes/channel_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"

#include <algorithm>
#include <array>
#include <variant>

namespace askd::shapes {
namespace {

void write_via(json::Writer& writer, const core::Message& message) {
  if (message.backend.empty()) return;
  writer.key("via");
  writer.begin_object();
  write_member(writer, "backend", message.backend);
  write_member(writer, "room", message.room.empty() ? message.backend : message.room);
  if (!message.link.empty()) write_member(writer, "link", message.link);
  writer.end_object();
}

// Of everybody so many are named at most: a page of messages mustn't name thousands in each.
constexpr std::size_t named_max = 50;

// Whom the message mentions: those of its names, and those who are in the channel where it says so.
std::vector<PersonId> people_in(const core::Message& message, const core::State& state) {
  std::vector<PersonId> people = message.people;
  const core::Channel* channel = message.everybody ? state.channel(message.channel) : nullptr;
  if (channel == nullptr) return people;
  for (const PersonId& person : channel->people)
    if (people.size() < named_max &&
        std::find(message.people.begin(), message.people.end(), person) == message.people.end())
      people.push_back(person);
  return people;
}

}  // namespace

Result<std::string> read_message(const Json& body) {
  constexpr std::array<std::string_view, 1> known{"content"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::string content;
  if (only_members(reader, body, known)) {
    if (const auto text = body.find("content"); text == body.end())
      json::detail::missing_member(reader, "content");
    else
      content = read_text(reader.member("content"), *text, {.min = 1, .max = message_max, .lines = true}).value_or("");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return content;
}

void write_message(json::Writer& writer, const core::Message& message, const MessageOptions& options) {
  writer.begin_object();
  write_member(writer, "id", message.id);
  if (message.channel) {
    write_member(writer, "channel_id", message.channel);
  } else {
    write_member(writer, "conversation_id", message.conversation);
    if (message.ask) write_member(writer, "ask_id", message.ask);
    write_member(writer, "kind", message.kind);
  }
  write_member(writer, "author_type", message.author_type);
  if (message.agent) write_member(writer, "author_id", message.agent);
  if (message.person) write_member(writer, "author_id", message.person);
  write_member(writer, "author_name", message.author_name);
  write_member(writer, "content", message.content.text);
  if (options.html) write_member(writer, "content_html", markdown_to_html(message.content.text));
  write_member(writer, "created_at", message.at);
  if (message.channel && options.state != nullptr) {
    writer.key("mentions");
    writer.begin_array();
    for (const PersonId& person : people_in(message, *options.state)) write_member_of(writer, *options.state, person);
    for (const AgentId& agent : message.agents) write_member_of(writer, *options.state, agent);
    writer.end_array();
  }
  write_via(writer, message);
  writer.end_object();
}

std::string message_text(const core::Message& message, const MessageOptions& options) {
  std::string text;
  json::Writer writer(text);
  write_message(writer, message, options);
  return text;
}

std::string messages_text(const std::vector<core::Message>& messages, std::string_view next,
                          const MessageOptions& options) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("messages");
  writer.begin_array();
  for (const core::Message& message : messages) write_message(writer, message, options);
  writer.end_array();
  if (!next.empty()) write_member(writer, "next", next);
  writer.end_object();
  return text;
}

const core::Message* said_in(const core::Outcome& outcome) {
  for (const core::Fact& fact : outcome.facts)
    if (const core::Message* message = core::said_in(fact)) return message;
  return nullptr;
}

std::string cut_page(std::vector<core::Message>& messages, std::size_t limit, bool forwards) {
  if (messages.size() <= limit) return {};
  if (forwards)
    messages.pop_back();
  else
    messages.erase(messages.begin());
  return (forwards ? messages.back() : messages.front()).id.text();
}

}  // namespace askd::shapes
