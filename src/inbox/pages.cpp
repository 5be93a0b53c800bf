// Serves the app that is built into the binary, under a strict policy.
#include "inbox/pages.hpp"

#include "shapes/problem.hpp"
#include "web/files.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace askd::inbox {
namespace {

// Nothing from elsewhere, nothing inline: what an agent writes can neither run nor load anything.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Where the app's own router decides what is shown.
constexpr std::array<std::string_view, 13> app_pages{
    "/",       "/asks/{id}", "/history", "/notices",  "/conversations/{id}", "/channels", "/channels/{id}",
    "/people", "/agents",    "/audit",   "/settings", "/invite/{token}",     "/sign-in"};

const web::File* file_at(std::string_view path) {
  for (const web::File& file : web::files())
    if (file.path == path) return &file;
  return nullptr;
}

net::Response page_without_app() {
  net::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body =
      "<!doctype html><html lang=\"en\"><title>askd</title><p>This askd was built without its inbox app. Build it with "
      "-DASKD_WEB=ON.</p></html>";
  return response;
}

net::Response response_with(const web::File& file, const net::Request& request) {
  net::Response response;
  const bool unchanged = request.header("If-None-Match") == file.etag;
  response.status = unchanged ? 304 : 200;
  if (!unchanged) {
    response.body = file.body;
    response.content_type = file.content_type;
  }
  // Names under /assets/ change with their content.
  const bool hashed = file.path.starts_with("/assets/");
  response.headers.emplace_back("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("ETag", file.etag);
  return response;
}

void protect(net::Response& response) {
  response.headers.emplace_back("Content-Security-Policy", policy);
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
}

Async<> serve_page(net::Request& request, net::Exchange& exchange) {
  const web::File* index = file_at("/index.html");
  net::Response response = index == nullptr ? page_without_app() : response_with(*index, request);
  protect(response);
  co_await exchange.send(std::move(response));
}

}  // namespace

void mount_pages(net::Router& router) {
  for (const std::string_view page : app_pages) router.add("GET", page, serve_page);
  for (const web::File& file : web::files()) {
    if (file.path == "/index.html") continue;
    router.add("GET", file.path, [&file](net::Request& request, net::Exchange& exchange) -> Async<> {
      net::Response response = response_with(file, request);
      protect(response);
      co_await exchange.send(std::move(response));
    });
  }
}

}  // namespace askd::inbox
