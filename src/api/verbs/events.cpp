// The agent's stream: GET /events and POST /events/ack.
#include "net/events.hpp"
#include "api/verbs.hpp"
#include "base/json.hpp"
#include "net/io.hpp"
#include "shapes/cursor.hpp"
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
constexpr std::chrono::seconds try_again_in{15};  // where there are too many streams
constexpr std::size_t most_at_once = 32;          // entries read and written together

const Parameter after{"after", Parameter::In::query, R"({"type":"string","pattern":"^[0-9a-f]{16}$"})",
                      "Begin behind this cursor. Without one: behind the last that was acknowledged."};
const Parameter last_event_id{"Last-Event-ID", Parameter::In::header, R"({"type":"string","pattern":"^[0-9a-f]{16}$"})",
                              "As ?after=, sent by clients that reconnect; it wins over ?after=."};

Async<std::string> entry_text(Call& call, core::Event event) {
  net::Event entry;
  entry.type = core::name_of(event.type);
  entry.id = shapes::cursor_text(event.cursor);
  const Text text = co_await call.door.entries.text_of(std::move(event));
  entry.data = *text;
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
  const shapes::Bearer bearer = call.bearer();
  const engine::Watch tokens = call.service.watch_tokens(bearer.agent, signal);
  for (;;) {
    if (!bearer.may_go_on(call.service)) break;
    auto entries = co_await follower.next(most_at_once);
    if (!entries.empty()) {
      const bool sent = co_await send_entries(call, stream, std::move(entries));
      if (!sent) co_return;
      continue;
    }
    const auto rest = bearer.rest(call.service, beat);  // until the next comment is due
    const net::Wake wake = co_await call.exchange.hold(rest, signal);
    if (wake == net::Wake::gone) co_return;
    if (wake == net::Wake::stopping) break;
    if (wake != net::Wake::elapsed) continue;
    const auto sent = co_await stream.comment();
    if (!sent) co_return;
  }
  co_await stream.finish();
}

std::string_view cursor_in(const net::Request& request) {
  const auto header = request.header("Last-Event-ID");
  return header && !header->empty() ? *header : request.param("after").value_or("");
}

Async<> events(Call& call) {
  const auto place = call.door.streams.take(call.caller.agent, call.settings.streams_per_agent);
  if (place == nullptr) {
    net::Response response = shapes::rate_limited("This agent has as many streams open as it may.", try_again_in);
    co_return co_await call.exchange.send(std::move(response));
  }
  net::Signal signal;
  co_await call.service.settled();
  const auto follower = open_stream(call.service, call.caller.agent, cursor_in(call.request), signal);
  if (!follower) {
    const bool gone = follower.error().fault == Fault::not_found;
    net::Response response = shapes::problem(gone ? "gone" : "bad_request", follower.error());
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
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  const auto text = read_cursor(body.json);
  if (!text) co_return shapes::problem(text.error());
  const auto cursor = shapes::parse_cursor(*text);
  co_await call.service.settled();
  if (!cursor || *cursor > call.service.state().sequence)
    co_return shapes::problem("bad_request", "This cursor is not one that askd gave.");

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
           .answer = acknowledged};
  std::vector<Verb> all;
  for (Verb* verb : {&stream, &ack}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
