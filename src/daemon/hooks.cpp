#include "daemon/hooks.hpp"

#include "net/problem.hpp"

namespace askd::daemon {
namespace {

Request as_adapters_see_it(net::Request& from) {
  Request request;
  request.method = from.method;
  request.url = from.target;
  for (std::size_t i = 0; i < from.headers.size(); ++i)
    request.headers.emplace_back(from.headers[i].name, from.headers[i].value);
  request.body = std::move(from.body);
  return request;
}

net::Response as_the_net_sends_it(Response from) {
  net::Response response;
  response.status = from.status;
  for (auto& [name, value] : from.headers) {
    if (net::same_name(name, "Content-Type"))
      response.content_type = std::move(value);
    else
      response.headers.emplace_back(std::move(name), std::move(value));
  }
  response.body = std::move(from.body);
  return response;
}

}  // namespace

void Hooks::mount(net::Router& router) {
  const auto handler = [this](net::Request& request, net::Exchange& exchange) { return serve(request, exchange); };
  for (const char* method : {"GET", "POST", "PUT"}) {
    router.add(method, "/hooks/{backend}/{name}", handler);
    router.add(method, "/hooks/{backend}/{name}/{rest...}", handler);
  }
}

void Hooks::set(const BackendId& backend, const std::string& name, Hook hook) {
  hooks_.insert_or_assign({backend, name}, std::move(hook));
}

Async<> Hooks::serve(net::Request& request, net::Exchange& exchange) const {
  const auto found = hooks_.find({request.captured.at(0), request.captured.at(1)});
  if (found == hooks_.end()) {
    net::Response none = net::problem(404, "not_found", "No backend is called here.");
    co_return co_await exchange.send(std::move(none));
  }
  const Hook hook = found->second;  // another may take its place meanwhile
  Request call = as_adapters_see_it(request);
  Response made = co_await hook(std::move(call));
  net::Response response = as_the_net_sends_it(std::move(made));
  co_await exchange.send(std::move(response));
}

}  // namespace askd::daemon
