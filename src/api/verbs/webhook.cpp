// An agent's webhook: PUT, GET and DELETE /me/webhook.
#include "api/verbs.hpp"
#include "api/webhook_signature.hpp"
#include "base/crypto.hpp"
#include "shapes/agent_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <utility>

namespace askd::api {
namespace {

constexpr std::size_t url_max = 2'000;
constexpr std::chrono::hours previous_signs_for{24};

// http goes only where the operator lets webhooks into private networks: there it can be no stranger who listens.
Result<std::string> read_url(const Json& body, bool plain_allowed) {
  constexpr std::array<std::string_view, 1> known{"url"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::string url;
  if (shapes::only_members(reader, body, known)) {
    if (const Json* text = shapes::member_of(body, "url"))
      url = shapes::read_text(reader.member("url"), *text, {.min = 1, .max = url_max}).value_or("");
    else
      json::detail::missing_member(reader, "url");
    const bool https = url.starts_with("https://");
    const auto start = url.find("://") == url.npos ? 0 : url.find("://") + 3;
    const auto host = url.substr(0, url.find_first_of("/?#", start));
    if (problems.empty() && !https && !url.starts_with("http://"))
      reader.member("url").problem("must begin with https://");
    else if (problems.empty() && !https && !plain_allowed)
      reader.member("url").problem(
          "must begin with https://: plain http is for networks that the operator named (webhooks.allow)");
    else if (problems.empty() && (host.find('@') != url.npos || url.find('#') != url.npos))
      reader.member("url").problem("must have neither a user nor a fragment in it");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return url;
}

std::string webhook_text(const core::Webhook& webhook, const std::string& secret) {
  std::string text;
  json::Writer writer(text);
  shapes::write_webhook(writer, webhook);
  if (!secret.empty()) {
    text.pop_back();
    text += R"(,"secret":")" + secret + "\"}";
  }
  return text;
}

net::Response no_webhook() { return shapes::problem("not_found", "This agent has no webhook."); }

Async<net::Response> put_webhook(Call& call) {
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  auto url = read_url(body.json, call.settings.private_webhooks);
  if (!url) co_return shapes::problem(url.error());
  const auto place = call.door.lookups.take(call.caller.agent, 1);
  if (place == nullptr)
    co_return shapes::rate_limited("Another webhook of this agent is being looked at.", std::chrono::seconds(1));
  if (call.door.reachable) {
    std::string copy = *url;
    const auto reachable = co_await call.door.reachable(std::move(copy));
    if (!reachable) {
      Error error{Fault::invalid, "askd can't send there.", {{"/url", reachable.error().message}}};
      co_return shapes::problem(error);
    }
  }
  const std::string key = crypto::random_bytes(32);
  core::agents::WebhookRequested request;
  request.agent = call.caller.agent;
  request.url = std::move(*url);
  request.secret.text = crypto::base64url(key);
  request.previous_ends = call.service.now() + previous_signs_for;
  core::Input input = core::agents::Input{std::move(request)};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_await call.service.settled();
  const core::Agent* agent = call.service.state().agent(call.caller.agent);
  if (agent == nullptr || !agent->webhook) co_return no_webhook();
  co_return shapes::json_response(200, webhook_text(*agent->webhook, shown_secret(key)));
}

Async<net::Response> get_webhook(Call& call) {
  co_await call.service.settled();
  const core::Agent* agent = call.service.state().agent(call.caller.agent);
  if (agent == nullptr || !agent->webhook) co_return no_webhook();
  const std::string no_secret;
  co_return shapes::json_response(200, webhook_text(*agent->webhook, no_secret));
}

Async<net::Response> delete_webhook(Call& call) {
  core::Input input = core::agents::Input{core::agents::WebhookDropped{call.caller.agent}};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_return shapes::empty_response();
}

constexpr std::string_view webhook_example = R"({"url":"https://agents.example.com/askd"})";

}  // namespace

std::vector<Verb> webhook_verbs() {
  Verb put{
      .name = "set_webhook",
      .method = "PUT",
      .path = "/me/webhook",
      .summary = "Have your stream sent to a url",
      .doc =
          "Entries are sent in order, as CloudEvents 1.0 in JSON, signed as Standard Webhooks 1.0 says. What isn't "
          "answered with 2xx is sent again, with growing pauses, for a day; 410 disables the webhook. The secret "
          "is shown this once; setting it again makes another one, and both sign for a day.",
      .body = BodyShape{.schema = "NewWebhook", .example = webhook_example},
      .replies = {{200, "The webhook with its secret.", "WebhookWithSecret"}},
      .answer = put_webhook};
  Verb get{.name = "get_webhook",
           .method = "GET",
           .path = "/me/webhook",
           .summary = "Your webhook, and how it fares",
           .replies = {{200, "The webhook.", "Webhook"}},
           .problems = {"not_found"},
           .answer = get_webhook};
  Verb remove{.name = "remove_webhook",
              .method = "DELETE",
              .path = "/me/webhook",
              .summary = "Have nothing sent any more",
              .replies = {{204, "It is gone.", {}, {}}},
              .answer = delete_webhook};
  std::vector<Verb> all;
  for (Verb* verb : {&put, &get, &remove}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
