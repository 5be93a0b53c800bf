#include "shapes/event_json.hpp"

#include "shapes/answer_json.hpp"
#include "shapes/cursor.hpp"
#include "shapes/delivery_json.hpp"
#include "shapes/member.hpp"
#include "shapes/message_json.hpp"
#include "shapes/notice_json.hpp"

namespace askd::shapes {

std::string event_text(const core::Event& event, const EventParts& parts, const AskOptions& options) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "type", core::name_of(event.type));
  write_member(writer, "cursor", cursor_text(event.cursor));
  write_member(writer, "at", event.at);
  if (event.conversation) write_member(writer, "conversation", event.conversation);
  if (parts.ask != nullptr) {
    writer.key("ask");
    write_ask(writer, *parts.ask, options);
  }
  if (parts.notice != nullptr) {
    writer.key("notice");
    write_notice(writer, *parts.notice);
  }
  if (parts.message != nullptr) {
    writer.key("message");
    write_message(writer, *parts.message, parts.message_options);
  }
  if (parts.delivery != nullptr) {
    const bool ended = parts.ask != nullptr && parts.ask->ask.state != core::AskState::open;
    writer.key("delivery");
    write_delivery(writer, *parts.delivery, ended);
  }
  if (parts.late_answer != nullptr) {
    writer.key("late_answer");
    write_answer(writer, *parts.late_answer, parts.ask != nullptr ? parts.ask->ask.digest : core::Digest{});
  }
  writer.end_object();
  return text;
}

std::string hint_text(const core::Hint& hint, core::Sequence cursor) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "type", hint.type);
  write_member(writer, "cursor", cursor_text(cursor));
  if (hint.ask) write_member(writer, "ask", hint.ask);
  if (hint.notice) write_member(writer, "notice", hint.notice);
  if (hint.conversation) write_member(writer, "conversation", hint.conversation);
  if (hint.channel) write_member(writer, "channel", hint.channel);
  if (hint.message) write_member(writer, "message", hint.message);
  writer.end_object();
  return text;
}

}  // namespace askd::shapes
