#include "base/crypto.hpp"

#include <climits>
#include <utility>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/check.hpp"

namespace askd::crypto {
namespace {

// Fetched once: to look an algorithm up costs as much as to hash a few hundred bytes.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CHECK(algorithm != nullptr, "OpenSSL has no SHA-256.");
  return algorithm;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto base64url_values = [] {
  std::array<int, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < base64url_digits.size(); ++i)
    values[static_cast<unsigned char>(base64url_digits[i])] = static_cast<int>(i);
  return values;
}();

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  bool begun = false;

  Context() { CHECK(evp != nullptr, "OpenSSL is out of memory."); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(evp); }

  void begin() {
    if (!begun) CHECK(EVP_DigestInit_ex2(evp, sha256_algorithm(), nullptr) == 1, "OpenSSL can't begin a SHA-256.");
    begun = true;
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  context_->begin();
  CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "OpenSSL can't go on with a SHA-256.");
}

void Sha256::update(std::span<const std::uint8_t> bytes) { update(text_of(bytes)); }

Digest Sha256::finish() {
  context_->begin();
  Digest digest{};
  CHECK(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) == 1, "OpenSSL can't end a SHA-256.");
  context_->begun = false;
  return digest;
}

Digest sha256(std::string_view bytes) {
  thread_local Sha256 hash;
  hash.update(bytes);
  return hash.finish();
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  CHECK(key.size() <= INT_MAX, "An HMAC key is absurdly long.");
  Digest digest{};
  const auto* done = HMAC(sha256_algorithm(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
                          digest.data(), nullptr);
  CHECK(done != nullptr, "OpenSSL can't make an HMAC.");
  return digest;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string hex(std::string_view bytes) { return hex(std::span(bytes_of(bytes), bytes.size())); }

std::optional<std::string> unhex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string base64url(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += base64url_digits[(bits >> count) & 63];
    }
  }
  if (count > 0) out += base64url_digits[(bits << (6 - count)) & 63];
  return out;
}

std::string base64url(std::span<const std::uint8_t> bytes) { return base64url(text_of(bytes)); }

std::optional<std::string> unbase64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64url_values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> count) & 255);
  }
  const std::uint32_t rest = bits & ((1U << count) - 1);
  if (rest != 0) return std::nullopt;
  return out;
}

void fill_random(std::span<std::uint8_t> bytes) {
  CHECK(bytes.size() <= INT_MAX, "That much chance is never needed at once.");
  CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "OpenSSL has no random bytes.");
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  fill_random(std::span(reinterpret_cast<std::uint8_t*>(out.data()), out.size()));
  return out;
}

std::string new_token(std::string_view prefix) { return std::string(prefix) + base64url(random_bytes(32)); }

bool equal_constant_time(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace askd::crypto
