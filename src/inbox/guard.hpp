// What keeps guessing slow: attempts counted by address and account, and passwords hashed on a bounded worker.
#pragma once

#include "shapes/attempts.hpp"

#include "askd/async.hpp"

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace askd::inbox {

class Guard {
 public:
  Guard() = default;
  ~Guard() { worker_.join(); }

  // Nothing if too many wait already.
  Async<std::optional<std::string>> hash(std::string password);
  // An empty hash is an account that isn't there: it costs the same time.
  Async<std::optional<bool>> verify(std::string password, std::string hash);

  shapes::Attempts by_address{60, std::chrono::minutes(5)};
  shapes::Attempts by_account{10, std::chrono::minutes(5)};

 private:
  static constexpr std::size_t waiting_max = 16;

  boost::asio::thread_pool worker_{1};
  std::size_t waiting_ = 0;
};

}  // namespace askd::inbox
