#include "requests.hpp"

#include <fmt/format.h>

namespace askd::bench {
namespace {

constexpr std::size_t digits = 8;
constexpr std::string_view no_ask = "ask_00000000000000000000000000";

void write_digits(char* to, std::size_t number) {
  for (std::size_t i = digits; i > 0; number /= 10) to[--i] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string get_request(std::uint16_t port, std::string_view path) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", path, port);
}

std::string post_request(std::uint16_t port, std::string_view path, std::string_view headers, std::string_view body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      path, port, headers, body.size(), body);
}

std::string origin_header(std::uint16_t port) { return fmt::format("Origin: http://127.0.0.1:{}\r\n", port); }

std::string title_of(std::size_t number) { return fmt::format("Deploy build {:08} to production?", number); }

AskRequest::AskRequest(std::uint16_t port, const Keys& keys, std::string_view query)
    : text_(post_request(
          port, fmt::format("/api/v1/asks{}", query), fmt::format("Authorization: Bearer {}\r\n", keys.token),
          fmt::format(R"({{"title":"{}","form":{{"kind":"approval"}},"expires_in":"12h"}})", title_of(0)))),
      digits_(text_.rfind("00000000")) {}

std::string_view AskRequest::next(std::size_t number) {
  write_digits(text_.data() + digits_, number);
  return text_;
}

AnswerRequest::AnswerRequest(std::uint16_t port, const Keys& keys)
    : text_(post_request(port, fmt::format("/api/v1/asks/{}/answer", no_ask),
                         fmt::format("Cookie: {}\r\n{}", keys.cookie, origin_header(port)), R"({"value":"approve"})")),
      id_(text_.find(no_ask)) {}

std::string_view AnswerRequest::to(std::string_view ask) {
  if (ask.size() != no_ask.size()) throw Failure("This is no ask's id: " + std::string(ask));
  text_.replace(id_, ask.size(), ask);
  return text_;
}

}  // namespace askd::bench
