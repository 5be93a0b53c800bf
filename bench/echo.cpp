#include "echo.hpp"

#include "daemon.hpp"
#include "requests.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <utility>

namespace askd::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

asio::awaitable<void> serve(tcp::socket socket) {
  const auto either = asio::as_tuple(asio::use_awaitable);
  boost::beast::flat_buffer buffer;
  for (;;) {
    http::request<http::string_body> request;
    const auto [bad_request, read] = co_await http::async_read(socket, buffer, request, either);
    if (bad_request) co_return;
    http::response<http::string_body> response(http::status::ok, request.version());
    response.body() = std::move(request.body());
    response.keep_alive(request.keep_alive());
    response.prepare_payload();
    const auto [bad_response, written] = co_await http::async_write(socket, response, either);
    if (bad_response || !response.keep_alive()) co_return;
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor) {
  const auto either = asio::as_tuple(asio::use_awaitable);
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(either);
    if (error) continue;
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int serve_echo(std::uint16_t port) {
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  asio::co_spawn(loop, accept(acceptor), asio::detached);
  loop.run();
  return 0;
}

Echo::Echo(const Plan& plan, const std::string& which) : port_(free_port()) {
  const std::string request = get_request(port_, "/");
  const Clock::time_point start = Clock::now();
  process_ =
      std::make_unique<Process>(std::vector<std::string>{"/proc/self/exe", "serve-" + which, std::to_string(port_)},
                                plan.folder / (which + ".log"));
  until_ready_ = until_answered(*process_, port_, request, start, std::chrono::microseconds(250));
}

}  // namespace askd::bench
