// A tree of path segments.
#include "net/router.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "net/problem.hpp"

namespace askd::net {
namespace {

std::vector<std::string_view> split(std::string_view pattern) {
  CHECK(pattern.starts_with('/'));
  std::vector<std::string_view> parts;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    parts.push_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) break;
    pattern.remove_prefix(slash + 1);
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between, std::size_t from = 0) {
  std::string out;
  for (std::size_t i = from; i < parts.size(); ++i) {
    if (i > from) out += between;
    out += parts[i];
  }
  return out;
}

}  // namespace

// One search: the first handler wins, but the methods of every pattern that fits are told.
struct Router::Walk {
  std::string_view method;
  const std::vector<std::string>& segments;
  std::vector<std::string> captured = {};
  Match match = {};
};

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  Node* node = &root_;
  for (const std::string_view part : split(pattern)) {
    std::unique_ptr<Node>* next = nullptr;
    if (part.starts_with('{') && part.ends_with("...}"))
      next = &node->rest;
    else if (part.starts_with('{'))
      next = &node->parameter;
    else
      next = &node->literal[std::string(part)];
    if (*next == nullptr) *next = std::make_unique<Node>();
    node = next->get();
  }
  const bool fresh = node->handlers.emplace(method, std::move(handler)).second;
  CHECK(fresh);
}

void Router::walk(const Node& node, Walk& walk, std::size_t at) {
  const auto arrive = [&walk](const Node& end, std::string rest, bool with_rest) {
    const std::string_view method = walk.method == "HEAD" ? "GET" : walk.method;
    for (const auto& [name, handler] : end.handlers) walk.match.methods.push_back(name);
    const auto found = end.handlers.find(method);
    if (found == end.handlers.end() || walk.match.handler != nullptr) return;
    walk.match.handler = &found->second;
    walk.match.captured = walk.captured;
    if (with_rest) walk.match.captured.push_back(std::move(rest));
  };
  if (at == walk.segments.size()) {
    arrive(node, {}, false);
    return;
  }
  const std::string& segment = walk.segments[at];
  const auto literal = node.literal.find(segment);
  if (literal != node.literal.end()) Router::walk(*literal->second, walk, at + 1);
  if (walk.match.handler == nullptr && node.parameter != nullptr && !segment.empty()) {
    walk.captured.push_back(segment);
    Router::walk(*node.parameter, walk, at + 1);
    walk.captured.pop_back();
  }
  if (walk.match.handler == nullptr && node.rest != nullptr) {
    arrive(*node.rest, joined(walk.segments, "/", at), true);
  }
}

Router::Match Router::find(std::string_view method, const std::vector<std::string>& segments) const {
  Walk walk{method, segments};
  Router::walk(root_, walk, 0);
  auto& methods = walk.match.methods;
  if (!methods.empty()) {
    if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.emplace_back("HEAD");
    methods.emplace_back("OPTIONS");
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  }
  return std::move(walk.match);
}

Async<> Router::serve(Request& request, Exchange& exchange) const {
  Match match;
  if (request.path == "*")
    match.methods = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"};
  else
    match = find(request.method, request.segments);
  if (match.handler != nullptr) {
    request.captured = std::move(match.captured);
    co_await (*match.handler)(request, exchange);
    co_return;
  }
  Response response = no_handler(request.method, match.methods);
  co_await exchange.send(std::move(response));
}

Response no_handler(std::string_view method, const std::vector<std::string>& methods) {
  if (methods.empty()) return problem(404, "not_found", "There is nothing at this path.");
  const std::string allow = joined(methods, ", ");
  Response response;
  if (method == "OPTIONS")
    response.status = 204;
  else
    response = problem(405, "method_not_allowed", "This path takes only " + allow + ".");
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace askd::net
