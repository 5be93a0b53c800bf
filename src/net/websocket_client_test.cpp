// Beast's own client against the server, plain and over TLS.
#include <gtest/gtest.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/certificates.hpp"
#include "net/tls.hpp"
#include "net/websocket_rig.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

template <class Socket>
Async<std::string> exchange_messages(beast::websocket::stream<Socket>& socket) {
  co_await socket.async_handshake("a", "/socket", asio::use_awaitable);
  std::string answers;
  for (const std::size_t size : {1u, 5'000u, 300'000u, 1u << 20}) {
    const std::string message(size, 'c');
    const auto bytes = asio::buffer(message);
    co_await socket.async_write(bytes, asio::use_awaitable);
    beast::flat_buffer answer;
    co_await socket.async_read(answer, asio::use_awaitable);
    answers += beast::buffers_to_string(answer.data()) == message ? '=' : '!';
  }
  const beast::websocket::close_reason reason(beast::websocket::close_code::going_away);
  co_await socket.async_close(reason, asio::use_awaitable);
  co_return answers;
}

TEST(WebSocketClient, Plain) {
  Echo echo;
  beast::websocket::stream<Tcp::socket> socket(echo.rig.io);
  socket.next_layer().connect(Tcp::endpoint(asio::ip::make_address("127.0.0.1"), echo.rig.port));
  EXPECT_EQ(echo.rig.run(exchange_messages(socket)), "====");
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.got.back().code, 1001);
}

struct TlsClient {
  explicit TlsClient(Loop& loop, std::uint16_t port) : socket(loop.io, context) {
    socket.next_layer().next_layer().connect(Tcp::endpoint(asio::ip::make_address("127.0.0.1"), port));
    const auto shake = [](auto& stream) -> Async<> {
      co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    };
    loop.run(shake(socket.next_layer()));
  }
  asio::ssl::context context{asio::ssl::context::tls_client};
  beast::websocket::stream<beast::ssl_stream<Tcp::socket>> socket;
};

TEST(WebSocketClient, OverTls) {
  const Certificates files;
  const auto tls = ServerTls::load(files.certificate(), files.key()).value();
  Echo echo;
  const auto port = echo.rig.server.listen("127.0.0.1", 0, tls).value();
  TlsClient client(echo.rig, port);
  EXPECT_EQ(echo.rig.run(exchange_messages(client.socket)), "====");
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Received::Kind::closed);
}

TEST(WebSocketClient, OverTlsAndLost) {
  const Certificates files;
  const auto tls = ServerTls::load(files.certificate(), files.key()).value();
  Echo echo;
  const auto port = echo.rig.server.listen("127.0.0.1", 0, tls).value();
  {
    TlsClient client(echo.rig, port);
    const auto shake = [](auto& stream) -> Async<> {
      co_await stream.async_handshake("a", "/socket", asio::use_awaitable);
    };
    echo.rig.run(shake(client.socket));
    EXPECT_TRUE(echo.rig.until([&] { return echo.open == 1; }));
  }
  EXPECT_TRUE(echo.until_done());
  EXPECT_EQ(echo.kind(), Received::Kind::lost);
}

}  // namespace
}  // namespace askd::net
