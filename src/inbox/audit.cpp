// The audit log, for owners.
#include "inbox/routes.hpp"

#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace askd::inbox {
namespace {

std::optional<core::Sequence> number_in(const net::Request& request, std::string_view name) {
  const auto text = request.param(name);
  core::Sequence number = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size() || number == 0) return std::nullopt;
  return number;
}

// {"records": […], "next"?}: newest first with ?before=, oldest first with ?after=.
Async<net::Response> records_response(Visit& visit) {
  const auto page = shapes::read_page(visit.request);
  if (!page) co_return shapes::problem("bad_request", page.error());
  const bool from_the_first = visit.request.param("after") == "0";
  const auto after = from_the_first ? core::Sequence{0} : number_in(visit.request, "after");
  const core::Sequence head = visit.service.state().sequence;
  const core::Sequence before = std::min(number_in(visit.request, "before").value_or(head + 1), head + 1);
  const core::Sequence from = after ? *after + 1 : before > page->limit ? before - page->limit : 1;
  const std::size_t count = after ? page->limit : static_cast<std::size_t>(before - from);
  const bool hashed = visit.request.param("texts") == "hashed";  // what `askctl audit verify` recomputes the chain from
  auto lines = co_await visit.service.records(from, count, hashed);
  if (!after) std::reverse(lines.begin(), lines.end());
  std::string text = R"({"records":[)";
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? "," : "") + lines[i];
  text += ']';
  const core::Sequence next = after ? from + lines.size() - 1 : from;
  const bool more = after ? next < head && !lines.empty() : from > 1;
  if (more) text += R"(,"next":")" + std::to_string(next) + '"';
  co_return shapes::json_response(200, text + '}');
}

Async<> records(Visit& visit) {
  // The log is of all teams, so an owner of one of them isn't enough.
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  const bool may = visit.visitor.is_operator || (person != nullptr && person->owns_all);
  net::Response response;
  if (may)
    response = co_await records_response(visit);
  else
    response = shapes::problem("forbidden", "The audit log is of all teams: only the owner of all of them reads it.");
  co_await visit.exchange.send(std::move(response));
}

constexpr std::array<Route, 1> audit_table{{{"GET", "/api/v1/audit", Needs::visitor, records}}};

}  // namespace

std::span<const Route> audit_routes() { return audit_table; }

}  // namespace askd::inbox
