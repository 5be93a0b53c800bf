// What keeps guessing slow: attempts counted by address and account, and passwords hashed on a bounded worker.
#pragma once

#include "askd/async.hpp"
#include "askd/words.hpp"

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace askd::inbox {

// Counts attempts in a window that starts with the first one. Bounded: what is old goes first.
class Attempts {
 public:
  Attempts(std::size_t most, std::chrono::milliseconds window) : most_(most), window_(window) {}

  // Counts one more. False if there were too many already.
  bool allow(const std::string& key, Instant now);
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

class Guard {
 public:
  Guard() = default;
  ~Guard() { worker_.join(); }

  // Nothing if too many wait already.
  Async<std::optional<std::string>> hash(std::string password);
  // An empty hash is an account that isn't there: it costs the same time.
  Async<std::optional<bool>> verify(std::string password, std::string hash);

  Attempts by_address{60, std::chrono::minutes(5)};
  Attempts by_account{10, std::chrono::minutes(5)};

 private:
  static constexpr std::size_t waiting_max = 16;

  boost::asio::thread_pool worker_{1};
  std::size_t waiting_ = 0;
};

}  // namespace askd::inbox
