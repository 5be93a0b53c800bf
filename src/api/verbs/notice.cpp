// Notices: POST and GET /notices.
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "base/ids.hpp"
#include "shapes/notice_json.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/question_json.hpp"
#include "shapes/responses.hpp"

#include <utility>

namespace askd::api {
namespace {

core::notices::Requested requested(Call& call, shapes::NoticeRequest request, std::string key, const Json& body) {
  const Instant now = call.service.now();
  core::notices::Requested input;
  input.notice = std::move(request.notice);
  input.notice.id = call.service.ids().next<NoticeId>(now);
  input.notice.agent = call.caller.agent;
  input.fresh_conversation = !request.conversation;
  input.notice.conversation =
      input.fresh_conversation ? call.service.ids().next<ConversationId>(now) : *request.conversation;
  if (!key.empty()) input.notice.retry_digest = shapes::retry_digest_of(body);
  input.notice.retry_key = std::move(key);
  return input;
}

Async<net::Response> posted(Call& call) {
  auto key = idempotency_key(call.request);
  if (!key) co_return shapes::problem("bad_request", key.error());
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  auto request = shapes::read_notice(body.json);
  if (!request) co_return shapes::problem(request.error());

  core::Input input = core::notices::Input{requested(call, std::move(*request), std::move(*key), body.json)};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  const NoticeId id{outcome.subject};
  const auto view = co_await call.service.notice(id);
  if (!view) co_return shapes::problem("internal", "The notice was posted, but can't be read.");
  net::Response response = shapes::json_response(201, shapes::notice_text(*view));
  response.headers.emplace_back("Location", "/api/v1/notices/" + view->notice.id.text());
  if (outcome.repeated) response.headers.emplace_back("Idempotent-Replayed", "true");
  co_return response;
}

Async<net::Response> found(Call& call) {
  const auto id = NoticeId::parse(call.request.captured.at(0));
  if (!id) co_return shapes::problem("not_found", "There is no such notice.");
  const auto view = co_await call.service.notice(*id);
  if (!view || view->notice.agent != call.caller.agent)
    co_return shapes::problem("not_found", "There is no such notice.");
  co_return shapes::json_response(200, shapes::notice_text(*view));
}

Async<net::Response> notices_page(Call& call) {
  auto page = shapes::read_page(call.request);
  if (!page) co_return shapes::problem("bad_request", page.error());
  core::TeamId team = call.caller.team;
  std::function<bool(const core::Notice&)> all;
  const auto found = co_await call.service.notices(std::move(team), call.caller.agent, std::move(all),
                                                   std::move(page->cursor), page->limit);
  if (!found) co_return shapes::problem("bad_request", found.error());
  co_return shapes::page_response(call.request, shapes::notices_text(*found), found->next);
}

const Parameter notice_cursor{"cursor", Parameter::In::query,
                              R"({"type":"string","pattern":"^ntc_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                              "Where the page starts: the `next` of the page before."};

constexpr std::string_view notice_example = R"({"title":"Nightly run","body":"All **214** checks passed.",
"severity":"success","links":[{"label":"The run","url":"https://ci.example/81"}]})";

}  // namespace

std::vector<Verb> notice_verbs() {
  Verb notify{.name = "notify",
              .method = "POST",
              .path = "/notices",
              .capability = core::Capability::post_messages,
              .summary = "Tell people something that needs no answer",
              .parameters = {&parameters::idempotency},
              .body = BodyShape{.schema = "NewNotice", .example = notice_example},
              .replies = {{201, "The notice.", "Notice"}},
              .answer = posted};
  Verb get{.name = "get_notice",
           .method = "GET",
           .path = "/notices/{notice}",
           .summary = "A notice and its deliveries",
           .replies = {{200, "The notice.", "Notice"}},
           .problems = {"not_found"},
           .answer = found};
  Verb list{.name = "list_notices",
            .method = "GET",
            .path = "/notices",
            .summary = "Your notices, newest first",
            .parameters = {&parameters::limit, &notice_cursor},
            .replies = {{200, "A page of notices; a page can be short and still have a next one.", "Notices"}},
            .answer = notices_page};
  std::vector<Verb> all;
  for (Verb* verb : {&notify, &get, &list}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
