#include "shapes/paging.hpp"

#include "base/json_read.hpp"
#include "base/unicode.hpp"
#include "net/target.hpp"
#include "shapes/responses.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace askd::shapes {
namespace {

constexpr std::string_view label_prefix = "label.";
constexpr std::size_t search_max = 200;  // code points

bool is_label(std::string_view name) { return name.starts_with(label_prefix) && name.size() > label_prefix.size(); }

}  // namespace

Result<PageRequest> read_page(const net::Request& request) {
  PageRequest page;
  if (const auto cursor = request.param("cursor")) {
    const std::string detail = "must be the `next` of the page before; leave it out for the first page";
    if (cursor->empty()) return Error{Fault::invalid, "?cursor " + detail + ".", {{"?cursor", detail}}};
    page.cursor = *cursor;
  }
  const auto limit = request.param("limit");
  if (!limit) return page;
  const char* end = limit->data() + limit->size();
  const auto [stop, fault] = std::from_chars(limit->data(), end, page.limit);
  if (fault == std::errc{} && stop == end && page.limit >= 1 && page.limit <= limit_max) return page;
  const std::string detail = "must be a number from 1 to " + std::to_string(limit_max);
  return Error{Fault::invalid, "?limit " + detail + ".", {{"?limit", detail}}};
}

Result<std::string> read_search(const net::Request& request) {
  const std::string_view words = request.param("q").value_or("");
  if (unicode::length(words) <= search_max) return std::string(words);
  const std::string detail = "must have at most " + std::to_string(search_max) + " characters";
  return Error{Fault::invalid, "?q " + detail + ".", {{"?q", detail}}};
}

std::optional<MessageBounds> read_bounds(const net::Request& request) {
  MessageBounds bounds;
  const auto read = [&](std::string_view name, MessageId& id) {
    const auto text = request.param(name);
    if (!text) return true;
    const auto parsed = MessageId::parse(*text);
    id = parsed.value_or(MessageId{});
    return parsed.has_value();
  };
  if (!read("after", bounds.after) || !read("before", bounds.before)) return std::nullopt;
  return bounds;
}

std::string next_link(const net::Request& request, std::string_view next) {
  std::string link = "<" + request.path + "?";
  for (const auto& [name, value] : request.query) {
    if (name == "cursor") continue;
    link += net::percent_encode(name) + "=" + net::percent_encode(value) + "&";
  }
  return link + "cursor=" + net::percent_encode(next) + ">; rel=\"next\"";
}

net::Response page_response(const net::Request& request, std::string text, std::string_view next) {
  net::Response response = json_response(200, std::move(text));
  if (!next.empty()) response.headers.emplace_back("Link", next_link(request, next));
  return response;
}

Result<> only_parameters(const net::Request& request, std::span<const std::string_view> known) {
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  const bool takes_labels = std::find(known.begin(), known.end(), label_prefix) != known.end();
  for (const auto& [name, value] : request.query) {
    if (takes_labels && is_label(name)) continue;
    if (name == label_prefix || std::find(known.begin(), known.end(), name) == known.end())
      json::detail::unknown_member(reader, name, known);
  }
  if (problems.empty()) return {};
  for (Problem& problem : problems) {
    problem.pointer.replace(0, 1, "?");
    const auto field = problem.detail.find("known field");
    if (field != std::string::npos) problem.detail.replace(field, 11, "known parameter");
  }
  return json::error_of(std::move(problems));
}

}  // namespace askd::shapes
