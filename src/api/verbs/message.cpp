// Speaking in conversations.
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "base/ids.hpp"
#include "shapes/message_json.hpp"
#include "shapes/problem.hpp"
#include "shapes/question_json.hpp"
#include "shapes/responses.hpp"

#include <optional>
#include <utility>

namespace askd::api {
namespace {

Async<net::Response> said(Call& call, ConversationId conversation, AskId ask) {
  auto key = idempotency_key(call.request);
  if (!key) co_return shapes::problem("bad_request", key.error());
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  auto content = shapes::read_message(body.json);
  if (!content) co_return shapes::problem(content.error());

  core::conversations::Wrote wrote;
  wrote.id = call.service.ids().next<MessageId>(call.service.now());
  wrote.conversation = conversation;
  wrote.ask = ask;
  wrote.agent = call.caller.agent;
  wrote.content = std::move(*content);
  if (!key->empty()) wrote.retry_digest = shapes::retry_digest_of(body.json);
  wrote.retry_key = std::move(*key);
  core::Input input = core::conversations::Input{std::move(wrote)};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  if (const core::Message* message = shapes::said_in(outcome))
    co_return shapes::json_response(201, shapes::message_text(*message));
  const MessageId id{outcome.subject};
  const auto message = co_await call.service.message(conversation, id);
  if (!message) co_return shapes::problem("not_found", "There is no such message in this conversation.");
  net::Response response = shapes::json_response(201, shapes::message_text(*message));
  if (outcome.repeated) response.headers.emplace_back("Idempotent-Replayed", "true");
  co_return response;
}

Async<net::Response> said_about(Call& call) {
  const auto id = AskId::parse(call.request.captured.at(0));
  if (!id) co_return shapes::problem("not_found", "There is no such ask.");
  const auto view = co_await call.service.ask(*id);
  if (!view || view->ask.agent != call.caller.agent) co_return shapes::problem("not_found", "There is no such ask.");
  const ConversationId conversation = view->ask.conversation;
  co_return co_await said(call, conversation, *id);
}

Async<net::Response> said_there(Call& call) {
  const auto id = ConversationId::parse(call.request.captured.at(0));
  if (!id) co_return shapes::problem("not_found", "There is no such conversation.");
  const AskId about_none;
  co_return co_await said(call, *id, about_none);
}

constexpr std::string_view message_example = R"({"content":"The cost is $12."})";

}  // namespace

std::vector<Verb> message_verbs() {
  Verb follow{.name = "follow_up",
              .method = "POST",
              .path = "/asks/{ask}/messages",
              .capability = core::Capability::ask_humans,
              .summary = "Add something to the conversation of an ask",
              .parameters = {&parameters::idempotency},
              .body = BodyShape{.schema = "NewMessage", .example = message_example},
              .replies = {{201, "The message.", "Message"}},
              .problems = {"not_found"},
              .answer = said_about};
  Verb speak{.name = "send_message",
             .method = "POST",
             .path = "/conversations/{conversation}/messages",
             .capability = core::Capability::post_messages,
             .summary = "Say something in one of your conversations",
             .parameters = {&parameters::idempotency},
             .body = BodyShape{.schema = "NewMessage", .example = message_example},
             .replies = {{201, "The message.", "Message"}},
             .problems = {"not_found"},
             .answer = said_there};
  std::vector<Verb> all;
  for (Verb* verb : {&follow, &speak}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
