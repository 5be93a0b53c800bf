// What an adapter can reach, and what a proxy is trusted with.
#include "net/ways_out.hpp"

#include <gtest/gtest.h>

#include "net/certificates.hpp"
#include "net/outgoing_rig.hpp"
#include "net/tls.hpp"

namespace askd::net {
namespace {

askd::Request get(const std::string& url) {
  askd::Request request;
  request.url = url;
  return request;
}

struct Ways : testing::Test {
  Proxies proxies() const { return through(proxy.url()).proxies; }

  Certificates files;
  Rig rig{echo};
  TunnelProxy proxy{rig};
  WaysOut out{rig.io, proxies(), files.certificate()};
};

TEST_F(Ways, TlsGoesThroughTheProxy) {
  const auto tls = ServerTls::load(files.certificate(), files.key()).value();
  const auto port = rig.server.listen("127.0.0.1", 0, tls).value();
  const auto response = rig.run(out.send(get("https://127.0.0.1:" + std::to_string(port) + "/a")));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "GET /a []\n");
  EXPECT_EQ(proxy.heads().size(), 1u);
}

TEST_F(Ways, PlainHttpReachesThisMachineWithoutTheProxy) {
  const auto response = rig.run(out.send(get("http://127.0.0.1:" + std::to_string(rig.port) + "/a")));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "GET /a []\n");
  EXPECT_TRUE(proxy.heads().empty());
}

TEST_F(Ways, PlainHttpAndWebSocketsReachNobodyElse) {
  const auto response = rig.run(out.send(get("http://192.0.2.1/a?secret")));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().fault, Fault::forbidden) << response.error().message;
  const auto socket = rig.run(out.connect("ws://192.0.2.1/a?secret", {}));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().fault, Fault::forbidden) << socket.error().message;
  EXPECT_TRUE(proxy.heads().empty()) << "a proxy would have read it";
}

}  // namespace
}  // namespace askd::net
