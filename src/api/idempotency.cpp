#include "api/idempotency.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace askd::api {
namespace {

// The text between the quotes, or nothing if it isn't one string of structured fields.
std::optional<std::string> unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1 == text.size() ? std::optional<std::string>(std::move(out)) : std::nullopt;
    if (text[i] == '\\' && (++i == text.size() || (text[i] != '"' && text[i] != '\\'))) return std::nullopt;
    out += text[i];
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> idempotency_key(const net::Request& request) {
  const auto header = request.header("Idempotency-Key");
  if (!header) return std::string{};
  const std::string_view text = unicode::trim(*header);
  const auto key = text.starts_with('"') ? unquoted(text) : std::optional<std::string>(text);
  const bool printable = key && std::all_of(key->begin(), key->end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  if (!key || key->empty() || !printable || key->size() > idempotency_key_max)
    return invalid("The Idempotency-Key must be 1 to 255 printable ASCII characters, bare or in double quotes.");
  return *key;
}

}  // namespace askd::api
