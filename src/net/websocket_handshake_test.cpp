#include <gtest/gtest.h>

#include "net/certificates.hpp"
#include "net/outgoing_rig.hpp"
#include "net/tls.hpp"
#include "net/websocket_client.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using Opened = Result<std::unique_ptr<askd::Socket>>;

WebSocketRequest to(const std::string& url) {
  WebSocketRequest request;
  request.url = url;
  return request;
}

struct Handshakes : testing::Test {
  std::string url(const std::string& target = "/link?ticket=s3cret") const {
    return "ws://" + listener.address() + target;
  }
  // What comes of that answer, after which the server hangs up.
  Opened answered(const std::string& answer, WebSocketRequest request) {
    Beside opened(loop, open_websocket(client, std::move(request)));
    FrameServer server(loop, listener.accept());
    server.until("\r\n\r\n");
    server.send(answer);
    server.shutdown();
    return opened.get();
  }
  Opened answered(const std::string& answer) { return answered(answer, to(url())); }

  Loop loop;
  RawListener listener{loop};
  Client client{loop.io};
};

TEST_F(Handshakes, AskAsTheStandardSays) {
  WebSocketRequest request = to(url());
  request.headers.emplace_back("Authorization", "Bearer t0ken");
  request.headers.emplace_back("Sec-WebSocket-Protocol", "chat");
  Beside opened(loop, open_websocket(client, request));
  FrameServer server(loop, listener.accept());
  server.shake_hands();
  ASSERT_TRUE(opened.get());
  const std::string& head = server.request_head;
  EXPECT_TRUE(head.starts_with("GET /link?ticket=s3cret HTTP/1.1\r\n")) << head;
  for (const std::string& line :
       {"Host: " + listener.address(), std::string("Upgrade: websocket"), std::string("Connection: upgrade"),
        std::string("Sec-WebSocket-Version: 13"), std::string("Authorization: Bearer t0ken"),
        std::string("User-Agent: askd"), std::string("Sec-WebSocket-Protocol: chat")})
    EXPECT_EQ(count(head, "\r\n" + line + "\r\n"), 1u) << line << " in " << head;
  EXPECT_EQ(head.find("Extensions"), std::string::npos) << head;
  EXPECT_EQ(head.find("Beast"), std::string::npos) << head;
}

TEST_F(Handshakes, TakeAHostAndAnAgentOfTheCaller) {
  WebSocketRequest request = to(url());
  request.headers = {{"host", "other.example"}, {"User-Agent", "mine"}};
  Beside opened(loop, open_websocket(client, request));
  FrameServer server(loop, listener.accept());
  server.shake_hands();
  ASSERT_TRUE(opened.get());
  EXPECT_NE(server.request_head.find("host: other.example\r\n"), std::string::npos) << server.request_head;
  EXPECT_EQ(server.request_head.find(listener.address()), std::string::npos) << server.request_head;
  EXPECT_EQ(server.request_head.find("User-Agent: askd"), std::string::npos) << server.request_head;
}

