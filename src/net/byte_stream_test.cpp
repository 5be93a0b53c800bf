#include "net/byte_stream.hpp"

#include <gtest/gtest.h>

#include "net/certificates.hpp"
#include "net/outgoing_rig.hpp"
#include "net/tls.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using Opened = std::unique_ptr<askd::Stream>;

struct ByteStreams : testing::Test {
  DialRequest to(const std::string& address) const {
    DialRequest request;
    request.address = address;
    return request;
  }
  Opened open(DialRequest request) {
    auto dialled = loop.run(dial(client, std::move(request)));
    EXPECT_TRUE(dialled) << dialled.error().message;
    return dialled ? std::move(*dialled) : nullptr;
  }

  Loop loop;
  RawListener listener{loop};
  Client client{loop.io};
};

TEST_F(ByteStreams, ReadWhatIsThereAndTheEnd) {
  const auto stream = open(to(listener.address()));
  FrameServer server(loop, listener.accept());
  server.send("220 hello\r\n");
  std::string got;
  while (got.size() < 11) got += loop.run(stream->read(4)).value();
  EXPECT_EQ(got, "220 hello\r\n");
  ASSERT_TRUE(loop.run(stream->write("EHLO a\r\n")));
  EXPECT_EQ(server.until("\r\n"), "EHLO a\r\n");
  server.shutdown();
  EXPECT_EQ(loop.run(stream->read(4)).value(), "");
  EXPECT_EQ(loop.run(stream->read(4)).value(), "");
  loop.run(stream->close());
  EXPECT_EQ(server.all(), "");
  const auto late = loop.run(stream->read(4));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "The connection to " + listener.address() + " is closed.");
}

TEST_F(ByteStreams, CarryMuchBothWaysAtOnce) {
  const auto stream = open(to(listener.address()));
  FrameServer server(loop, listener.accept());
  const std::string much(std::size_t{8} << 20, 'm');
  Beside waiting(loop, stream->read(1'000'000));
  Beside written(loop, stream->write(much));
  EXPECT_FALSE(loop.run(stream->write("x"))) << "one at a time";
  EXPECT_FALSE(loop.run(stream->read(1)));
  EXPECT_TRUE(server.take(much.size()) == much);
  EXPECT_TRUE(written.get());
  EXPECT_FALSE(waiting.ended());
  server.send("done");
  EXPECT_EQ(waiting.get().value(), "done");
}

TEST_F(ByteStreams, MayGoInTheMiddle) {
  auto stream = open(to(listener.address()));
  FrameServer server(loop, listener.accept());
  Beside reading(loop, stream->read(1));
  Beside writing(loop, stream->write(std::string(std::size_t{64} << 20, 'm')));
  EXPECT_TRUE(loop.until([&] { return !server.received().empty(); }));
  auto unstarted = stream->read(1);
  stream.reset();
  EXPECT_FALSE(reading.get());
  EXPECT_FALSE(writing.get());
  EXPECT_FALSE(loop.run(std::move(unstarted)));
  server.all();
  EXPECT_TRUE(server.ended());
}

TEST_F(ByteStreams, OfPeersThatAreStillEndInTime) {
  DialRequest request = to(listener.address());
  request.quiet = milliseconds(20);
  request.blocked = milliseconds(20);
  auto stream = open(request);
  FrameServer server(loop, listener.accept());
  const auto read = loop.run(stream->read(1));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::unavailable);
  EXPECT_EQ(read.error().message, "The connection to " + listener.address() + " was quiet for too long.");
  stream = open(request);
  FrameServer deaf(loop, listener.accept());
  const auto written = loop.run(stream->write(std::string(std::size_t{64} << 20, 'm')));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "The connection to " + listener.address() + " takes nothing any more.");
}

