#include "api/frames.hpp"

#include "api/auth.hpp"
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "base/json_read.hpp"
#include "shapes/fields.hpp"
#include "shapes/problem.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::api {
namespace {

// Which verb a type calls. Where `names` is a member, its text takes the place of the path's parameter.
struct Kind {
  std::string_view type;
  std::string_view verb;
  std::string_view noun;
  const char* names = nullptr;
};
constexpr std::array<Kind, 8> kinds{{
    {"ask", "ask", "ask"},
    {"notify", "notify", "notice"},
    {"cancel", "cancel", "ask", "ask_id"},
    {"supersede", "supersede", "ask", "ask_id"},
    {"send_message", "speak_in_channel", "message", "channel_id"},
    {"send_message", "send_message", "message", "conversation_id"},
    {"send_message", "follow_up", "message", "ask_id"},
    {"ack", "acknowledge", ""},
}};

std::string known_types() {
  std::string text;
  std::string_view last;
  for (const Kind& kind : kinds) {
    if (kind.type == last) continue;
    text += (text.empty() ? "" : ", ") + std::string(kind.type);
    last = kind.type;
  }
  return text;
}

// Takes a member out of the frame; null is none.
std::optional<Json> take(Json& frame, const char* name) {
  const auto found = frame.find(name);
  if (found == frame.end()) return std::nullopt;
  Json value = std::move(*found);
  frame.erase(name);
  return value.is_null() ? std::nullopt : std::optional(std::move(value));
}

void take_ref(Json& json, Frame& frame, const json::Reader& reader) {
  const auto ref = take(json, "ref");
  if (!ref) return;
  if (ref->is_number_integer()) {
    frame.ref = ref->dump();
  } else if (const auto text = shapes::read_text(reader.member("ref"), *ref, {.min = 1, .max = ref_max})) {
    frame.ref = Json(*text).dump();
  }
}

void take_key(Json& json, Frame& frame, const json::Reader& reader) {
  const auto key = take(json, "idempotency_key");
  if (!key) return;
  if (auto text = shapes::read_text(reader.member("idempotency_key"), *key, {.min = 1, .max = idempotency_key_max}))
    frame.key = std::move(*text);
}

// The kind of a frame of that type; of several the one whose member is there. Names of the others that are null go.
const Kind* kind_of(Json& json, std::string_view type) {
  const Kind* first = nullptr;
  const Kind* named = nullptr;
  for (const Kind& kind : kinds) {
    if (kind.type != type) continue;
    if (first == nullptr) first = &kind;
    if (kind.names == nullptr || shapes::member_of(json, kind.names) != nullptr)
      named = named == nullptr ? &kind : named;
    else
      json.erase(kind.names);
  }
  return named == nullptr ? first : named;
}

void take_kind(Json& json, Frame& frame, const json::Reader& reader) {
  const Kind* kind = kind_of(json, frame.type);
  if (kind == nullptr) return reader.member("type").problem("is no type of a frame; there are " + known_types());
  frame.verb = &verb_named(kind->verb);
  frame.noun = kind->noun;
  if (kind->names == nullptr) return;
  const auto name = take(json, kind->names);
  if (!name) return json::detail::missing_member(reader, kind->names);
  if (auto text = shapes::read_text(reader.member(kind->names), *name, {.min = 1, .max = 100}))
    frame.captured.push_back(std::move(*text));
}

// Without the capability, or whatever the verb answers.
Async<net::Response> response_to(Call& call, const Frame& frame) {
  if (frame.verb->capability) {
    const auto may = require(call.service.state(), call.caller, *frame.verb->capability);
    if (!may) co_return shapes::problem(may.error());
  }
  co_return co_await frame.verb->answer(call);
}

}  // namespace

Result<> read_frame(std::string_view text, std::size_t depth, Frame& frame) {
  auto json = json::parse(text, {.max_depth = depth});
  if (!json) return json.error();
  frame.parsed = true;
  if (!json->is_object())
    return Error{Fault::invalid,
                 "A frame is a JSON object with a type, as in {\"type\": \"ask\", …}.",
                 {{"", "must be an object"}}};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  take_ref(*json, frame, reader);
  const auto type = take(*json, "type");
  if (type && type->is_string())
    frame.type = type->get<std::string>();
  else
    reader.member("type").problem("says what the frame is: one of " + known_types());
  if (problems.empty()) take_kind(*json, frame, reader);
  if (problems.empty()) take_key(*json, frame, reader);
  // What nobody reads would be dropped without a word.
  if (problems.empty() && frame.noun == "ask" && shapes::member_of(*json, "wait") != nullptr)
    reader.member("wait").problem("is for requests: over the WebSocket the answer comes as ask.answered");
  if (!problems.empty()) return json::error_of(std::move(problems));
  frame.body = std::move(*json);
  return {};
}

std::string error_frame(const std::string& ref, const net::Response& problem) {
  std::string text = R"({"type":"error")";
  if (!ref.empty()) text += R"(,"ref":)" + ref;
  for (const auto& [name, value] : problem.headers)
    if (name == "Retry-After") text += R"(,"retry_after":)" + value;
  return text + R"(,"problem":)" + problem.body + "}";
}

Async<std::string> answer_frame(Call& call, Frame frame) {
  net::Request request;
  request.method = frame.verb->method;
  request.captured = std::move(frame.captured);
  request.peer = call.request.peer;
  if (!frame.key.empty()) request.headers.add("Idempotency-Key", frame.key);
  Call own{call.service, call.settings, call.door, request, call.exchange, call.caller, &frame.body};
  const net::Response response = co_await response_to(own, frame);
  if (response.status >= 400) co_return error_frame(frame.ref, response);
  if (frame.ref.empty()) co_return std::string{};
  std::string text = R"({"type":"ok","ref":)" + frame.ref;
  if (!frame.noun.empty())
    text += ",\"" + std::string(frame.noun) + "\":" + response.body + "}";
  else
    text += "," + response.body.substr(1);
  co_return text;
}

}  // namespace askd::api
