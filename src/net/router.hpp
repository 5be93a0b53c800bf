// Finds the handler for a method and a path.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "askd/async.hpp"
#include "net/exchange.hpp"
#include "net/message.hpp"

namespace askd::net {

// Patterns such as "/api/v1/asks/{id}": a segment in braces takes any one segment that isn't empty, and a last segment
// "{rest...}" takes one or more. A literal segment wins over a parameter, a parameter over the rest.
class Router {
 public:
  struct Match {
    const Handler* handler = nullptr;   // null: see methods
    std::vector<std::string> captured;  // of the handler's pattern, in order; "rest" joined by "/"
    std::vector<std::string> methods;   // what the path allows, sorted, with HEAD and OPTIONS; empty: no such path
  };

  // A second handler for the same method and pattern stops the process.
  void add(std::string_view method, std::string_view pattern, Handler handler);

  // HEAD finds what GET finds.
  Match find(std::string_view method, const std::vector<std::string>& segments) const;

  // Runs the handler, or answers 404, 405 (with Allow) or, for OPTIONS, 204 (with Allow). A plain Handler: pass it to
  // the server as a lambda that calls it. The router outlives the server.
  Async<> serve(Request& request, Exchange& exchange) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::map<std::string, Handler, std::less<>> handlers;
  };
  struct Walk;
  static void walk(const Node& node, Walk& walk, std::size_t at);
  Node root_;
};

// The answers for a path where no handler was found: 404, 405 or, for OPTIONS, 204. `methods` as in Match; two routers
// that share a path put both lists in.
Response no_handler(std::string_view method, const std::vector<std::string>& methods);

}  // namespace askd::net
