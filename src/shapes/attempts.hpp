// What keeps guessing slow, at both doors.
#pragma once

#include "net/message.hpp"

#include "askd/words.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace askd::shapes {

// Counts attempts in a window that starts with the first one. Bounded: what is old goes first.
class Attempts {
 public:
  Attempts(std::size_t most, std::chrono::milliseconds window) : most_(most), window_(window) {}

  // Counts one more. False if there were too many already.
  bool allow(const std::string& key, Instant now);
  // Whether one more would be too many.
  bool full(const std::string& key, Instant now) const;
  // A success: the account's owner isn't kept out by what others tried.
  void forget(const std::string& key) { counted_.erase(key); }

 private:
  static constexpr std::size_t keys_max = 10'000;

  struct Window {
    Instant since = {};
    std::size_t count = 0;
  };
  void drop_old(Instant now);

  std::size_t most_;
  std::chrono::milliseconds window_;
  std::map<std::string, Window> counted_;
};

// The peer's address. Of a proxy on this machine it is what the proxy says, since otherwise all the world is one peer.
std::string address_of(const net::Request& request);

}  // namespace askd::shapes
