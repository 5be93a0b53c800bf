#include "net/tls.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "net/certificates.hpp"
#include "net/client.hpp"
#include "net/rig.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Tls : testing::Test {
  Tls() : tls(ServerTls::load(files.certificate(), files.key()).value()) {
    port = rig.server.listen("127.0.0.1", 0, tls).value();
  }
  Result<ClientResponse> get(Client& client, const std::string& host = "127.0.0.1") {
    ClientRequest request;
    request.url = "https://" + host + ":" + std::to_string(port) + "/x";
    return rig.run(client.send(std::move(request)));
  }
  ClientSettings trusting() const {
    ClientSettings settings;
    settings.authorities_file = files.certificate();
    return settings;
  }

  Certificates files;
  std::shared_ptr<ServerTls> tls;
  Signal signal;
  bool was_tls = false;
  std::vector<Wake> wakes;
  Rig rig{[this](Request& request, Exchange& exchange) -> Async<> {
    was_tls = request.tls;
    if (request.path == "/held") {
      const Wake wake = co_await exchange.hold(std::nullopt, signal);
      wakes.push_back(wake);
    }
    co_await echo(request, exchange);
  }};
  std::uint16_t port = 0;
};

TEST_F(Tls, AnswersAClientThatTrustsIt) {
  Client client(rig.io, trusting());
  for (int i = 0; i < 3; ++i) {
    const auto response = get(client);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "GET /x []\n");
  }
  EXPECT_TRUE(was_tls);
  EXPECT_EQ(rig.server.connections(), 1u);
}

TEST_F(Tls, IsRefusedByAClientThatDoesNot) {
  Client client(rig.io);
  const auto response = get(client);
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().message.find("127.0.0.1:"), std::string::npos);
  EXPECT_NE(response.error().message.find("self-signed certificate"), std::string::npos) << response.error().message;
}

TEST_F(Tls, IsRefusedForAnotherName) {
  Client client(rig.io, trusting());
  const auto response = get(client, "127.0.0.2");
  // 127.0.0.2 is loopback too, but nothing listens there: ask by name instead.
  ASSERT_FALSE(response);
  const auto named = get(client, "localhost");
  ASSERT_FALSE(named);
  EXPECT_NE(named.error().message.find("hostname mismatch"), std::string::npos) << named.error().message;
}

TEST_F(Tls, NewConnectionsUseTheReloadedCertificate) {
  ClientSettings old_settings = trusting();
  const std::string kept = files.folder / "old.pem";
  std::filesystem::copy_file(files.certificate(), kept);
  old_settings.authorities_file = kept;
  Client old_client(rig.io, old_settings);
  ASSERT_TRUE(get(old_client));
  files.make("127.0.0.1");
  ASSERT_TRUE(tls->reload());
  EXPECT_TRUE(get(old_client)) << "the old connection goes on";
  old_client.close();
  EXPECT_FALSE(get(old_client));
  Client client(rig.io, trusting());
  EXPECT_TRUE(get(client));
  std::ofstream(files.certificate()) << "no certificate";
  const auto reloaded = tls->reload();
  ASSERT_FALSE(reloaded);
  EXPECT_NE(reloaded.error().message.find("certificate.pem can't be read"), std::string::npos);
  Client again(rig.io, [&] {
    ClientSettings settings = trusting();
    settings.authorities_file = kept;
    return settings;
  }());
  EXPECT_FALSE(get(again));
  EXPECT_TRUE(get(client));
}

TEST_F(Tls, PlainTextIsCut) {
  Raw client(rig, port);
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.all().find("HTTP/1.1 200"), std::string::npos);
}

TEST_F(Tls, AHandshakeThatStallsIsCut) {
  Raw client(rig, port);
  client.send(std::string("\x16\x03\x01", 3));
  ASSERT_TRUE(rig.until([&] { return rig.server.connections() == 1; }));
  rig.io.run_for(milliseconds(5));
  rig.server.sweep(std::chrono::steady_clock::now() + seconds(11));
  EXPECT_EQ(client.all(), "");
}

TEST_F(Tls, HoldsAndNoticesAPeerThatLeaves) {
  ClientRequest request;
  request.url = "https://127.0.0.1:" + std::to_string(port) + "/held";
  request.timeout = milliseconds(100);
  Client client(rig.io, trusting());
  const auto response = rig.run(client.send(std::move(request)));
  ASSERT_FALSE(response);
  EXPECT_NE(response.error().message.find("the time for the request is up"), std::string::npos);
  EXPECT_TRUE(rig.until([&] { return wakes == std::vector{Wake::gone}; }));
}

TEST_F(Tls, LargeBodiesPassBothWays) {
  ClientRequest request;
  request.method = "POST";
  request.url = "https://127.0.0.1:" + std::to_string(port) + "/";
  request.body = std::string(1 << 20, 'x');
  Client client(rig.io, trusting());
  const auto response = rig.run(client.send(std::move(request)));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body.size(), (1u << 20) + 10);
}

}  // namespace
}  // namespace askd::net
