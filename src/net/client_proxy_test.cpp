#include <cstdlib>
#include <set>

#include <gtest/gtest.h>

#include "net/certificates.hpp"
#include "net/client.hpp"
#include "net/client_pool.hpp"
#include "net/outgoing_rig.hpp"
#include "net/tls.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;

ClientRequest get(const std::string& url) {
  ClientRequest made;
  made.url = url;
  return made;
}

// An origin behind TLS.
struct Secure {
  Secure() {
    port = rig.server.listen("127.0.0.1", 0, ServerTls::load(files.certificate(), files.key()).value()).value();
  }
  std::string url(const std::string& path = "/a") const { return "https://127.0.0.1:" + std::to_string(port) + path; }

  Certificates files;
  Rig rig{echo};
  std::uint16_t port = 0;
};

TEST(ClientProxy, GetsPlainRequestsWhole) {
  Loop loop;
  RawListener listener(loop);
  Client client(loop.io, through("http://me:secret@" + listener.address()));
  Beside response(loop, client.send(get("http://origin.invalid:8080/x?y=z")));
  FrameServer proxy(loop, listener.accept());
  const std::string head = proxy.until("\r\n\r\n");
  EXPECT_TRUE(head.starts_with("GET http://origin.invalid:8080/x?y=z HTTP/1.1\r\n")) << head;
  EXPECT_NE(head.find("\r\nHost: origin.invalid:8080\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n"), std::string::npos) << head;
  proxy.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  const auto first = response.get();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->body, "hi");
  Beside again(loop, client.send(get("http://origin.invalid:8080/kept")));
  EXPECT_TRUE(proxy.until("\r\n\r\n").starts_with("GET http://origin.invalid:8080/kept "));
  proxy.send("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n");
  const auto refused = again.get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_EQ(refused.error().message,
            "origin.invalid:8080 gave no answer: the proxy " + listener.address() + " takes no such user (407).");
}

TEST(ClientProxy, TunnelsTls) {
  Secure origin;
  TunnelProxy proxy(origin.rig);
  ClientSettings settings = through(proxy.url("me:secret@"));
  settings.authorities_file = origin.files.certificate();
  settings.user_agent = "askd/test";
  Client client(origin.rig.io, settings);
  for (int i = 0; i < 3; ++i) {
    const auto response = origin.rig.run(client.send(get(origin.url())));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "GET /a []\n");
  }
  ASSERT_EQ(proxy.heads().size(), 1u) << "the tunnel is kept";
  const std::string at = "127.0.0.1:" + std::to_string(origin.port);
  EXPECT_EQ(proxy.heads()[0], "CONNECT " + at + " HTTP/1.1\r\nHost: " + at +
                                  "\r\nUser-Agent: askd/test\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
  EXPECT_EQ(proxy.open(), 1);
  client.close();
  EXPECT_TRUE(origin.rig.until([&] { return proxy.open() == 0; }));
}

TEST(ClientProxy, VerifiesTheOriginAllTheSame) {
  Secure origin;
  const Certificates strangers;
  TunnelProxy proxy(origin.rig);
  ClientSettings settings = through(proxy.url());
  settings.authorities_file = strangers.certificate();
  Client client(origin.rig.io, settings);
  const auto response = origin.rig.run(client.send(get(origin.url())));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().fault, Fault::invalid);
  EXPECT_NE(response.error().message.find("the TLS handshake failed"), std::string::npos) << response.error().message;
  EXPECT_EQ(proxy.heads().size(), 1u);
}

TEST(ClientProxy, IsGoneAroundForExceptions) {
  Rig rig(echo);
  TunnelProxy proxy(rig);
  const std::string url = "http://127.0.0.1:" + std::to_string(rig.port) + "/a";
  Client client(rig.io, through(proxy.url(), "127.0.0.0/8"));
  const auto response = rig.run(client.send(get(url)));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_TRUE(proxy.heads().empty());
}

