#include "web_api.hpp"

namespace askd::adapters::slack {
namespace {

constexpr std::size_t answer_max = std::size_t{8} << 20;

std::string encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::string form(const Arguments& arguments) {
  std::string out;
  for (const auto& [name, value] : arguments)
    out.append(out.empty() ? "" : "&").append(encoded(name)).append("=").append(encoded(value));
  return out;
}

// The token goes into this field only: neither into the address nor into the body, which others may log.
Request request_of(const std::string& token, std::string body, const char* type, std::chrono::milliseconds timeout) {
  Request request;
  request.method = "POST";
  request.headers = {{"Authorization", "Bearer " + token}, {"Content-Type", type}};
  request.body = std::move(body);
  request.timeout = timeout;
  request.response_max = answer_max;
  return request;
}

constexpr const char* form_type = "application/x-www-form-urlencoded";

}  // namespace

std::string WebApi::address(const std::string& method) const {
  return api_url + (api_url.ends_with('/') ? "" : "/") + method;
}

Async<Result<Response>> WebApi::send(Host& host, std::string method) {
  Request request = request_of(bot_token, "", form_type, patience);
  request.url = address(method);
  co_return co_await host.send(std::move(request));
}

Async<Result<Parsed>> WebApi::call(Host& host, std::string method, Request request) {
  request.url = address(method);
  auto response = co_await host.send(std::move(request));
  if (!response) {
    Error error = response.error();
    error.message = method + ": " + error.message;
    co_return error;
  }
  co_return read_answer(method, *response);
}

Async<Result<Parsed>> WebApi::write(Host& host, std::string method, Json body, std::chrono::milliseconds timeout) {
  Request request = request_of(bot_token, dump(body), "application/json; charset=utf-8", timeout);
  co_return co_await call(host, std::move(method), std::move(request));
}

Async<Result<Parsed>> WebApi::read(Host& host, std::string method, Arguments arguments,
                                   std::chrono::milliseconds timeout) {
  Request request = request_of(bot_token, form(arguments), form_type, timeout);
  co_return co_await call(host, std::move(method), std::move(request));
}

Async<Result<std::string>> WebApi::open_connection(Host& host) {
  Request request = request_of(app_token, "", form_type, patience);
  auto answer = co_await call(host, "apps.connections.open", std::move(request));
  if (!answer) co_return answer.error();
  std::string url = text(answer->json, "url");
  if (!url.starts_with("wss://") && !url.starts_with("ws://"))
    co_return Error{Fault::unavailable, "Slack named no address for a connection.", {}};
  co_return url;
}

}  // namespace askd::adapters::slack
