#include "signature.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace askd::adapters::slack {
namespace {

constexpr std::int64_t window = 300;  // seconds

Error refused(std::string why) { return Error{Fault::unauthenticated, std::move(why), {}}; }

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string signature_of(std::string_view secret, std::string_view timestamp, std::string_view body) {
  std::string message = "v0:";
  message.append(timestamp).append(":").append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, message.size(), digest.data(), &size) ==
      nullptr)
    return {};
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "v0=";
  for (unsigned i = 0; i < size; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

std::string header(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (same_name(key, name)) return value;
  return {};
}

Result<> check_signature(const Request& request, std::string_view secret, Instant now) {
  if (secret.empty()) return refused("There is no signing_secret to check a call by.");
  const std::string timestamp = header(request.headers, "X-Slack-Request-Timestamp");
  const std::string given = header(request.headers, "X-Slack-Signature");
  if (timestamp.empty() || given.empty()) return refused("A call without a signature was refused.");
  std::int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  const bool whole = fault == std::errc{} && end == timestamp.data() + timestamp.size();
  if (!whole || seconds < 0) return refused("A call whose timestamp isn't a number was refused.");
  const std::int64_t here = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const bool fresh = seconds <= here ? here - seconds <= window : seconds - here <= window;
  if (!fresh)
    return refused(
        "A call that was signed more than five minutes ago, or ahead, was refused: is this machine's clock "
        "right?");
  const std::string right = signature_of(secret, timestamp, request.body);
  const bool same =
      !right.empty() && right.size() == given.size() && CRYPTO_memcmp(right.data(), given.data(), right.size()) == 0;
  if (!same) return refused("A call with a wrong signature was refused: is signing_secret that of this app?");
  return {};
}

}  // namespace askd::adapters::slack