TEST(ClientProxy, IsNoneUnlessTheSettingsHaveOne) {
  Rig rig(echo);
  ASSERT_EQ(::setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
  Client client(rig.io);
  const auto response = rig.run(client.send(get("http://127.0.0.1:" + std::to_string(rig.port) + "/a")));
  ::unsetenv("http_proxy");
  ASSERT_TRUE(response) << response.error().message;
}

TEST(ClientProxy, RefusalsAreItsOwn) {
  struct Case {
    std::string answer;
    std::string clause;
  };
  const std::vector<Case> cases{
      {"HTTP/1.1 407 Who\r\nContent-Length: 6\r\n\r\nsecret", "takes no such user (407)"},
      {"HTTP/1.1 403 No\r\n\r\n", "opens no way to it (403)"},
      {"HTTP/1.1 502 Bad\r\n\r\n", "can't reach it (502)"},
      {"HTTP/1.1 302 There\r\nLocation: http://elsewhere/\r\n\r\n", "opens no way to it (302)"},
      {"HTTP/1.1 101 Switching\r\n\r\n", "opens no way to it (101)"},
      {"SSH-2.0-OpenSSH\r\n\r\n", "doesn't answer in HTTP/1.1"},
      {"HTTP/1.1 200 OK\r\n\r\nsecret", "sends what nobody asked for"},
      {"HTTP/1.1 200 OK\r\n", "hung up without an answer"},
      {"", "hung up without an answer"},
  };
  for (const Case& one : cases) {
    Loop loop;
    RawListener listener(loop);
    Client client(loop.io, through("http://me:secret@" + listener.address()));
    Beside response(loop, client.send(get("https://origin.invalid/?secret")));
    FrameServer proxy(loop, listener.accept());
    EXPECT_TRUE(proxy.until("\r\n\r\n").starts_with("CONNECT origin.invalid:443 HTTP/1.1\r\n"));
    proxy.send(one.answer);
    proxy.shutdown();
    const auto refused = response.get();
    ASSERT_FALSE(refused) << one.answer;
    EXPECT_EQ(refused.error().fault, Fault::unavailable);
    EXPECT_EQ(refused.error().message,
              "origin.invalid gave no answer: the proxy " + listener.address() + " " + one.clause + ".");
  }
}

TEST(ClientProxy, ThatIsNotThereIsNamed) {
  Loop loop;
  std::string address;
  {
    const RawListener gone(loop);
    address = gone.address();
  }
  Client client(loop.io, through("http://me:secret@" + address));
  const auto response = loop.run(client.send(get("https://origin.invalid/")));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message,
            "origin.invalid gave no answer: the proxy " + address + " can't be reached (Connection refused).");
}

TEST(ClientProxy, ThatNeverAnswersIsLeftInTime) {
  Loop loop;
  RawListener listener(loop);
  Client client(loop.io, through("http://" + listener.address()));
  ClientRequest request = get("https://origin.invalid/");
  request.connect_timeout = milliseconds(20);
  const auto response = loop.run(client.send(std::move(request)));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().message, "origin.invalid gave no answer: connecting took too long.");
}

TEST(ClientProxy, IsAskedForNamesAndMayConnectIsNot) {
  Loop loop;
  RawListener listener(loop);
  ClientSettings settings = through("http://proxy.invalid:" + std::to_string(listener.port), "direct.invalid");
  std::vector<std::string> looked_up;  // the resolver's threads take turns: one lookup at a time is made
  settings.look_up = [&looked_up](const std::string& host) -> Result<Resolver::Addresses> {
    looked_up.push_back(host);
    return Resolver::Addresses{boost::asio::ip::make_address("127.0.0.1")};
  };
  settings.may_connect = [](const std::string&, bool) { return false; };
  Client client(loop.io, settings);
  EXPECT_TRUE(loop.run(client.reachable("http://origin.invalid/")));
  EXPECT_TRUE(looked_up.empty());
  Beside response(loop, client.send(get("http://origin.invalid/")));
  FrameServer proxy(loop, listener.accept());
  proxy.until("\r\n\r\n");
  proxy.send("HTTP/1.1 204 Nothing\r\n\r\n");
  EXPECT_TRUE(response.get());
  EXPECT_EQ(looked_up, std::vector<std::string>{"proxy.invalid"});
  const auto direct = loop.run(client.send(get("http://direct.invalid/")));
  ASSERT_FALSE(direct);
  EXPECT_EQ(direct.error().fault, Fault::forbidden);
}

TEST(ClientProxy, ConnectionsAreKeptApart) {
  const Proxy one{"p", "1"}, other{"p", "2"}, user{"p", "1", "Basic bWU6"};
  Route direct;
  direct.origin.authority = "a";
  Route first = direct, second = direct, third = direct;
  first.proxy = &one;
  second.proxy = &other;
  third.proxy = &user;
  const std::set<std::string> keys{direct.key(), first.key(), second.key(), third.key()};
  EXPECT_EQ(keys.size(), 4u);
}

TEST(ClientProxy, AuthoritiesThatCannotBeReadAreNamed) {
  Secure origin;
  ClientSettings settings;
  settings.authorities_file = origin.files.folder / "none.pem";
  Client client(origin.rig.io, settings);
  const auto response = origin.rig.run(client.send(get(origin.url())));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().fault, Fault::invalid);
  EXPECT_TRUE(response.error().message.starts_with(settings.authorities_file + " can't be read as PEM"))
      << response.error().message;
}

}  // namespace
}  // namespace askd::net
