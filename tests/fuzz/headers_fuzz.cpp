// Header fields of a request: tokens, lists and bearer tokens are parts of what came, whatever came.
#include "api/auth.hpp"
#include "base/check.hpp"
#include "net/message.hpp"
#include "net/response_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const std::string_view value = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
  net::Request request;
  request.headers.add("Host", "localhost");
  request.headers.add(name, value);
  request.headers.add("Authorization", text);
  CHECK(request.headers.size() == 3);
  CHECK(request.headers[1].name == name && request.headers[1].value == value);
  if (!net::same_name(name, "host")) CHECK(request.headers.find(name) == value);
  const auto all = request.headers.all(name);
  CHECK(std::find(all.begin(), all.end(), value) != all.end());
  if (!value.empty() && value.find_first_of(", \t") == value.npos)
    CHECK(request.headers.has_token(name, value), "A list of one token doesn't hold it.");

  if (const auto token = api::bearer_token(request)) {
    CHECK(token->size() < request.header("Authorization")->size());
    CHECK(request.header("Authorization")->find(*token) != text.npos);
  }

  // Whatever a handler puts into a header, the head stays one head.
  std::string head;
  net::append_head(head, 200, {{"X-Told", std::string(value)}}, "text/plain", {.length = 0, .date = "now"});
  CHECK(head.ends_with("\r\n\r\n") && head.find("\r\n\r\n") == head.size() - 4, "A header ends the head.");
  CHECK(std::count(head.begin(), head.end(), '\n') == 6, "A header adds another one.");
  return 0;
}
