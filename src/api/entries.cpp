#include "api/entries.hpp"

#include "base/json_describe.hpp"
#include "base/json_read.hpp"
#include "base/time.hpp"
#include "core/describe.hpp"
#include "shapes/cursor.hpp"
#include "shapes/event_json.hpp"
#include "shapes/member.hpp"
#include "shapes/message_json.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace askd::api {
namespace {

std::string member_text(const Json& record, const char* name) {
  const auto text = record.find(name);
  return text != record.end() && text->is_string() ? text->get<std::string>() : std::string{};
}

std::optional<core::Value> value_of(const Json& json) {
  if (json.is_string()) return core::Value{json.get<std::string>()};
  if (json.is_array()) {
    auto texts = json::read<std::vector<std::string>>(json);
    return texts ? std::optional<core::Value>(std::move(*texts)) : std::nullopt;
  }
  if (!json.is_object() || !json.contains("fields")) return std::nullopt;
  auto fields = json::read<std::vector<core::FieldValue>>(json["fields"], json::Strictness::lenient);
  return fields ? std::optional<core::Value>(std::move(*fields)) : std::nullopt;
}

// An answer as the log holds it, which leaves out what is empty.
std::optional<core::Answer> answer_of(const Json& record) {
  if (!record.is_object() || !record.contains("value")) return std::nullopt;
  auto value = value_of(record["value"]);
  if (!value) return std::nullopt;
  core::Answer answer;
  answer.value = std::move(*value);
  answer.note.text = member_text(record, "note");
  answer.by = PersonId::parse(member_text(record, "by")).value_or(PersonId{});
  answer.by_name = member_text(record, "by_name");
  answer.backend = member_text(record, "backend");
  answer.room = member_text(record, "room");
  answer.link = member_text(record, "link");
  if (const auto at = parse_instant(member_text(record, "at"))) answer.at = *at;
  if (const auto assurance = record.find("assurance"); assurance != record.end())
    if (const auto read = json::read<core::Assurance>(*assurance)) answer.assurance = *read;
  return answer;
}

// The answer of an ask.late_answer, which stands in the record alone.
Async<std::optional<core::Answer>> late_answer(engine::Service& service, core::Sequence cursor) {
  const auto lines = co_await service.records(cursor, 1);
  if (lines.empty()) co_return std::nullopt;
  const auto record = json::parse(lines.front());
  if (!record || !record->is_object() || !record->contains("fact")) co_return std::nullopt;
  const Json& fact = (*record)["fact"];
  if (!fact.is_object() || !fact.contains("answer")) co_return std::nullopt;
  co_return answer_of(fact["answer"]);
}

const core::Delivery* delivery_in(const std::vector<core::Delivery>& deliveries, const DeliveryId& id) {
  const auto found = std::find_if(deliveries.begin(), deliveries.end(),
                                  [&](const core::Delivery& delivery) { return delivery.id == id; });
  return found == deliveries.end() ? nullptr : &*found;
}

}  // namespace

Async<Text> Entries::frame_of(core::Event event) { return made(std::move(event), true); }
Async<Text> Entries::text_of(core::Event event) { return made(std::move(event), false); }

Async<Text> Entries::made(core::Event event, bool as_frame) {
  const bool shared = static_cast<bool>(event.channel);
  const core::Sequence cursor = event.cursor;
  if (shared) {
    const auto found = kept_.find(cursor);
    const Text known = found == kept_.end() ? nullptr : as_frame ? found->second.frame : found->second.text;
    if (known != nullptr) co_return known;
  }
  std::string made;
  if (as_frame && shared)
    made = co_await frame(std::move(event));
  else
    made = co_await text(std::move(event));
  Text text = std::make_shared<const std::string>(std::move(made));
  if (shared) {
    Kept& kept = kept_[cursor];
    (as_frame ? kept.frame : kept.text) = text;
    if (kept_.size() > kept_max) kept_.erase(kept_.begin());
  }
  co_return text;
}

Async<std::string> Entries::frame(core::Event event) {
  const auto message = co_await service_.message(event.channel, event.message);
  co_await service_.settled();
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  shapes::write_member(writer, "type", "new_message");
  shapes::write_member(writer, "cursor", shapes::cursor_text(event.cursor));
  if (message) {
    writer.key("message");
    shapes::write_message(writer, *message, {false, &service_.state()});
  }
  writer.end_object();
  co_return out;
}

Async<std::string> Entries::text(core::Event event) {
  std::optional<engine::AskView> ask;
  std::optional<engine::NoticeView> notice;
  std::optional<core::Message> message;
  std::optional<core::Answer> late;
  if (event.ask) ask = co_await service_.ask(event.ask);
  if (event.notice) notice = co_await service_.notice(event.notice);
  if (event.message) {
    store::Where where = event.conversation;
    if (event.channel) where = event.channel;
    message = co_await service_.message(where, event.message);
  }
  if (event.type == core::EventType::ask_late_answer) late = co_await late_answer(service_, event.cursor);
  co_await service_.settled();

  shapes::EventParts parts;
  parts.message_options.state = &service_.state();
  if (ask) parts.ask = &*ask;
  if (notice) parts.notice = &*notice;
  if (message) parts.message = &*message;
  if (late) parts.late_answer = &*late;
  if (event.delivery && ask) parts.delivery = delivery_in(ask->deliveries, event.delivery);
  if (event.delivery && notice) parts.delivery = delivery_in(notice->deliveries, event.delivery);
  co_return shapes::event_text(event, parts, {.public_url = public_url_});
}

}  // namespace askd::api
