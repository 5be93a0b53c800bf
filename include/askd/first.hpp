// Two at once, until one of them ends. Asio's own `a || b` waits for one to succeed: where one throws, it waits on for
// the other, which may be for ever.
#pragma once

#include "askd/async.hpp"

#include <array>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace askd {

// Where a coroutine returns nothing, std::monostate stands for it.
template <class T>
using Ended = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T>
Async<Ended<T>> with_end(Async<T> coroutine) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(coroutine);
    co_return std::monostate();
  } else {
    co_return co_await std::move(coroutine);
  }
}

// What the first to end returned, or threw. The other is cancelled, and has ended too by then.
template <class A, class B>
Async<std::variant<Ended<A>, Ended<B>>> first_of(Async<A> a, Async<B> b) {
  namespace asio = boost::asio;
  using First = std::variant<Ended<A>, Ended<B>>;
  const auto executor = co_await asio::this_coro::executor;
  auto both = asio::experimental::make_parallel_group(asio::co_spawn(executor, with_end(std::move(a)), asio::deferred),
                                                      asio::co_spawn(executor, with_end(std::move(b)), asio::deferred));
  const asio::experimental::wait_for_one until_one;
  auto [order, threw_a, from_a, threw_b, from_b] = co_await both.async_wait(until_one, asio::use_awaitable);
  const bool a_first = order[0] == 0;
  if (const std::exception_ptr thrown = a_first ? threw_a : threw_b) std::rethrow_exception(thrown);
  if (a_first) co_return First(std::in_place_index<0>, std::move(from_a));
  co_return First(std::in_place_index<1>, std::move(from_b));
}

// The usual ones, made once: g++ 12 names the parts of a coroutine differently wherever it is made, which linking over
// all files takes for two types of one name.
extern template Async<Ended<void>> with_end(Async<> coroutine);
extern template Async<std::variant<Ended<void>, Ended<void>>> first_of(Async<> a, Async<> b);

}  // namespace askd
