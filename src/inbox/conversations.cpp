// Conversations and notices as people see them, and what people write.
#include "inbox/routes.hpp"

#include "base/ids.hpp"
#include "shapes/conversation_json.hpp"
#include "shapes/message_json.hpp"
#include "shapes/notice_json.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <utility>

namespace askd::inbox {
namespace {

constexpr const char* no_such_conversation = "There is no such conversation.";

// A conversation with what the visitor may see in it; nothing if that is nothing.
struct Seen {
  core::Conversation conversation = {};
  std::vector<engine::AskView> asks = {};
  std::vector<engine::NoticeView> notices = {};
};

Async<std::optional<Seen>> seen_conversation(Visit& visit) {
  const auto id = ConversationId::parse(visit.request.captured.front());
  if (!id) co_return std::nullopt;
  auto conversation = co_await visit.service.conversation(*id);
  if (!conversation) co_return std::nullopt;
  Seen seen{std::move(*conversation), {}, {}};
  for (const AskId& ask : co_await visit.service.asks_of(*id)) {
    auto view = co_await visit.service.ask(ask);
    co_await visit.service.settled();
    if (view && visit.sees(view->ask)) seen.asks.push_back(std::move(*view));
  }
  for (const NoticeId& notice : co_await visit.service.notices_of(*id)) {
    auto view = co_await visit.service.notice(notice);
    co_await visit.service.settled();
    if (view && visit.sees(view->notice)) seen.notices.push_back(std::move(*view));
  }
  if (seen.asks.empty() && seen.notices.empty()) co_return std::nullopt;
  co_return seen;
}

Async<net::Response> show_conversation(Visit& visit) {
  const auto seen = co_await seen_conversation(visit);
  if (!seen) {
    co_return shapes::problem("not_found", no_such_conversation);
  }
  co_await visit.service.settled();
  const core::Agent* agent = visit.service.state().agent(seen->conversation.agent);
  const std::function<shapes::AskOptions(const core::Ask&)> options = [&visit](const core::Ask& ask) {
    return visit.options_for(ask);
  };
  co_return shapes::json_response(
      200, shapes::conversation_text(seen->conversation, agent == nullptr ? "" : agent->name, seen->asks, seen->notices,
                                     options));
}

Async<net::Response> list_messages(Visit& visit) {
  const auto seen = co_await seen_conversation(visit);
  if (!seen) co_return shapes::problem("not_found", no_such_conversation);
  const auto page = shapes::read_page(visit.request);
  if (!page) co_return shapes::problem("bad_request", page.error());
  const auto bounds = shapes::read_bounds(visit.request);
  if (!bounds) co_return shapes::problem("bad_request", "?after and ?before take the id of a message.");
  // Without a lower bound it is the end of the conversation that a reader wants.
  const bool forwards = static_cast<bool>(bounds->after);
  const auto end = forwards ? engine::Service::End::oldest : engine::Service::End::newest;
  auto messages =
      co_await visit.service.messages(seen->conversation.id, bounds->after, bounds->before, page->limit + 1, end);
  const std::string next = shapes::cut_page(messages, page->limit, forwards);
  co_return shapes::json_response(200, shapes::messages_text(messages, next, {.html = true}));
}

Async<net::Response> write_message(Visit& visit) {
  if (visit.visitor.is_operator)
    co_return shapes::problem("forbidden", "The operator's socket speaks for nobody: people write in the inbox.");
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  auto content = shapes::read_message(body.json);
  const auto conversation = ConversationId::parse(visit.request.captured.front());
  if (!conversation) co_return shapes::problem("not_found", no_such_conversation);
  if (!content) co_return shapes::problem(content.error());
  core::conversations::Wrote wrote;
  wrote.id = visit.service.ids().next<MessageId>(visit.service.now());
  wrote.conversation = *conversation;
  wrote.person = visit.visitor.person;
  wrote.content = std::move(*content);
  const MessageId id = wrote.id;
  core::Input input = core::conversations::Input{std::move(wrote)};
  const core::Outcome outcome = co_await visit.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  const auto message = co_await visit.service.message(*conversation, id);
  if (!message) co_return shapes::problem("internal", "The message was written and can't be read back.");
  co_return shapes::json_response(201, shapes::message_text(*message, {.html = true}));
}

Async<net::Response> list_notices(Visit& visit) {
  const auto page = shapes::read_page(visit.request);
  if (!page) {
    co_return shapes::problem("bad_request", page.error());
  }
  std::function<bool(const core::Notice&)> visible = [&visit](const core::Notice& notice) {
    return visit.sees(notice);
  };
  core::TeamId team = team_of(visit);
  const auto found =
      co_await visit.service.notices(std::move(team), std::nullopt, std::move(visible), page->cursor, page->limit);
  if (!found) co_return shapes::problem("bad_request", found.error());
  co_return shapes::page_response(visit.request, shapes::notices_text(*found, true), found->next);
}

constexpr std::array<Route, 4> conversations_table{{
    {"GET", "/api/v1/conversations/{id}", Needs::visitor, show_conversation},
    {"GET", "/api/v1/conversations/{id}/messages", Needs::visitor, list_messages},
    {"POST", "/api/v1/conversations/{id}/messages", Needs::visitor, write_message},
    {"GET", "/api/v1/notices", Needs::visitor, list_notices},
}};

}  // namespace

std::span<const Route> conversation_routes() { return conversations_table; }

}  // namespace askd::inbox
