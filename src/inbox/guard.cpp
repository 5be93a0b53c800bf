// Keeps hashing off the loop.
#include "inbox/guard.hpp"

#include "base/crypto.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace askd::inbox {

namespace asio = boost::asio;

Async<std::optional<std::string>> Guard::hash(std::string password) {
  if (waiting_ >= waiting_max) co_return std::nullopt;
  ++waiting_;
  auto job = [](std::string secret) -> Async<std::string> { co_return crypto::hash_password(secret); };
  auto running = job(std::move(password));
  std::string hash = co_await asio::co_spawn(worker_, std::move(running), asio::use_awaitable);
  --waiting_;
  co_return hash;
}

Async<std::optional<bool>> Guard::verify(std::string password, std::string hash) {
  if (waiting_ >= waiting_max) co_return std::nullopt;
  ++waiting_;
  auto job = [](std::string secret, std::string expected) -> Async<bool> {
    co_return crypto::verify_password(secret, expected);
  };
  auto running = job(std::move(password), std::move(hash));
  const bool right = co_await asio::co_spawn(worker_, std::move(running), asio::use_awaitable);
  --waiting_;
  co_return right;
}

}  // namespace askd::inbox
