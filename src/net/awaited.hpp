// How this floor awaits asio's operations: errors come as values.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace askd::net {

// const auto [error] = co_await timer.async_wait(awaited);
inline constexpr auto awaited = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace askd::net
