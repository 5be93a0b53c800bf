// Reading asks and conversations.
#include "api/verbs.hpp"
#include "shapes/conversation_json.hpp"
#include "shapes/held_answer.hpp"
#include "shapes/message_json.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace askd::api {
namespace {

const Parameter until{"until", Parameter::In::query, R"({"type":"string","enum":["end","activity"],"default":"end"})",
                      "What the wait is for: the ask's end, or anything that people do in its conversation."};
const Parameter after_activity{"after", Parameter::In::query, R"({"type":"string","pattern":"^[0-9a-f]{16}$"})",
                               "With until=activity: return at once if anything is newer than this `activity`."};
const Parameter state_filter{"state", Parameter::In::query,
                             R"({"type":"string","enum":["open","answered","expired","cancelled","ended"]})",
                             "Only asks in this state; `ended` is any but open."};
const Parameter words{"q", Parameter::In::query, R"({"type":"string","maxLength":200})",
                      "Only asks that hold all these words."};
const Parameter label{"label.", Parameter::In::query, R"({"type":"object","additionalProperties":{"type":"string"}})",
                      "Only asks with this label, as in label.team=growth."};

const Parameter messages_cursor{"cursor", Parameter::In::query,
                                R"({"type":"string","pattern":"^msg_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                                "Where the page starts: the `next` of the page before."};

// Sends what a coroutine made of the call.
Async<> send(Call& call, net::Response response) { co_await call.exchange.send(std::move(response)); }

Async<> get_ask(Call& call) {
  const auto id = AskId::parse(call.request.captured.at(0));
  auto waiting = shapes::read_waiting(call.request, call.settings.bounds);
  if (!waiting) co_return co_await send(call, shapes::problem("bad_request", waiting.error()));
  if (!id) co_return co_await send(call, shapes::problem("not_found", "There is no such ask."));
  {
    const auto view = co_await call.service.ask(*id);
    if (!view || view->ask.agent != call.caller.agent)
      co_return co_await send(call, shapes::problem("not_found", "There is no such ask."));
  }
  if (call.request.method == "HEAD") waiting->wait.reset();
  const auto place = place_to_wait(call, *waiting);
  shapes::HeldAnswer held;
  held.ask = *id;
  held.waiting = *waiting;
  held.caller = call.bearer();
  if (waiting->preferred) held.headers.emplace_back("Preference-Applied", waiting->applied());
  held.text = [&call](const engine::AskView& view) { return shapes::ask_text(view, call.ask_options()); };
  co_await shapes::hold_answer(call.service, call.exchange, std::move(held));
}

Result<engine::AskFilter> read_filter(const Call& call) {
  constexpr std::string_view labels = "label.";
  engine::AskFilter filter;
  filter.team = call.caller.team;
  filter.agent = call.caller.agent;
  auto sought = shapes::read_search(call.request);
  if (!sought) return sought.error();
  filter.words = std::move(*sought);
  for (const auto& [name, value] : call.request.query)
    if (name.starts_with(labels)) filter.labels.push_back({name.substr(labels.size()), value});
  const auto word = call.request.param("state");
  if (!word) return filter;
  filter.ended = *word == "ended";
  filter.state = shapes::ask_state_of(*word);
  if (filter.ended || filter.state) return filter;
  const std::string detail = "must be open, answered, expired, cancelled or ended";
  return Error{Fault::invalid, "?state " + detail + ".", {{"?state", detail}}};
}

Async<net::Response> asks_page(Call& call) {
  auto filter = read_filter(call);
  auto page = shapes::read_page(call.request);
  if (!filter || !page) co_return shapes::problem("bad_request", filter ? page.error() : filter.error());
  const auto asks = co_await call.service.asks(std::move(*filter), std::move(page->cursor), page->limit);
  if (!asks) co_return shapes::problem("bad_request", asks.error());
  co_return shapes::page_response(call.request, shapes::asks_text(*asks, call.ask_options()), asks->next);
}

// The caller's own conversation that the path names.
Async<std::optional<core::Conversation>> own_conversation(Call& call) {
  const auto id = ConversationId::parse(call.request.captured.at(0));
  if (!id) co_return std::nullopt;
  auto conversation = co_await call.service.conversation(*id);
  if (conversation && conversation->agent != call.caller.agent) co_return std::nullopt;
  co_return conversation;
}

Async<net::Response> conversation_response(Call& call) {
  const auto conversation = co_await own_conversation(call);
  if (!conversation) co_return shapes::problem("not_found", "There is no such conversation.");
  std::vector<engine::AskView> asks;
  const std::vector<AskId> ask_ids = co_await call.service.asks_of(conversation->id);
  for (const AskId& id : ask_ids) {
    auto view = co_await call.service.ask(id);
    if (view) asks.push_back(std::move(*view));
  }
  std::vector<engine::NoticeView> notices;
  const std::vector<NoticeId> notice_ids = co_await call.service.notices_of(conversation->id);
  for (const NoticeId& id : notice_ids) {
    auto view = co_await call.service.notice(id);
    if (view) notices.push_back(std::move(*view));
  }
  const auto options = [&call](const core::Ask&) { return call.ask_options(); };
  co_return shapes::json_response(200,
                                  shapes::conversation_text(*conversation, call.caller.name, asks, notices, options));
}

Async<net::Response> messages_response(Call& call) {
  const auto page = shapes::read_page(call.request);
  if (!page) co_return shapes::problem("bad_request", page.error());
  MessageId from;
  if (!page->cursor.empty()) {
    const auto cursor = MessageId::parse(page->cursor);
    if (!cursor) co_return shapes::problem("bad_request", "The cursor is not one that a listing gave.");
    from = *cursor;
  }
  const auto conversation = co_await own_conversation(call);
  if (!conversation) co_return shapes::problem("not_found", "There is no such conversation.");
  const MessageId no_end;
  auto messages =
      co_await call.service.messages(conversation->id, from, no_end, page->limit + 1, engine::Service::End::oldest);
  const std::string next = shapes::cut_page(messages, page->limit, true);
  co_return shapes::page_response(call.request, shapes::messages_text(messages, next), next);
}

}  // namespace

