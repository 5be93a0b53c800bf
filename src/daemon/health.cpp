// Liveness asks only whether the loop answers; readiness asks whether what it promises can be kept.
#include "daemon/health.hpp"

#include "net/problem.hpp"

namespace askd::daemon {
namespace {

net::Response text(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  response.body = std::move(body);
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

}  // namespace

bool from_this_machine(const net::Request& request) {
  if (request.local) return true;
  return request.loopback && !request.header("Forwarded") && !request.header("X-Forwarded-For") &&
         !request.header("X-Forwarded-Host");
}

net::Response Health::ready(bool verbose) const {
  std::string lines;
  bool ready = true;
  for (const Check& check : checks_()) {
    const bool well = check.reason.empty();
    ready = ready && (well || !check.fatal);
    if (verbose || !well)
      lines += (well ? "[+] " : check.fatal ? "[-] " : "[!] ") + check.name + " " + (well ? "ok" : check.reason) + "\n";
  }
  return text(ready ? 200 : 503, lines.empty() ? "ok\n" : lines);
}

void Health::mount(net::Router& router) {
  router.add("GET", "/livez", [](net::Request&, net::Exchange& exchange) -> Async<> {
    net::Response response = text(200, "ok\n");
    co_await exchange.send(std::move(response));
  });
  router.add("GET", "/readyz", [this](net::Request& request, net::Exchange& exchange) -> Async<> {
    net::Response response = ready(request.param("verbose").has_value());
    co_await exchange.send(std::move(response));
  });
  router.add("GET", "/metrics", [this](net::Request& request, net::Exchange& exchange) -> Async<> {
    net::Response response =
        from_this_machine(request)
            ? text(200, metrics_.text())
            : net::problem(403, "forbidden", "Metrics are for this machine: ask over loopback or the Unix socket.");
    if (response.status == 200) response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    co_await exchange.send(std::move(response));
  });
}

}  // namespace askd::daemon
