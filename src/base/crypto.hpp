// Hashes, tokens, passwords and chance, all of it OpenSSL's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askd::crypto {

using Digest = std::array<std::uint8_t, 32>;

// SHA-256 of what comes in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  void update(std::span<const std::uint8_t> bytes);
  // The digest of all that came in; the next update() begins anew.
  Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Lower case.
std::string hex(std::span<const std::uint8_t> bytes);
std::string hex(std::string_view bytes);
// Nothing if the text isn't pairs of hex digits; upper case is read too.
std::optional<std::string> unhex(std::string_view text);

// RFC 4648 §4, with padding.
std::string base64(std::string_view bytes);

// RFC 4648 §5, without padding.
std::string base64url(std::string_view bytes);
std::string base64url(std::span<const std::uint8_t> bytes);
// Nothing if the text holds another character, padding, or bits that encode() would have left zero.
std::optional<std::string> unbase64url(std::string_view text);

// From the operating system's generator through OpenSSL's.
std::string random_bytes(std::size_t count);
void fill_random(std::span<std::uint8_t> bytes);

// The prefix and 43 characters of base64url: 256 bits of chance.
std::string new_token(std::string_view prefix = "askd_");

// Takes as long for the first difference as for the last; tells lengths apart at once.
bool equal_constant_time(std::string_view one, std::string_view other);

// "scrypt$N$r$p$salt$hash", salt and hash in base64url. Takes some 60 ms of processor time and 32 MiB: never on the
// thread that runs the logic.
std::string hash_password(std::string_view password);
// False as well for a hash that is none of ours, or whose parameters would cost too much. Costs the same in any case,
// so that an unknown account (an empty hash) can't be told from a wrong password by the clock.
bool verify_password(std::string_view password, std::string_view hash);

}  // namespace askd::crypto
