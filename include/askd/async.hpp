// The coroutine type of everything that waits.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace askd {

// Name what you pass to a function that returns this: g++ 12 destroys aggregates and capturing lambdas that are built
// inside a co_await expression twice.
template <class T = void>
using Async = boost::asio::awaitable<T>;

}  // namespace askd
