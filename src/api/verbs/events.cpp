// The agent's stream: GET /events and POST /events/ack.
#include "net/events.hpp"
#include "api/verbs.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "core/describe.hpp"
#include "net/io.hpp"
#include "shapes/cursor.hpp"
#include "shapes/event_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace askd::api {
namespace {

constexpr std::chrono::milliseconds beat = std::chrono::seconds(15);
constexpr std::size_t most_at_once = 32;  // entries read and written together

const Parameter after{"after", Parameter::In::query, R"({"type":"string","pattern":"^[0-9a-f]{16}$"})",
                      "Begin behind this cursor. Without one: behind the last that was acknowledged."};
const Parameter last_event_id{"Last-Event-ID", Parameter::In::header, R"({"type":"string","pattern":"^[0-9a-f]{16}$"})",
                              "As ?after=, sent by clients that reconnect; it wins over ?after=."};

std::string text_of(const Json& record, const char* name) {
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
  answer.note.text = text_of(record, "note");
  answer.by = PersonId::parse(text_of(record, "by")).value_or(PersonId{});
  answer.by_name = text_of(record, "by_name");
  answer.backend = text_of(record, "backend");
  answer.room = text_of(record, "room");
  answer.link = text_of(record, "link");
  if (const auto at = parse_instant(text_of(record, "at"))) answer.at = *at;
  if (const auto assurance = record.find("assurance"); assurance != record.end())
    if (const auto read = json::read<core::Assurance>(*assurance)) answer.assurance = *read;
  return answer;
}

// The answer of an ask.late_answer, which stands in the record alone.
Async<std::optional<core::Answer>> late_answer(Call& call, core::Sequence cursor) {
  const auto lines = co_await call.service.records(cursor, 1);
  if (lines.empty()) co_return std::nullopt;
  const auto record = json::parse(lines.front());
  if (!record || !record->is_object() || !record->contains("fact")) co_return std::nullopt;
  const Json& fact = (*record)["fact"];
  if (!fact.is_object() || !fact.contains("answer")) co_return std::nullopt;
  co_return answer_of(fact["answer"]);
}

Async<std::string> entry_text(Call& call, core::Event event) {
  std::optional<engine::AskView> ask;
  std::optional<engine::NoticeView> notice;
  std::optional<core::Message> message;
  std::optional<core::Answer> late;
  if (event.ask) ask = co_await call.service.ask(event.ask);
  if (event.notice) notice = co_await call.service.notice(event.notice);
  if (event.message) message = co_await call.service.message(event.conversation, event.message);
  if (event.type == core::EventType::ask_late_answer) late = co_await late_answer(call, event.cursor);

  shapes::EventParts parts;
  if (ask) parts.ask = &*ask;
  if (notice) parts.notice = &*notice;
  if (message) parts.message = &*message;
  if (late) parts.late_answer = &*late;
  const auto find = [&](const std::vector<core::Delivery>& deliveries) {
    const auto found = std::find_if(deliveries.begin(), deliveries.end(),
                                    [&](const core::Delivery& delivery) { return delivery.id == event.delivery; });
    if (found != deliveries.end()) parts.delivery = &*found;
  };
  if (event.delivery && ask) find(ask->deliveries);
  if (event.delivery && notice) find(notice->deliveries);
  net::Event entry;
  entry.type = core::name_of(event.type);
  entry.id = shapes::cursor_text(event.cursor);
  entry.data = shapes::event_text(event, parts, call.ask_options());
  co_return net::event_text(entry);
}

Async<bool> send_entries(Call& call, net::EventStream& stream, std::vector<core::Event> entries) {
  std::string text;
  for (core::Event& entry : entries) text += co_await entry_text(call, std::move(entry));
  const auto sent = co_await stream.send_text(std::move(text));
  co_return sent.has_value();
}

// Sends entries as they come, until the peer is gone or askd stops. A slow reader slows this loop, not the others: what
// it doesn't take stays in the store.
Async<> follow(Call& call, net::EventStream& stream, engine::Follower& follower, net::Signal& signal) {
  for (;;) {
    auto entries = co_await follower.next(most_at_once);
    if (!entries.empty()) {
      const bool sent = co_await send_entries(call, stream, std::move(entries));
      if (!sent) co_return;
      continue;
    }
    const net::Wake wake = co_await call.exchange.hold(beat, signal);
    if (wake == net::Wake::gone) co_return;
    if (wake == net::Wake::stopping) break;
    if (wake != net::Wake::elapsed) continue;
    const auto sent = co_await stream.comment();
    if (!sent) co_return;
  }
  co_await stream.finish();
}

struct Start {
  bool known = true;
  std::optional<core::Sequence> after = {};
};

Start start_of(const net::Request& request) {
  auto text = request.header("Last-Event-ID");
  if (!text || text->empty()) text = request.param("after");
  if (!text || text->empty()) return {};
  const auto cursor = shapes::parse_cursor(*text);
  return {cursor.has_value(), cursor};
}

constexpr const char* unknown_cursor = "This cursor is not one that askd gave.";

Async<> events(Call& call) {
  const Start start = start_of(call.request);
  net::Signal signal;
  co_await call.service.settled();
  auto follower = call.service.follow(call.caller.agent, start.after, signal);
  if (!start.known || !follower) {
    const bool gone = start.known && follower.error().fault == Fault::not_found;
    net::Response response =
        gone ? shapes::problem("gone", follower.error()) : shapes::problem("bad_request", unknown_cursor);
    co_return co_await call.exchange.send(std::move(response));
  }
  net::EventStream stream(call.exchange);
  const auto started = co_await stream.start();
  if (!started) co_return;
  if (call.request.method == "HEAD") co_return co_await stream.finish();
  const auto greeted = co_await stream.comment();
  if (greeted) co_await follow(call, stream, **follower, signal);
}

Result<std::string> read_cursor(const Json& body) {
  constexpr std::array<std::string_view, 1> known{"cursor"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::string cursor;
  if (shapes::only_members(reader, body, known)) {
    if (const auto text = body.find("cursor"); text == body.end())
      json::detail::missing_member(reader, "cursor");
    else
      json::read_value(reader.member("cursor"), *text, cursor);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return cursor;
}

Async<net::Response> acknowledged(Call& call) {
  shapes::Body body = shapes::body_of(call.request, call.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  const auto text = read_cursor(body.json);
  if (!text) co_return shapes::problem(text.error());
  const auto cursor = shapes::parse_cursor(*text);
  co_await call.service.settled();
  if (!cursor || *cursor > call.service.state().sequence) co_return shapes::problem("bad_request", unknown_cursor);

  core::Input input = core::agents::Input{core::agents::Acknowledged{call.caller.agent, *cursor}};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_await call.service.settled();
  const core::Agent* agent = call.service.state().agent(call.caller.agent);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.key("cursor");
  writer.value(shapes::cursor_text(agent == nullptr ? *cursor : agent->acknowledged));
  writer.end_object();
  co_return shapes::json_response(200, std::move(out));
}

Async<> acknowledge(Call& call) {
  net::Response response = co_await acknowledged(call);
  co_await call.exchange.send(std::move(response));
}

}  // namespace

std::vector<Verb> event_verbs() {
  Verb stream{.name = "events",
              .method = "GET",
              .path = "/events",
              .summary = "Your stream, as server-sent events",
              .doc =
                  "`id` is the cursor, `event` the type, `data` the entry as JSON. Entries are delivered at least "
                  "once and in order; a comment comes every 15 seconds.",
              .parameters = {&after, &last_event_id},
              .replies = {{200, "The stream, without an end.", {}, "text/event-stream"}},
              .run = events};
  Verb ack{.name = "acknowledge",
           .method = "POST",
           .path = "/events/ack",
           .summary = "Move the stored cursor of your stream",
           .body = BodyShape{.schema = "Cursor", .example = R"({"cursor":"0000000000000001"})"},
           .replies = {{200, "The stored cursor; it never moves back.", "Cursor"}},
           .run = acknowledge};
  std::vector<Verb> all;
  for (Verb* verb : {&stream, &ack}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
