#include "net/client.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "net/client_pool.hpp"
#include "net/rig.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;

// A handler for each thing a server can do to a client.
Async<> serve(Request& request, Exchange& exchange) {
  Response response;
  if (request.path == "/close") response.headers.emplace_back("Connection-Test", "1");
  if (request.path == "/to") {
    response.status = 302;
    response.headers.emplace_back("Location", std::string(request.param("where").value_or("")));
  }
  if (request.path == "/wait") {
    Signal never;
    const Wake wake = co_await exchange.hold(std::nullopt, never);
    if (wake == Wake::gone) co_return;
  }
  if (request.path == "/pieces") {
    Fields none;
    auto ok = co_await exchange.start(200, std::move(none));
    for (int i = 0; ok && i < 5; ++i) ok = co_await exchange.write("<" + std::to_string(i) + ">");
    co_await exchange.finish();
    co_return;
  }
  response.body =
      request.method + " " + request.target + " " + std::string(request.header("Authorization").value_or(""));
  co_await exchange.send(std::move(response));
}

struct Clients : testing::Test {
  ClientRequest request(const std::string& path, const std::string& method = "GET") const {
    ClientRequest made;
    made.method = method;
    made.url = "http://127.0.0.1:" + std::to_string(rig.port) + path;
    return made;
  }
  Rig rig{serve};
  Client client{rig.io};
};

TEST_F(Clients, KeepAConnection) {
  for (int i = 0; i < 5; ++i) {
    ClientRequest made = request("/a?b=c");
    made.headers.emplace_back("Authorization", "Bearer x");
    const auto response = rig.run(client.send(std::move(made)));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "GET /a?b=c Bearer x");
    EXPECT_EQ(response->header("content-length"), "19");
  }
  EXPECT_EQ(rig.server.connections(), 1u);
  client.close();
  EXPECT_TRUE(rig.until([&] { return rig.server.connections() == 0; }));
}

TEST_F(Clients, HeadHasNoBody) {
  const auto response = rig.run(client.send(request("/a", "HEAD")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "");
  ASSERT_TRUE(rig.run(client.send(request("/b"))));
  EXPECT_EQ(rig.server.connections(), 1u);
}

TEST_F(Clients, PiecesAreGatheredOrPassedOn) {
  const auto whole = rig.run(client.send(request("/pieces")));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->body, "<0><1><2><3><4>");
  std::string seen;
  ClientRequest streaming = request("/pieces");
  streaming.on_chunk = [&](const ClientResponse& head, std::string_view chunk) {
    EXPECT_EQ(head.status, 200);
    seen += chunk;
    return seen.size() < 6;
  };
  const auto part = rig.run(client.send(std::move(streaming)));
  ASSERT_TRUE(part) << part.error().message;
  EXPECT_EQ(seen, "<0><1>");
  EXPECT_EQ(part->body, "");
}

TEST_F(Clients, BoundTheAnswer) {
  ClientRequest made = request("/pieces");
  made.answer_max = 10;
  const auto response = rig.run(client.send(std::move(made)));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().fault, Fault::too_large);
  EXPECT_TRUE(response.error().message.starts_with("127.0.0.1:")) << response.error().message;
}

TEST_F(Clients, GiveUpInTime) {
  ClientRequest total = request("/wait");
  total.timeout = milliseconds(20);
  auto response = rig.run(client.send(std::move(total)));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().fault, Fault::unavailable);
  ClientRequest quiet = request("/wait");
  quiet.timeout.reset();
  quiet.quiet = milliseconds(20);
  response = rig.run(client.send(std::move(quiet)));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().message.find("time for the request is up"), std::string::npos);
}

TEST_F(Clients, FollowRedirectsOnlyWhenTold) {
  auto response = rig.run(client.send(request("/to?where=/b")));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  ClientRequest following = request("/to?where=b%3Fc=d", "POST");
  following.redirects = 1;
  following.headers.emplace_back("Authorization", "Bearer x");
  response = rig.run(client.send(std::move(following)));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "GET /b?c=d Bearer x");
}

TEST_F(Clients, DoNotCarryCredentialsElsewhere) {
  Rig other(serve);
  ClientRequest made = request("/to?where=http://127.0.0.1:" + std::to_string(other.port) + "/b");
  made.redirects = 1;
  made.headers.emplace_back("authorization", "Bearer x");
  std::optional<Result<ClientResponse>> response;
  boost::asio::co_spawn(rig.io, client.send(std::move(made)),
                        [&](std::exception_ptr, Result<ClientResponse> got) { response = std::move(got); });
  ASSERT_TRUE(rig.until([&] {
    other.io.poll();
    return response.has_value();
  }));
  ASSERT_TRUE(*response) << response->error().message;
  EXPECT_EQ((*response)->body, "GET /b ");
}

TEST_F(Clients, SpeakOverUnixSockets) {
  const std::string path = std::filesystem::temp_directory_path() / ("askd-c-" + std::to_string(::getpid()) + ".sock");
  ASSERT_TRUE(rig.server.listen_unix(path, 0600));
  ClientRequest made;
  made.url = "http://askd/x";
  made.unix_socket = path;
  const auto response = rig.run(client.send(std::move(made)));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "GET /x ");
  ClientRequest nowhere;
  nowhere.url = "http://askd/x";
  nowhere.unix_socket = path + ".none";
  const auto none = rig.run(client.send(std::move(nowhere)));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, path + ".none gave no answer: it can't be reached (No such file or directory).");
}

