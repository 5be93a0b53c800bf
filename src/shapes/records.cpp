#include "shapes/records.hpp"

#include "shapes/paging.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askd::shapes {
namespace {

// What of the log is asked for: behind `after`, or else before `before`, where zero is the end.
struct Range {
  std::optional<core::Sequence> after = {};
  core::Sequence before = 0;
  bool hashed = false;  // what `askctl audit verify` recomputes the chain from
};

void read_number(const net::Request& request, const std::string& name, core::Sequence least,
                 std::optional<core::Sequence>& number, std::vector<Problem>& problems) {
  const auto text = request.param(name);
  if (!text) return;
  core::Sequence read = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), read);
  if (error == std::errc{} && end == text->data() + text->size() && read >= least)
    number = read;
  else
    problems.push_back({"?" + name, "must be the number of a record"});
}

Result<Range> read_range(const net::Request& request) {
  Range range;
  std::vector<Problem> problems;
  std::optional<core::Sequence> before;
  read_number(request, "after", 0, range.after, problems);
  read_number(request, "before", 1, before, problems);
  const auto texts = request.param("texts").value_or("resolved");
  if (texts != "resolved" && texts != "hashed") problems.push_back({"?texts", "must be resolved or hashed"});
  range.before = before.value_or(0);
  range.hashed = texts == "hashed";
  if (problems.empty()) return range;
  return Error{Fault::invalid, "The query can't be used.", std::move(problems)};
}

}  // namespace

Async<net::Response> records_response(engine::Service& service, const net::Request& request) {
  const auto page = read_page(request);
  const auto range = read_range(request);
  if (!page || !range) co_return problem("bad_request", page ? range.error() : page.error());
  const auto after = range->after;
  const core::Sequence head = service.state().sequence;
  const core::Sequence before = range->before == 0 ? head + 1 : std::min(range->before, head + 1);
  const core::Sequence from = after ? *after + 1 : before > page->limit ? before - page->limit : 1;
  const std::size_t count = after ? page->limit : static_cast<std::size_t>(before - from);
  auto lines = co_await service.records(from, count, range->hashed);
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