TEST_F(Handshakes, RefusalsSayTheStatusAndWhy) {
  struct Case {
    std::string answer;
    Fault fault;
    std::string said;
  };
  const auto with = [](const std::string& status, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const std::vector<Case> cases{
      {with("401 Who", "invalid_auth"), Fault::unauthenticated,
       "401 where a WebSocket was asked for, \"invalid_auth\""},
      {with("403 No", ""), Fault::forbidden, "403 where a WebSocket was asked for"},
      {with("404 Gone", "<html><body>Not here"), Fault::not_found, "404 where a WebSocket was asked for"},
      {with("410 Gone", "a\nb"), Fault::not_found, "410 where a WebSocket was asked for"},
      {with("400 Bad", "no ticket s3cret"), Fault::invalid, "400 where a WebSocket was asked for"},
      {with("400 Bad", "no token t0ken here"), Fault::invalid, "400 where a WebSocket was asked for"},
      {with("408 Slow", ""), Fault::unavailable, "408 where a WebSocket was asked for"},
      {"HTTP/1.1 429 Many\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n", Fault::rate_limited,
       "429 where a WebSocket was asked for; it wants 30 s of rest."},
      {with("500 Ouch", "\xFF\xFE"), Fault::unavailable, "500 where a WebSocket was asked for."},
      {with("503 Busy", "later, please"), Fault::unavailable,
       "503 where a WebSocket was asked for, \"later, please\"."},
      {with("200 Fine", "a page"), Fault::invalid, "200 where a WebSocket was asked for, \"a page\"."},
      {with("302 There", ""), Fault::invalid, "302 where a WebSocket was asked for."},
      {"HTTP/1.1 502 Cut\r\nContent-Length: 100\r\n\r\nhalf", Fault::unavailable,
       "502 where a WebSocket was asked for"},
      {"HTTP/1.1 503 Long\r\n\r\n" + std::string(100'000, 'x'), Fault::unavailable, "503 where a WebSocket was asked"},
      {"HTTP/1.1 503 Longer\r\n\r\n" + std::string(1'000'000, 'x'), Fault::unavailable, "503 where a WebSocket was"},
  };
  for (const Case& one : cases) {
    WebSocketRequest request = to(url());
    request.headers.emplace_back("Authorization", "Bearer t0ken");
    const auto refused = answered(one.answer, request);
    ASSERT_FALSE(refused) << one.answer.substr(0, 80);
    EXPECT_EQ(refused.error().fault, one.fault) << refused.error().message;
    EXPECT_TRUE(refused.error().message.starts_with(listener.address() + " answered " + one.said))
        << refused.error().message;
    EXPECT_LT(refused.error().message.size(), 500u);
    const bool rests = one.answer.find("Retry-After: 30") != std::string::npos;
    EXPECT_EQ(refused.error().retry_after, rests ? std::optional(milliseconds(30'000)) : std::nullopt);
    for (const std::string secret : {"s3cret", "t0ken", "ticket"})
      EXPECT_EQ(refused.error().message.find(secret), std::string::npos) << refused.error().message;
  }
}

TEST_F(Handshakes, AnswersThatAreNone) {
  const std::string right = FrameServer::switching("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // for another key
  const auto without = [&right](const std::string& part, const std::string& instead) {
    std::string changed = right;
    return changed.replace(changed.find(part), part.size(), instead);
  };
  struct Case {
    std::string answer;
    Fault fault;
    std::string clause;
  };
  const std::vector<Case> cases{
      {right, Fault::invalid, "its answer isn't that of a WebSocket ("},
      {without("Sec-WebSocket-Accept", "X-Accept"), Fault::invalid, "its answer isn't that of a WebSocket ("},
      {without("Upgrade: websocket\r\n", ""), Fault::invalid, "its answer isn't that of a WebSocket ("},
      {without("Connection: upgrade\r\n", ""), Fault::invalid, "its answer isn't that of a WebSocket ("},
      {"garbage\r\n\r\n", Fault::invalid, "its answer isn't HTTP/1.1"},
      {std::string(300'000, 'g'), Fault::invalid, "its answer isn't HTTP/1.1"},
      {"", Fault::unavailable, "it hung up before the WebSocket was open."},
  };
  for (const Case& one : cases) {
    const auto refused = answered(one.answer);
    ASSERT_FALSE(refused) << one.answer.substr(0, 80);
    EXPECT_EQ(refused.error().fault, one.fault) << refused.error().message;
    EXPECT_TRUE(refused.error().message.starts_with(listener.address() + " gave no answer: " + one.clause))
        << refused.error().message;
    EXPECT_EQ(refused.error().message.find("s3cret"), std::string::npos) << refused.error().message;
  }
}

TEST_F(Handshakes, OfSilentServersEndInTime) {
  WebSocketRequest request = to(url());
  request.timeout = milliseconds(20);
  Beside opened(loop, open_websocket(client, request));
  FrameServer server(loop, listener.accept());
  const auto late = opened.get();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().fault, Fault::unavailable);
  EXPECT_EQ(late.error().message, listener.address() + " gave no answer: opening a WebSocket took too long.");
  server.all();
  EXPECT_TRUE(server.ended());
  request.timeout = milliseconds(500);
  Beside half(loop, open_websocket(client, request));
  FrameServer talker(loop, listener.accept());
  talker.send("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nnot all of it");
  const auto refused = half.get();
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with(listener.address() + " answered 503")) << refused.error().message;
}

TEST_F(Handshakes, TakeNoOtherUrls) {
  for (const std::string wrong :
       {"", "/link?ticket=s3cret", "http://a/?ticket=s3cret", "wss//a?s3cret", "ws:///?s3cret", "wss://u:s3cret@a/",
        "wss://a:0/?s3cret", "wss://a:b/?s3cret", "wss://a /?s3cret", "wss://a/?s3cret\r\nX: y"}) {
    const auto refused = loop.run(open_websocket(client, to(wrong)));
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().fault, Fault::invalid) << wrong;
    EXPECT_TRUE(refused.error().message.starts_with("The url of a WebSocket must be")) << refused.error().message;
    EXPECT_EQ(refused.error().message.find("s3cret"), std::string::npos) << refused.error().message;
  }
}

TEST_F(Handshakes, KeepTheirHeadersToThemselves) {
  for (const auto& [name, value] : Fields{{"Upgrade", "h2c"},
                                          {"sec-websocket-key", "x"},
                                          {"Sec-WebSocket-Extensions", "permessage-deflate"},
                                          {"Content-Length", "5"},
                                          {"X", "a\r\nY: b"},
                                          {"X\r\nY", "b"},
                                          {"X: y", "b"},
                                          {"", "b"}}) {
    WebSocketRequest request = to(url());
    request.headers.emplace_back(name, value);
    const auto refused = loop.run(open_websocket(client, request));
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().fault, Fault::invalid);
  }
}

TEST_F(Handshakes, OutliveTheirClient) {
  auto mine = std::make_unique<Client>(loop.io);
  Beside opened(loop, open_websocket(*mine, to(url())));
  FrameServer server(loop, listener.accept());
  mine.reset();
  server.shake_hands(frame(last | text, "still here", false));
  const auto socket = opened.get();
  ASSERT_TRUE(socket) << socket.error().message;
  EXPECT_EQ(loop.run((*socket)->read()).value(), "still here");
}

// The whole way: our server, TLS, a tunnel.
TEST(HandshakesOverTls, AlsoThroughAProxy) {
  const Certificates files;
  Echo echo;
  const auto port =
      echo.rig.server.listen("127.0.0.1", 0, ServerTls::load(files.certificate(), files.key()).value()).value();
  TunnelProxy proxy(echo.rig);
  for (ClientSettings settings : {ClientSettings(), through(proxy.url("me:secret@"))}) {
    settings.authorities_file = files.certificate();
    Client client(echo.rig.io, settings);
    auto opened = echo.rig.run(open_websocket(client, to("wss://127.0.0.1:" + std::to_string(port) + "/socket")));
    ASSERT_TRUE(opened) << opened.error().message;
    for (const std::size_t size : {0u, 1u, 125u, 126u, 65'536u, 1'000'000u}) {
      const std::string message(size, 'm');
      ASSERT_TRUE(echo.rig.run((*opened)->write(message)));
      EXPECT_TRUE(echo.rig.run((*opened)->read()).value() == message) << size;
    }
    echo.rig.run((*opened)->close());
    EXPECT_TRUE(echo.rig.until([&] { return echo.kind() == Received::Kind::closed; }));
    EXPECT_EQ(echo.got.back().code, 1000);
  }
  ASSERT_EQ(proxy.heads().size(), 1u);
  EXPECT_TRUE(proxy.heads()[0].starts_with("CONNECT 127.0.0.1:" + std::to_string(port) + " "));
}

TEST(HandshakesOverTls, NotWithAStranger) {
  const Certificates files;
  Echo echo;
  const auto port =
      echo.rig.server.listen("127.0.0.1", 0, ServerTls::load(files.certificate(), files.key()).value()).value();
  Client client(echo.rig.io);
  const auto opened = echo.rig.run(open_websocket(client, to("wss://127.0.0.1:" + std::to_string(port) + "/?s3cret")));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().fault, Fault::invalid);
  EXPECT_NE(opened.error().message.find("the TLS handshake failed"), std::string::npos) << opened.error().message;
  EXPECT_EQ(echo.open, 0);
}

TEST(HandshakesInTheClear, GoThroughATunnelToo) {
  Echo echo;
  TunnelProxy proxy(echo.rig);
  Client client(echo.rig.io, through(proxy.url()));
  auto opened = echo.rig.run(open_websocket(client, to("ws://127.0.0.1:" + std::to_string(echo.rig.port) + "/socket")));
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_TRUE(echo.rig.run((*opened)->write("hello")));
  EXPECT_EQ(echo.rig.run((*opened)->read()).value(), "hello");
  EXPECT_EQ(proxy.heads().size(), 1u);
}

}  // namespace
}  // namespace askd::net
