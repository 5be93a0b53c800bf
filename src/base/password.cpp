// Passwords: scrypt (RFC 7914), with its parameters beside the hash so that they can grow.
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "base/check.hpp"
#include "base/crypto.hpp"

namespace askd::crypto {
namespace {

struct Cost {
  std::uint64_t n = 1U << 15;
  std::uint64_t r = 8;
  std::uint64_t p = 1;
};

struct Hashed {
  Cost cost = {};
  std::string salt = {};
  std::string hash = {};
};

constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;
constexpr std::uint64_t memory_max = 128U << 20;

// What OpenSSL counts: 128·N·r bytes and a little for each lane.
bool affordable(const Cost& cost) {
  const auto within = [](std::uint64_t value, std::uint64_t least, std::uint64_t most) {
    return value >= least && value <= most;
  };
  const bool power_of_two = (cost.n & (cost.n - 1)) == 0;
  return power_of_two && within(cost.n, 2, 1U << 17) && within(cost.r, 1, 16) && within(cost.p, 1, 4) &&
         128 * cost.n * cost.r <= memory_max / 2;
}

std::string scrypt(std::string_view password, std::string_view salt, const Cost& cost) {
  std::string out(hash_size, '\0');
  const int done =
      EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                     cost.n, cost.r, cost.p, memory_max, reinterpret_cast<unsigned char*>(out.data()), out.size());
  CHECK(done == 1, "OpenSSL can't hash a password: there may be too little memory.");
  return out;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Hashed> parse_hash(std::string_view text) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = text.find('$');
    if ((end == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = text.substr(0, end);
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  const auto n = number(parts[1]);
  const auto r = number(parts[2]);
  const auto p = number(parts[3]);
  const auto salt = unbase64url(parts[4]);
  const auto hash = unbase64url(parts[5]);
  if (parts[0] != "scrypt" || !n || !r || !p || !salt || !hash) return std::nullopt;
  const Cost cost{*n, *r, *p};
  if (!affordable(cost) || salt->size() < 8 || salt->size() > 64 || hash->size() != hash_size) return std::nullopt;
  return Hashed{cost, *salt, *hash};
}

}  // namespace

std::string hash_password(std::string_view password) {
  const Cost cost;
  const std::string salt = random_bytes(salt_size);
  return "scrypt$" + std::to_string(cost.n) + "$" + std::to_string(cost.r) + "$" + std::to_string(cost.p) + "$" +
         base64url(salt) + "$" + base64url(scrypt(password, salt, cost));
}

bool verify_password(std::string_view password, std::string_view hash) {
  const std::optional<Hashed> known = parse_hash(hash);
  if (!known) {
    scrypt(password, std::string(salt_size, '\0'), Cost{});
    return false;
  }
  return equal_constant_time(scrypt(password, known->salt, known->cost), known->hash);
}

}  // namespace askd::crypto
