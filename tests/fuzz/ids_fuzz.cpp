// Ids and bytes as text: what is read is written the same again, and nothing else is read.
#include "base/check.hpp"
#include "base/crypto.hpp"

#include "askd/id.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

std::string with_case(std::string_view text, int (*convert)(int)) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [&](char c) { return static_cast<char>(convert(static_cast<unsigned char>(c))); });
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto ulid = parse_ulid(text)) {
    std::string again;
    append_ulid(again, *ulid);
    CHECK(again == with_case(text, std::toupper), "An id written again is another one.");
  }
  const std::string prefixed = "ask_" + std::string(text);
  const auto ask = AskId::parse(prefixed);
  CHECK(ask.has_value() == parse_ulid(text).has_value());
  CHECK(!ask || ask->text() == "ask_" + with_case(text, std::toupper));
  CHECK(!NoticeId::parse(prefixed), "An id of an ask was taken for a notice's.");

  const auto unhexed = crypto::unhex(crypto::hex(text));
  CHECK(unhexed && *unhexed == text, "Hexadecimal digits lose something.");
  if (const auto bytes = crypto::unhex(text)) CHECK(crypto::hex(*bytes) == with_case(text, std::tolower));
  const auto decoded = crypto::unbase64url(crypto::base64url(text));
  CHECK(decoded && *decoded == text, "Base64url loses something.");
  if (const auto bytes = crypto::unbase64url(text))
    CHECK(crypto::base64url(*bytes) == text, "Two texts are the same bytes.");
  CHECK(crypto::equal_constant_time(text, prefixed.substr(4)) && !crypto::equal_constant_time(text, prefixed));
  return 0;
}
