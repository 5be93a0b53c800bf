#include "shapes/records.hpp"

#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace askd::shapes {
namespace {

std::optional<core::Sequence> number_in(const net::Request& request, std::string_view name) {
  const auto text = request.param(name);
  core::Sequence number = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

Async<net::Response> records_response(engine::Service& service, const net::Request& request) {
  const auto page = read_page(request);
  if (!page) co_return problem("bad_request", page.error());
  const bool from_the_first = request.param("after") == "0";
  const auto after = from_the_first ? core::Sequence{0} : number_in(request, "after");
  const core::Sequence head = service.state().sequence;
  const core::Sequence before = std::min(number_in(request, "before").value_or(head + 1), head + 1);
  const core::Sequence from = after ? *after + 1 : before > page->limit ? before - page->limit : 1;
  const std::size_t count = after ? page->limit : static_cast<std::size_t>(before - from);
  const bool hashed = request.param("texts") == "hashed";  // what `askctl audit verify` recomputes the chain from
  auto lines = co_await service.records(from, count, hashed);
  if (!after) std::reverse(lines.begin(), lines.end());
  std::string text = R"({"records":[)";
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? "," : "") + lines[i];
  text += ']';
  const core::Sequence next = after ? from + lines.size() - 1 : from;
  const bool more = after ? next < head && !lines.empty() : from > 1;
  if (more) text += R"(,"next":")" + std::to_string(next) + '"';
  co_return json_response(200, text + '}');
}

}  // namespace askd::shapes