// Whoever posts needn't look whether it was posted, where nothing can have been.
TEST_F(Clients, SayWhereNothingWasSent) {
  const std::string nobody = "http://127.0.0.1:1/";
  ClientRequest made = request("/", "POST");
  made.url = nobody;
  auto failed = rig.run(client.send(made));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().fault, Fault::unavailable);
  EXPECT_TRUE(failed.error().unsent) << failed.error().message;

  ClientSettings settings;
  settings.look_up = [](const std::string&) -> Result<Resolver::Addresses> {
    return Error{Fault::unavailable, "no such name", {}};
  };
  Client lost(rig.io, settings);
  made.url = "https://nowhere.invalid/";
  failed = rig.run(lost.send(made));
  ASSERT_FALSE(failed);
  EXPECT_TRUE(failed.error().unsent) << failed.error().message;

  made.url = "https://127.0.0.1:" + std::to_string(rig.port) + "/";
  failed = rig.run(client.send(made));
  ASSERT_FALSE(failed) << "that server speaks no TLS";
  EXPECT_TRUE(failed.error().unsent) << failed.error().message;

  ClientRequest slow = request("/wait", "POST");
  slow.timeout = milliseconds(20);
  failed = rig.run(client.send(slow));
  ASSERT_FALSE(failed);
  EXPECT_FALSE(failed.error().unsent) << failed.error().message;

  ClientRequest redirected = request("/to?where=" + nobody, "POST");
  redirected.redirects = 1;
  failed = rig.run(client.send(redirected));
  ASSERT_FALSE(failed);
  EXPECT_FALSE(failed.error().unsent) << "the first has had it";
}

// A server that answers each connection with fixed bytes and hangs up.
TEST(Client, RepeatsOnAFreshConnectionWhatMayBeRepeated) {
  Limits limits;
  limits.idle_timeout = milliseconds(1);
  int served = 0;
  Rig rig([&](Request& request, Exchange& exchange) {
    ++served;
    return echo(request, exchange);
  });
  Client client(rig.io);
  ClientRequest made;
  made.url = "http://127.0.0.1:" + std::to_string(rig.port) + "/";
  ASSERT_TRUE(rig.run(client.send(made)));
  rig.server.sweep(std::chrono::steady_clock::now() + std::chrono::hours(1));  // cuts the kept connection
  const auto again = rig.run(client.send(made));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(served, 2);
}

// DNS rebinding: a name stands for a good address while it is looked at, and for this machine once it is called.
TEST(Client, ANameThatChangesIsLookedAtWhenItIsCalled) {
  int served = 0;
  Rig rig([&served](Request& request, Exchange& exchange) -> Async<> {
    ++served;
    co_await serve(request, exchange);
  });
  std::vector<std::string> stands_for{"192.0.2.7"};
  ClientSettings settings;
  settings.look_up = [&stands_for](const std::string&) -> Result<Resolver::Addresses> {
    Resolver::Addresses addresses;
    for (const std::string& one : stands_for) addresses.push_back(boost::asio::ip::make_address(one));
    return addresses;
  };
  settings.may_connect = [](const std::string& address, bool) { return address == "192.0.2.7"; };
  Client client(rig.io, std::move(settings));
  const std::string url = "http://hook.test:" + std::to_string(rig.port) + "/a";
  EXPECT_TRUE(rig.run(client.reachable(url)));
  stands_for = {"127.0.0.1"};
  ClientRequest request;
  request.url = url;
  const auto refused = rig.run(client.send(std::move(request)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::forbidden) << refused.error().message;
  EXPECT_EQ(refused.error().message.find("127.0.0.1"), std::string::npos) << "who sets a webhook learns no address";
  EXPECT_FALSE(rig.run(client.reachable(url)));
  EXPECT_EQ(served, 0);
}

TEST(Client, SaysWhatIsWrongWithAUrl) {
  Loop loop;
  Client client(loop.io);
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "\"\" isn't a url."},
      {"/a", "\"/a\" isn't a url."},
      {"ftp://a/", "\"ftp://a/\" must begin with https:// or http://."},
      {"http:///a", "\"http:///a\" names no host."},
      {"http://h:x/a", "\"http://h:x/a\" names no port that there is."},
      {"http://u:p@h/", "A url must not hold a name or password; use the Authorization header."},
  };
  for (const auto& [url, wanted] : cases) {
    ClientRequest made;
    made.url = url;
    const auto response = loop.run(client.send(std::move(made)));
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error(), invalid(wanted));
  }
  ClientRequest smuggling;
  smuggling.url = "http://127.0.0.1:1/";
  smuggling.headers.emplace_back("X", "a\r\nY: b");
  EXPECT_EQ(loop.run(client.send(std::move(smuggling))).error().message, "The header X holds a line end or a NUL.");
}

TEST(Client, TakesUrlsApart) {
  const auto url = parse_url("https://[::1]:8443/a%20b?c=d#e", "");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin.host, "::1");
  EXPECT_EQ(url->origin.port, "8443");
  EXPECT_EQ(url->origin.authority, "[::1]:8443");
  EXPECT_EQ(url->target, "/a%20b?c=d");
  EXPECT_EQ(parse_url("http://h", "").value().origin.port, "80");
  EXPECT_EQ(resolve_url("http://h/a/b?c", "../d").value(), "http://h/d");
}

}  // namespace
}  // namespace askd::net