std::vector<Verb> reading_verbs() {
  using namespace parameters;
  Verb get{.name = "get_ask",
           .method = "GET",
           .path = "/asks/{ask}",
           .summary = "An ask, now or once it has ended",
           .doc = "With until=activity it also returns when people comment; the agent's own messages don't count.",
           .parameters = {&wait, &prefer, &until, &after_activity},
           .replies = {{200, "The ask.", "Ask"}},
           .problems = {"not_found"},
           .run = get_ask};
  Verb list{.name = "list_asks",
            .method = "GET",
            .path = "/asks",
            .summary = "Your asks, newest first",
            .doc = "Labels are matched by parameters such as label.team=growth.",
            .parameters = {&state_filter, &words, &label, &limit, &cursor},
            .replies = {{200, "A page of asks; a page can be short and still have a next one.", "Asks"}},
            .answer = asks_page};
  Verb conversation{.name = "get_conversation",
                    .method = "GET",
                    .path = "/conversations/{conversation}",
                    .summary = "A conversation with its asks and notices",
                    .replies = {{200, "The conversation.", "Conversation"}},
                    .problems = {"not_found"},
                    .answer = conversation_response};
  Verb messages{.name = "list_messages",
                .method = "GET",
                .path = "/conversations/{conversation}/messages",
                .summary = "What was said in a conversation, oldest first",
                .parameters = {&limit, &messages_cursor},
                .replies = {{200, "A page of messages.", "Messages"}},
                .problems = {"not_found"},
                .answer = messages_response};
  std::vector<Verb> all;
  for (Verb* verb : {&get, &list, &conversation, &messages}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
