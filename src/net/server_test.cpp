#include "net/server.hpp"

#include <filesystem>
#include <stdexcept>

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "net/rig.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

std::string get(std::string_view target, std::string_view headers = {}) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n";
}

TEST(Server, KeepsAConnectionUntilItIsToldOtherwise) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  client.send(get("/1"));
  EXPECT_NE(client.until("]\n").find("GET /1 []"), std::string::npos);
  client.send(get("/2", "Connection: close\r\n"));
  const std::string last = client.all();
  EXPECT_NE(last.find("GET /2 []"), std::string::npos);
  EXPECT_NE(last.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_NE(last.find("\r\nDate: "), std::string::npos);
}

TEST(Server, AnswersAThousandPipelinedRequestsInOrder) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  std::string all;
  for (int i = 0; i < 1000; ++i)
    all += i % 3 == 0 ? "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
                      : get("/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 1000; ++i) {
    const std::string wanted =
        i % 3 == 0 ? "POST /" + std::to_string(i) + " [ab]" : "GET /" + std::to_string(i) + " []";
    ASSERT_NE(client.until("]\n").find("\r\n\r\n" + wanted), std::string::npos) << i;
  }
}

TEST(Server, SpeaksHttp10) {
  Rig rig(echo);
  Raw once(rig, rig.port);
  once.send("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_NE(once.all().find("\r\nConnection: close\r\n"), std::string::npos);
  Raw again(rig, rig.port);
  again.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(again.until("]\n").find("\r\nConnection: keep-alive\r\n"), std::string::npos);
  again.send("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_NE(again.all().find("GET /b"), std::string::npos);
}

TEST(Server, FillsInTheRequest) {
  Request seen;
  Rig rig([&](Request& request, Exchange& exchange) {
    seen = request;
    return echo(request, exchange);
  });
  Raw client(rig, rig.port);
  client.send("POST http://there:8080/a%20b/c?x=1 HTTP/1.1\r\nHost: here\r\nX-Y: z\r\nContent-Length: 1\r\n\r\n!");
  client.until("]\n");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/a%20b/c?x=1");
  EXPECT_EQ(seen.path, "/a%20b/c");
  EXPECT_EQ(seen.segments, (std::vector<std::string>{"a b", "c"}));
  EXPECT_EQ(seen.param("x"), "1");
  EXPECT_EQ(seen.host, "there:8080");
  EXPECT_EQ(seen.header("x-y"), "z");
  EXPECT_EQ(seen.body, "!");
  EXPECT_EQ(seen.peer, "127.0.0.1");
  EXPECT_TRUE(seen.loopback);
  EXPECT_FALSE(seen.tls || seen.local);
}

Async<> stream(Request&, Exchange& exchange) {
  Fields headers{{"Content-Type", "text/plain"}};
  auto ok = co_await exchange.start(200, std::move(headers));
  for (int i = 0; ok && i < 3; ++i) ok = co_await exchange.write("piece" + std::to_string(i) + "\n");
  co_await exchange.finish();
}

TEST(Server, StreamsInChunks) {
  Rig rig(stream);
  Raw client(rig, rig.port);
  client.send(get("/") + get("/", "Connection: close\r\n"));
  const std::string body = "\r\n\r\n7\r\npiece0\n\r\n7\r\npiece1\n\r\n7\r\npiece2\n\r\n0\r\n\r\n";
  EXPECT_EQ(count(client.all(), body), 2u);
}

TEST(Server, StreamsUpToTheEndForHttp10AndNothingForHead) {
  Rig rig(stream);
  Raw old(rig, rig.port);
  old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string answer = old.all();
  EXPECT_TRUE(answer.ends_with("\r\nConnection: close\r\n\r\npiece0\npiece1\npiece2\n")) << answer;
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
  Raw head(rig, rig.port);
  head.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(head.all().ends_with("\r\n\r\n"));
}

TEST(Server, HundredContinueComesOnlyWhenItIsWaitedFor) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-Continue\r\n\r\n";
  client.send(head);
  EXPECT_EQ(client.until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abcd");
  EXPECT_NE(client.until("]\n").find("[abcd]"), std::string::npos);
  client.send(head + "abcd");
  EXPECT_TRUE(client.until("]\n").starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST(Server, AClientThatSendsTooMuchStillHearsWhy) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
  client.send(std::string(5000000, 'x'));
  client.shutdown();
  const std::string answer = client.all();
  EXPECT_EQ(status_of(answer), 413);
  EXPECT_TRUE(answer.ends_with("}"));
}

TEST(Server, AClientThatOnlyClosesItsSideIsAnswered) {
  Rig rig(echo);
  Raw client(rig, rig.port);
  client.send(get("/a"));
  client.shutdown();
  EXPECT_NE(client.all().find("GET /a"), std::string::npos);
}

TEST(Server, HandlersThatFailMakeA500AndALine) {
  Rig rig([](Request& request, Exchange& exchange) -> Async<> {
    if (request.path == "/throw") throw std::runtime_error("secret");
    if (request.path == "/half") {
      Fields none;
      auto started = co_await exchange.start(200, std::move(none));
      EXPECT_TRUE(started);
    }
  });
  for (const std::string_view path : {"/throw", "/nothing"}) {
    Raw client(rig, rig.port);
    client.send(get(path));
    const std::string answer = client.until("}");
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(answer.find("secret"), std::string::npos);
  }
  Raw half(rig, rig.port);
  half.send(get("/half"));
  EXPECT_FALSE(half.all().ends_with("0\r\n\r\n"));
  ASSERT_EQ(rig.log.size(), 3u);
  EXPECT_EQ(rig.log[0], "The handler of GET /throw failed: secret.");
}

TEST(Server, SlowRequestsAreCutInTime) {
  Rig rig(echo);
  Raw idle(rig, rig.port);
  Raw head(rig, rig.port);
  Raw body(rig, rig.port);
  head.send("GET / HTTP/1.1\r\nHo");
  body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + std::string(20480, 'x'));
  ASSERT_TRUE(rig.until([&] { return rig.server.connections() == 3; }));
  rig.io.run_for(milliseconds(20));
  const auto start = steady_clock::now();
  rig.server.sweep(start + seconds(9));
  rig.io.poll();
  EXPECT_FALSE(head.ended());
  rig.server.sweep(start + seconds(11));
  EXPECT_EQ(status_of(head.all()), 408);
  EXPECT_FALSE(body.ended());  // 20 KiB at 1 KiB a second have bought it 20 s
  rig.server.sweep(start + seconds(31));
  EXPECT_EQ(status_of(body.all()), 408);
  EXPECT_FALSE(idle.ended());
  rig.server.sweep(start + seconds(76));
  EXPECT_EQ(idle.all(), "");
  EXPECT_TRUE(rig.until([&] { return rig.server.connections() == 0; }));
}

TEST(Server, AReaderThatDoesNotReadIsCut) {
  bool written = true;
  bool ended = false;
  Rig rig([&](Request&, Exchange& exchange) -> Async<> {
    Fields none;
    auto ok = co_await exchange.start(200, std::move(none));
    while (ok) ok = co_await exchange.write(std::string(1 << 20, 'x'));
    written = false;
    EXPECT_TRUE(exchange.gone());
    co_await exchange.finish();
    ended = true;
  });
  Raw client(rig, rig.port, 4096);
  client.send(get("/"));
  rig.io.run_for(milliseconds(50));
  EXPECT_TRUE(written);
  rig.server.sweep(steady_clock::now() + seconds(29));
  rig.io.poll();
  EXPECT_TRUE(written);
  rig.server.sweep(steady_clock::now() + std::chrono::hours(24));
  EXPECT_TRUE(rig.until([&] { return ended; }));
}

TEST(Server, BeyondTheLimitIs503) {
  Limits limits;
  limits.connections_max = 2;
  Rig rig(echo, limits);
  Raw first(rig, rig.port);
  Raw second(rig, rig.port);
  ASSERT_TRUE(rig.until([&] { return rig.server.connections() == 2; }));
  Raw third(rig, rig.port);
  third.send(get("/"));
  third.shutdown();
  const std::string answer = third.all();
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_NE(answer.find("\r\nRetry-After: 5\r\n"), std::string::npos);
  first.close();
  ASSERT_TRUE(rig.until([&] { return rig.server.connections() == 1; }));
  Raw fourth(rig, rig.port);
  fourth.send(get("/"));
  EXPECT_EQ(status_of(fourth.until("]\n")), 200);
}

TEST(Server, UnixSocketsHaveTheirModeAndGoAway) {
  const auto folder = std::filesystem::temp_directory_path() / ("askd-net-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = folder / "admin.sock";
  Request seen;
  {
    Rig rig([&](Request& request, Exchange& exchange) {
      seen = request;
      return echo(request, exchange);
    });
    ASSERT_TRUE(rig.server.listen_unix(path, 0600));
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600u);
    const auto taken = rig.server.listen_unix(path, 0600);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().message, "Another process listens on " + path + ".");
    Raw client(rig, path);
    client.send(get("/"));
    EXPECT_EQ(status_of(client.until("]\n")), 200);
    EXPECT_TRUE(seen.local);
    EXPECT_EQ(seen.peer, "unix");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  Rig rig(echo);
  std::filesystem::create_directory(path);
  EXPECT_EQ(rig.server.listen_unix(path, 0600).error().message, path + " exists and isn't a socket.");
  std::filesystem::remove_all(folder);
}

TEST(Server, AdoptsAListeningSocket) {
  Rig rig(echo);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_FALSE(rig.server.adopt(socket));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&at), size), 0);
  ASSERT_EQ(::listen(socket, 10), 0);
  ASSERT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size), 0);
  ASSERT_TRUE(rig.server.adopt(socket));
  Raw client(rig, ntohs(at.sin_port));
  client.send(get("/"));
  EXPECT_EQ(status_of(client.until("]\n")), 200);
}

TEST(Server, SaysWhyItCannotListen) {
  Rig rig(echo);
  const auto taken = rig.server.listen("127.0.0.1", rig.port);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().message,
            "Can't listen on 127.0.0.1:" + std::to_string(rig.port) + ": Address already in use.");
  EXPECT_EQ(rig.server.listen("localhost", 0).error().message, "\"localhost\" isn't an IP address to listen on.");
}

}  // namespace
}  // namespace askd::net
