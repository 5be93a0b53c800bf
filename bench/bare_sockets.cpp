#include "echo.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace askd::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using Stream = websocket::stream<tcp::socket>;
using Text = std::shared_ptr<const std::string>;

constexpr auto either = asio::as_tuple(asio::use_awaitable);

// One client of the broadcast: what it is sent waits in memory, as Beast's example of a chat has it.
class Member : public std::enable_shared_from_this<Member> {
 public:
  explicit Member(Stream& stream) : stream_(&stream) {}
  void send(Text text) {
    queue_.push_back(std::move(text));
    if (queue_.size() == 1) write();
  }
  // Before all that waits, and behind what is being written.
  void send_first(Text text) {
    if (queue_.empty()) return send(std::move(text));
    queue_.insert(queue_.begin() + 1, std::move(text));
  }
  void leave() { stream_ = nullptr; }

 private:
  void write() {
    if (stream_ == nullptr) return;
    stream_->async_write(asio::buffer(*queue_.front()),
                         [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                           if (error) return;
                           self->queue_.pop_front();
                           if (!self->queue_.empty()) self->write();
                         });
  }

  Stream* stream_;
  std::deque<Text> queue_;
};

using Room = std::set<std::shared_ptr<Member>>;

asio::awaitable<void> echo(Stream& stream) {
  boost::beast::flat_buffer buffer;
  for (;;) {
    const auto [bad_message, read] = co_await stream.async_read(buffer, either);
    if (bad_message) co_return;
    const auto bytes = buffer.cdata();
    const auto [bad_echo, written] = co_await stream.async_write(bytes, either);
    if (bad_echo) co_return;
    buffer.consume(buffer.size());
  }
}

// The sender is told first that its message was taken, as askd does it. Everybody has it, the sender too.
asio::awaitable<void> broadcast(Stream& stream, Room& room) {
  const auto member = std::make_shared<Member>(stream);
  const auto taken = std::make_shared<const std::string>(R"({"type":"ok"})");
  room.insert(member);
  boost::beast::flat_buffer buffer;
  for (;;) {
    const auto [error, read] = co_await stream.async_read(buffer, either);
    if (error) break;
    const auto text = std::make_shared<const std::string>(boost::beast::buffers_to_string(buffer.cdata()));
    buffer.consume(buffer.size());
    member->send_first(taken);
    for (const auto& each : room) each->send(text);
  }
  member->leave();
  room.erase(member);
}

asio::awaitable<void> serve(tcp::socket socket, Room& room) {
  boost::beast::flat_buffer buffer;
  http::request<http::string_body> request;
  const auto [bad_request, read] = co_await http::async_read(socket, buffer, request, either);
  if (bad_request) co_return;
  if (!websocket::is_upgrade(request)) {
    http::response<http::string_body> response(http::status::ok, request.version());
    response.prepare_payload();
    co_await http::async_write(socket, response, either);
    co_return;
  }
  Stream stream(std::move(socket));
  stream.text(true);
  stream.auto_fragment(false);
  const auto [refused] = co_await stream.async_accept(request, either);
  if (refused) co_return;
  if (request.target() == broadcast_target)
    co_await broadcast(stream, room);
  else
    co_await echo(stream);
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, Room& room) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(either);
    if (error) continue;
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), room), asio::detached);
  }
}

}  // namespace

int serve_sockets(std::uint16_t port) {
  Room room;
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  asio::co_spawn(loop, accept(acceptor, room), asio::detached);
  loop.run();
  return 0;
}

}  // namespace askd::bench
