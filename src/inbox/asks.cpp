// Asks as people see and answer them.
#include "inbox/routes.hpp"

#include "shapes/answer_json.hpp"
#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <utility>

namespace askd::inbox {
namespace {

constexpr const char* no_such_ask = "There is no such ask.";

// An ask that the visitor may see.
Async<std::optional<engine::AskView>> seen_ask(Visit& visit) {
  const auto id = AskId::parse(visit.request.captured.front());
  if (!id) co_return std::nullopt;
  auto view = co_await visit.service.ask(*id);
  co_await visit.service.settled();
  if (!view || !visit.sees(view->ask)) co_return std::nullopt;
  co_return view;
}

net::Response ask_response(const Visit& visit, const engine::AskView& view) {
  return shapes::json_response(200, shapes::ask_text(view, visit.options_for(view.ask)));
}

Result<engine::AskFilter> read_filter(const Visit& visit) {
  constexpr std::array<std::string_view, 7> known{"state", "q", "agent", "limit", "cursor", "team", "label."};
  if (auto fine = shapes::only_parameters(visit.request, known); !fine) return fine.error();
  engine::AskFilter filter;
  filter.team = team_of(visit);
  if (const auto state = visit.request.param("state"); state && !state->empty()) {
    filter.ended = *state == "ended";
    filter.state = shapes::ask_state_of(*state);
    if (!filter.ended && !filter.state)
      return Error{Fault::invalid,
                   "The query can't be used.",
                   {{"?state", "must be open, ended, answered, expired or cancelled"}}};
  }
  if (const auto agent = visit.request.param("agent"); agent && !agent->empty()) {
    filter.agent = AgentId::parse(*agent);
    if (!filter.agent) return Error{Fault::invalid, "The query can't be used.", {{"?agent", "must be an agent's id"}}};
  }
  auto words = shapes::read_search(visit.request);
  if (!words) return words.error();
  filter.words = std::move(*words);
  for (const auto& [name, value] : visit.request.query)
    if (name.starts_with("label.")) filter.labels.push_back({name.substr(6), value});
  return filter;
}

Async<net::Response> list_asks(Visit& visit) {
  auto filter = read_filter(visit);
  auto page = shapes::read_page(visit.request);
  if (!filter || !page) {
    co_return shapes::problem("bad_request", filter ? page.error() : filter.error());
  }
  filter->visible = [&visit](const core::Ask& ask) { return visit.sees(ask); };
  auto asks = co_await visit.service.asks(std::move(*filter), page->cursor, page->limit);
  if (!asks) {
    co_return shapes::problem("bad_request", asks.error());
  }
  co_await visit.service.settled();
  std::string text = R"({"asks":[)";
  for (std::size_t i = 0; i < asks->items.size(); ++i) {
    if (i > 0) text += ',';
    text += shapes::ask_text(asks->items[i], visit.options_for(asks->items[i].ask));
  }
  text += ']';
  if (!asks->next.empty()) text += R"(,"next":")" + asks->next + '"';
  text += '}';
  co_return shapes::page_response(visit.request, std::move(text), asks->next);
}

Async<net::Response> show_ask(Visit& visit) {
  const auto view = co_await seen_ask(visit);
  co_return view ? ask_response(visit, *view) : shapes::problem("not_found", no_such_ask);
}

// What the core said of an attempt to answer.
Async<net::Response> answered(Visit& visit, AskId id, core::Outcome outcome) {
  const auto view = co_await visit.service.ask(id);
  co_await visit.service.settled();
  if (!view) co_return shapes::problem("not_found", no_such_ask);
  if (!outcome.error) co_return ask_response(visit, *view);
  if (outcome.error->fault != Fault::conflict) co_return shapes::problem(*outcome.error);
  co_return shapes::problem(*outcome.error, shapes::conflict_members(*view));
}

Async<net::Response> answer_ask(Visit& visit) {
  if (visit.visitor.is_operator)
    co_return shapes::problem("forbidden", "The operator's socket answers for nobody: people answer in the inbox.");
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  const auto view = co_await seen_ask(visit);
  if (!view) co_return shapes::problem("not_found", no_such_ask);
  auto answer = shapes::read_answer(body.json, view->ask.question.form);
  if (!answer) co_return shapes::problem(answer.error());
  core::asks::Replied replied;
  replied.id = view->ask.id;
  replied.by = visit.visitor.person;
  replied.value = std::move(answer->value);
  replied.note = std::move(answer->note);
  core::Input input = core::asks::Input{std::move(replied)};
  core::Outcome outcome = co_await visit.service.submit(std::move(input));
  co_return co_await answered(visit, view->ask.id, std::move(outcome));
}

constexpr std::array<Route, 3> asks_table{{
    {"GET", "/api/v1/asks", Needs::visitor, list_asks},
    {"GET", "/api/v1/asks/{id}", Needs::visitor, show_ask},
    {"POST", "/api/v1/asks/{id}/answer", Needs::visitor, answer_ask},
}};

}  // namespace

std::span<const Route> ask_routes() { return asks_table; }

}  // namespace askd::inbox
