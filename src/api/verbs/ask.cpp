// Asking: POST /asks, cancel and supersede.
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "shapes/fields.hpp"
#include "shapes/held_answer.hpp"
#include "shapes/problem.hpp"
#include "shapes/question_json.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <optional>
#include <utility>
#include <variant>

namespace askd::api {
namespace {

constexpr std::size_t reason_max = 500;

// What became of a request to ask.
struct Asked {
  std::optional<net::Response> refused = {};
  AskId id = {};
  bool replayed = false;
  shapes::Waiting waiting = {};
  std::string text = {};  // the ask as it was opened, where that is all there is to know of it
};

core::asks::Requested requested(Call& call, shapes::AskRequest request, std::string key, const Json& body) {
  const Instant now = call.service.now();
  core::asks::Requested input;
  input.id = call.service.ids().next<AskId>(now);
  input.agent = call.caller.agent;
  input.fresh_conversation = !request.conversation;
  input.conversation = request.conversation.value_or(ConversationId{});
  if (input.fresh_conversation) input.conversation = call.service.ids().next<ConversationId>(now);
  if (request.expires_in) input.expires = now + *request.expires_in;
  input.question = std::move(request.question);
  input.digest = shapes::digest_of(input.agent, call.caller.name, input.question, input.expires);
  if (!key.empty()) input.retry_digest = shapes::retry_digest_of(body);
  input.retry_key = std::move(key);
  return input;
}

// What the facts of an ask in a conversation of its own say is all there is to it: nothing needs to be read again.
std::optional<engine::AskView> view_of(const core::Outcome& outcome) {
  std::optional<engine::AskView> view;
  for (const core::Fact& fact : outcome.facts) {
    if (const auto* asks = std::get_if<core::asks::Fact>(&fact)) {
      const auto* opened = std::get_if<core::asks::Opened>(asks);
      if (opened == nullptr) return std::nullopt;
      view = engine::AskView{opened->ask, {}, 0};
    } else if (const auto* deliveries = std::get_if<core::deliveries::Fact>(&fact)) {
      const auto* queued = std::get_if<core::deliveries::Queued>(deliveries);
      if (queued == nullptr || !view) return std::nullopt;
      view->deliveries.push_back(queued->delivery);
    }
  }
  return view;
}

Async<net::Response> refused_ask(Call& call, const core::Outcome& outcome) {
  if (outcome.error->fault != Fault::conflict) co_return shapes::problem(*outcome.error);
  const AskId id{outcome.subject};
  const auto view = co_await call.service.ask(id);
  co_return shapes::problem(*outcome.error, view ? shapes::conflict_members(*view) : std::string{});
}

// Reads the request, and asks. The tree of the body is gone when this returns: whoever waits keeps little.
Async<Asked> ask(Call& call, AskId supersedes) {
  Asked asked;
  auto waiting = shapes::read_waiting(call.request, call.settings.bounds);
  auto key = idempotency_key(call.request);
  if (!waiting || !key) {
    asked.refused = shapes::problem("bad_request", waiting ? key.error() : waiting.error());
    co_return asked;
  }
  shapes::Body body = body_of(call);
  if (body.refused) {
    asked.refused = std::move(body.refused);
    co_return asked;
  }
  auto request = shapes::read_ask(body.json, call.settings.bounds);
  if (!request) {
    asked.refused = shapes::problem(request.error());
    co_return asked;
  }
  asked.waiting = *waiting;
  if (!asked.waiting.wait) asked.waiting.wait = request->wait;

  core::asks::Requested input = requested(call, std::move(*request), std::move(*key), body.json);
  const bool alone = input.fresh_conversation && !supersedes;
  if (supersedes) {
    input.supersedes = supersedes;
    if (!input.retry_key.empty())
      input.retry_digest = crypto::sha256(crypto::hex(input.retry_digest) + supersedes.text());
  }
  core::Input anything = core::asks::Input{std::move(input)};
  const core::Outcome outcome = co_await call.service.submit(std::move(anything));
  if (outcome.error) {
    asked.refused = co_await refused_ask(call, outcome);
    co_return asked;
  }
  asked.id = AskId{outcome.subject};
  asked.replayed = outcome.repeated;
  if (!alone || asked.replayed || asked.waiting.wait) co_return asked;
  if (const auto view = view_of(outcome)) asked.text = shapes::ask_text(*view, call.ask_options());
  co_return asked;
}

net::Fields headers_of(const Asked& asked) {
  net::Fields headers{{"Location", "/api/v1/asks/" + asked.id.text()}};
  if (asked.replayed) headers.emplace_back("Idempotent-Replayed", "true");
  if (asked.waiting.preferred) headers.emplace_back("Preference-Applied", asked.waiting.applied());
  return headers;
}

Async<net::Response> now_response(Call& call, Asked asked) {
  if (asked.refused) co_return std::move(*asked.refused);
  if (asked.text.empty()) {
    const auto view = co_await call.service.ask(asked.id);
    if (!view) co_return shapes::problem("internal", "The ask was opened, but can't be read.");
    asked.text = shapes::ask_text(*view, call.ask_options());
  }
  net::Response response = shapes::json_response(201, std::move(asked.text));
  for (auto& field : headers_of(asked)) response.headers.push_back(std::move(field));
  co_return response;
}

Async<> answer(Call& call, AskId supersedes) {
  Asked asked = co_await ask(call, supersedes);
  if (asked.refused || !asked.text.empty()) {
    net::Response response = co_await now_response(call, std::move(asked));
    co_return co_await call.exchange.send(std::move(response));
  }
  call.request.body = std::string{};
  const auto place = place_to_wait(call, asked.waiting);
  shapes::HeldAnswer held;
  held.ask = asked.id;
  held.status = 201;
  held.headers = headers_of(asked);
  held.waiting = asked.waiting;
  held.caller = call.bearer();
  held.text = [&call](const engine::AskView& view) { return shapes::ask_text(view, call.ask_options()); };
  co_await shapes::hold_answer(call.service, call.exchange, std::move(held));
}

Async<> post_ask(Call& call) { return answer(call, AskId{}); }

Async<> not_there(Call& call) {
  net::Response response = shapes::problem("not_found", "There is no such ask.");
  co_await call.exchange.send(std::move(response));
}

Async<> supersede(Call& call) {
  const auto id = AskId::parse(call.request.captured.at(0));
  return id ? answer(call, *id) : not_there(call);
}

Result<std::string> read_reason(const Json& body) {
  constexpr std::array<std::string_view, 1> known{"reason"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::string reason;
  if (shapes::only_members(reader, body, known)) {
    if (const Json* text = shapes::member_of(body, "reason"))
      reason = shapes::read_text(reader.member("reason"), *text, {.max = reason_max, .lines = true}).value_or("");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return reason;
}

Async<net::Response> cancelled(Call& call) {
  const auto id = AskId::parse(call.request.captured.at(0));
  if (!id) co_return shapes::problem("not_found", "There is no such ask.");
  shapes::Body body = body_of(call, true);
  if (body.refused) co_return std::move(*body.refused);
  const auto reason = read_reason(body.json);
  if (!reason) co_return shapes::problem(reason.error());

  core::Input input = core::asks::Input{core::asks::Cancelled{*id, call.caller.agent, *reason}};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return co_await refused_ask(call, outcome);
  const auto view = co_await call.service.ask(*id);
  if (!view) co_return shapes::problem("not_found", "There is no such ask.");
  co_return shapes::json_response(200, shapes::ask_text(*view, call.ask_options()));
}

Async<net::Response> asked_now(Call& call) {
  const AskId none;
  Asked asked = co_await ask(call, none);
  co_return co_await now_response(call, std::move(asked));
}

Async<net::Response> superseded_now(Call& call) {
  const auto id = AskId::parse(call.request.captured.at(0));
  if (!id) co_return shapes::problem("not_found", "There is no such ask.");
  Asked asked = co_await ask(call, *id);
  co_return co_await now_response(call, std::move(asked));
}

constexpr std::string_view ask_example = R"({"title":"Contact all three candidates?",
"body":"Found **3** matching the criteria.",
"form":{"kind":"choice","options":[{"value":"all","label":"All three"},{"value":"top","label":"Only the top one"}]},
"urgency":"normal","expires_in":"2h","default":{"value":"top"},
"context":{"task":"candidate search"},"labels":{"team":"growth"}})";

}  // namespace

std::vector<Verb> ask_verbs() {
  using namespace parameters;
  using enum core::Capability;
  Verb ask_verb{.name = "ask",
                .method = "POST",
                .path = "/asks",
                .capability = ask_humans,
                .summary = "Ask people, and wait for the answer if you like",
                .doc =
                    "Only `title` must be there. With a wait the head of the answer is sent at once and white space "
                    "every 15 seconds; the JSON follows when the ask ends or the wait is over.",
                .parameters = {&wait, &prefer, &idempotency},
                .body = BodyShape{.schema = "NewAsk", .example = ask_example},
                .replies = {{201, "The ask: ended, or still open.", "Ask"}},
                .answer = asked_now,
                .run = post_ask};
  Verb cancel_verb{.name = "cancel",
                   .method = "POST",
                   .path = "/asks/{ask}/cancel",
                   .capability = ask_humans,
                   .summary = "Withdraw an ask that is still open",
                   .body = BodyShape{.schema = "Cancel", .required = false, .example = R"({"reason":"not needed"})"},
                   .replies = {{200, "The ask, cancelled.", "Ask"}},
                   .problems = {"not_found", "conflict"},
                   .answer = cancelled};
  Verb supersede_verb{.name = "supersede",
                      .method = "POST",
                      .path = "/asks/{ask}/supersede",
                      .capability = ask_humans,
                      .summary = "Replace an open ask by a corrected one",
                      .doc = "The new ask is in the same conversation. The old one ends cancelled, with superseded_by.",
                      .parameters = {&wait, &prefer, &idempotency},
                      .body = BodyShape{.schema = "NewAsk", .example = ask_example},
                      .replies = {{201, "The new ask.", "Ask"}},
                      .problems = {"not_found", "conflict"},
                      .answer = superseded_now,
                      .run = supersede};
  std::vector<Verb> list;
  for (Verb* verb : {&ask_verb, &cancel_verb, &supersede_verb}) list.push_back(std::move(*verb));
  return list;
}

}  // namespace askd::api
