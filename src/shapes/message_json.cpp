#include "shapes/message_json.hpp"

#include "askd/markdown.hpp"
#include "core/describe.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"

#include <array>

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

void write_message(json::Writer& writer, const core::Message& message, bool html) {
  writer.begin_object();
  write_member(writer, "id", message.id);
  write_member(writer, "conversation_id", message.conversation);
  if (message.ask) write_member(writer, "ask_id", message.ask);
  write_member(writer, "kind", message.kind);
  write_member(writer, "author_type", message.author_type);
  if (message.agent) write_member(writer, "author_id", message.agent);
  if (message.person) write_member(writer, "author_id", message.person);
  write_member(writer, "author_name", message.author_name);
  write_member(writer, "content", message.content.text);
  if (html) write_member(writer, "content_html", markdown_to_html(message.content.text));
  write_member(writer, "created_at", message.at);
  write_via(writer, message);
  writer.end_object();
}

std::string message_text(const core::Message& message, bool html) {
  std::string text;
  json::Writer writer(text);
  write_message(writer, message, html);
  return text;
}

std::string messages_text(const std::vector<core::Message>& messages, std::string_view next, bool html) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("messages");
  writer.begin_array();
  for (const core::Message& message : messages) write_message(writer, message, html);
  writer.end_array();
  if (!next.empty()) write_member(writer, "next", next);
  writer.end_object();
  return text;
}

}  // namespace askd::shapes