TEST_F(ByteStreams, SaySoWhereThereIsNoServer) {
  std::string address;
  {
    const RawListener gone(loop);
    address = gone.address();
  }
  const auto refused = loop.run(dial(client, to(address)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unavailable);
  EXPECT_EQ(refused.error().message, address + " gave no answer: it can't be reached (Connection refused).");
  DialRequest silent = to(listener.address());
  silent.tls = true;
  silent.timeout = milliseconds(20);
  const auto late = loop.run(dial(client, std::move(silent)));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, listener.address() + " gave no answer: connecting took too long.");
  for (const std::string wrong : {"", "host", "host:", ":25", "host:0", "host:65536", "[::1]", "a b:1", "u@host:1",
                                  "host:1/x", "smtp://host:25", "[::443]"}) {
    const auto invalid = loop.run(dial(client, to(wrong)));
    ASSERT_FALSE(invalid) << wrong;
    EXPECT_EQ(invalid.error().message, "\"" + wrong + "\" isn't an address as in mail.example.com:993.");
  }
}

TEST_F(ByteStreams, GoThroughNoProxy) {
  TunnelProxy proxy(loop);
  Client proxied(loop.io, through(proxy.url()));
  auto dialled = loop.run(dial(proxied, to(listener.address())));
  ASSERT_TRUE(dialled) << dialled.error().message;
  FrameServer server(loop, listener.accept());
  server.send("direct");
  EXPECT_EQ(loop.run((*dialled)->read(6)).value(), "direct");
  EXPECT_TRUE(proxy.heads().empty());
}

// TLS by the server that HTTP has: what matters is the stream below.
struct ByteStreamsOverTls : testing::Test {
  ByteStreamsOverTls() {
    port = rig.server.listen("127.0.0.1", 0, ServerTls::load(files.certificate(), files.key()).value()).value();
    settings.authorities_file = files.certificate();
    request.address = "127.0.0.1:" + std::to_string(port);
  }
  // What comes for a request over the stream.
  std::string ask(askd::Stream& stream) {
    EXPECT_TRUE(rig.run(stream.write("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")));
    std::string got;
    for (;;) {
      const auto piece = rig.run(stream.read(1000));
      EXPECT_TRUE(piece) << piece.error().message;
      if (!piece || piece->empty()) return got;
      got += *piece;
    }
  }
  Certificates files;
  ClientSettings settings;
  DialRequest request;
  Rig rig{echo};
  std::uint16_t port = 0;
};

TEST_F(ByteStreamsOverTls, FromTheFirstByte) {
  Client client(rig.io, settings);
  request.tls = true;
  auto stream = rig.run(dial(client, request));
  ASSERT_TRUE(stream) << stream.error().message;
  EXPECT_TRUE(ask(**stream).ends_with("GET /a []\n"));
  const auto twice = rig.run((*stream)->start_tls());
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().fault, Fault::internal);
}

TEST_F(ByteStreamsOverTls, FromThenOn) {
  Client client(rig.io, settings);
  auto stream = rig.run(dial(client, request));
  ASSERT_TRUE(stream) << stream.error().message;
  const auto started = rig.run((*stream)->start_tls());
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_TRUE(ask(**stream).ends_with("GET /a []\n"));
}

TEST_F(ByteStreamsOverTls, NotWithAStranger) {
  Client client(rig.io);
  auto stream = rig.run(dial(client, request));
  ASSERT_TRUE(stream) << stream.error().message;
  const auto started = rig.run((*stream)->start_tls());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().fault, Fault::invalid);
  EXPECT_TRUE(started.error().message.starts_with(request.address + " gave no answer: the TLS handshake failed"))
      << started.error().message;
  EXPECT_FALSE(rig.run((*stream)->write("in the clear")));
}

TEST_F(ByteStreams, TakeNoTextForTls) {
  DialRequest request = to(listener.address());
  request.timeout = milliseconds(5'000);
  const auto stream = open(request);
  FrameServer server(loop, listener.accept());
  server.send("220 go ahead\r\n250 and something that somebody put in\r\n");
  EXPECT_EQ(loop.run(stream->read(14)).value(), "220 go ahead\r\n");
  const auto started = loop.run(stream->start_tls());
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().fault, Fault::invalid);
  EXPECT_EQ(server.all().find("in the clear"), std::string::npos);
  EXPECT_FALSE(loop.run(stream->read(1)));
}

}  // namespace
}  // namespace askd::net
