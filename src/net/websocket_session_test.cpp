#include <gtest/gtest.h>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/outgoing_rig.hpp"
#include "net/websocket_client.hpp"

namespace askd::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Socket = std::unique_ptr<askd::Socket>;

// An open WebSocket and the server at its other end.
struct Sessions : testing::Test {
  explicit Sessions() {
    request.url = "ws://" + listener.address() + "/";
    name = listener.address();
  }
  // `behind` comes with the handshake's answer.
  void open(std::string_view behind = {}) {
    Beside opened(loop, open_websocket(client, request));
    server = std::make_unique<FrameServer>(loop, listener.accept());
    server->shake_hands(behind);
    auto made = opened.get();
    ASSERT_TRUE(made) << made.error().message;
    socket = std::move(*made);
  }
  Result<std::string> read() { return loop.run(socket->read()); }
  std::string message() {
    const auto got = read();
    return got ? *got : "no message: " + got.error().message;
  }
  std::string failure() {
    const auto got = read();
    return got ? "a message: " + *got : got.error().message;
  }
  std::uint16_t closed_with() {
    const Frame frame = server->next(true);
    if (frame.first != (last | bye) || frame.payload.size() < 2) return 0;
    return static_cast<std::uint16_t>(static_cast<unsigned char>(frame.payload[0]) << 8 |
                                      static_cast<unsigned char>(frame.payload[1]));
  }

  Loop loop;
  RawListener listener{loop};
  Client client{loop.io};
  WebSocketRequest request;
  std::string name;
  std::unique_ptr<FrameServer> server;
  Socket socket;
};

TEST_F(Sessions, SendOneMaskedFrameForEachMessage) {
  open();
  for (const std::size_t size : {0u, 1u, 125u, 126u, 4'096u, 20'479u, 65'535u, 65'536u, 3'000'000u}) {
    const std::string message(size, 'm');
    Beside written(loop, socket->write(message));
    EXPECT_TRUE((server->next(true) == Frame{last | text, message})) << size;
    EXPECT_TRUE(written.get());
  }
}

TEST_F(Sessions, SendInTheOrderOfTheCalls) {
  open();
  std::vector<Beside<Result<>>> written;
  for (int i = 0; i < 50; ++i)
    written.emplace_back(loop, socket->write(std::to_string(i) + std::string(i % 3 == 0 ? 200'000 : 1, '.')));
  for (int i = 0; i < 50; ++i) {
    const Frame frame = server->next(true);
    EXPECT_EQ(frame.first, last | text);
    EXPECT_TRUE(frame.payload.starts_with(std::to_string(i) + ".")) << i;
  }
  for (auto& one : written) EXPECT_TRUE(one.get());
}

TEST_F(Sessions, SendNothingThatIsNotText) {
  open();
  const auto refused = loop.run(socket->write("\xFF"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid);
  ASSERT_TRUE(loop.run(socket->write("zwei ä")));
  EXPECT_EQ(server->next(true).payload, "zwei ä");
}

TEST_F(Sessions, LetNoMoreThanAThousandWait) {
  open();
  std::vector<Beside<Result<>>> written;
  written.emplace_back(loop, socket->write(std::string(std::size_t{64} << 20, 'm')));
  for (int i = 0; i < 1'000; ++i) written.emplace_back(loop, socket->write("x"));
  const auto refused = written.back().get();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::rate_limited);
  EXPECT_FALSE(written.front().ended());
  socket.reset();
  EXPECT_FALSE(written.front().get());
}

TEST_F(Sessions, ReadWhatComesWithTheAnswerAndJoinParts) {
  open(frame(last | text, "hello", false) + frame(text, "sl", false));
  EXPECT_EQ(message(), "hello");
  server->put(last | ping, "there?");
  server->put(more, "");
  server->put(more, "ow \xC3");
  server->put(last | pong, "nobody asked");
  server->put(last | more, "\xA4");
  EXPECT_TRUE((server->next(true) == Frame{last | pong, "there?"}));
  EXPECT_EQ(message(), "slow ä");
  for (const std::size_t size : {0u, 126u, 70'000u, 4u << 20}) {
    const std::string big(size, 'b');
    Beside coming(loop, socket->read());
    server->put(last | text, big);
    EXPECT_TRUE(coming.get().value() == big) << size;
  }
}

TEST_F(Sessions, TakeABytePerPacket) {
  open();
  for (const char byte : frame(text, "sl", false) + frame(last | ping, "?", false) + frame(last | more, "ow", false)) {
    server->send(std::string(1, byte));
    loop.io.poll();
  }
  EXPECT_EQ(message(), "slow");
  EXPECT_TRUE((server->next(true) == Frame{last | pong, "?"}));
}

TEST_F(Sessions, AnswerPingsWhileNobodyReads) {
  open();
  server->put(last | ping, "one");
  EXPECT_TRUE((server->next(true) == Frame{last | pong, "one"}));
}

TEST_F(Sessions, EndWithTheirReason) {
  struct Case {
    std::string bytes;
    int code;
    Fault fault;
    std::string said;
  };
  request.message_max = 1'000;
  const std::vector<Case> cases{
      {frame(last | bye, closing(1001, "going"), false), 1001, Fault::unavailable,
       " closed the WebSocket (1001, \"going\")."},
      {frame(last | bye, closing(4000), false), 4000, Fault::unavailable, " closed the WebSocket (4000)."},
      {frame(last | bye, "", false), 1000, Fault::unavailable, " closed the WebSocket (1005)."},
      {frame(last | bye, closing(1001, "a\nb"), false), 1001, Fault::unavailable, " closed the WebSocket (1001, \""},
      {frame(last | bye, "\x03", false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | bye, closing(1005), false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | text, std::string(1'001, 'x'), false), 1009, Fault::too_large, " sent a message of more than 1000"},
      {frame(text, std::string(600, 'x'), false) + frame(last | more, std::string(600, 'x'), false), 1009,
       Fault::too_large, " sent a message of more than 1000"},
      {std::string("\x81\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10), 1009, Fault::too_large, " sent a message of more"},
      {frame(last | text, "masked", true), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | text | 0x40, "compressed", false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | more, "goes on from nothing", false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | 3, "what is this", false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(ping, "in parts", false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | ping, std::string(126, 'x'), false), 1002, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | text, "\xC3(", false), 1007, Fault::unavailable, " broke the rules of WebSockets ("},
      {frame(last | binary, "\x01", false), 1003, Fault::unavailable, " sent a binary message on a WebSocket of text."},
  };
  for (const Case& one : cases) {
    open();
    server->put(last | text, "first");
    server->send(one.bytes);
    EXPECT_EQ(message(), "first");
    const auto got = read();
    ASSERT_FALSE(got) << one.said;
    EXPECT_EQ(got.error().fault, one.fault) << one.said;
    const std::string message = got.error().message;
    EXPECT_EQ(message.substr(0, (name + one.said).size()), name + one.said);
    EXPECT_EQ(message.find('\n'), std::string::npos);
    EXPECT_EQ(closed_with(), one.code) << one.said;
    const auto written = loop.run(socket->write("too late"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, message);
    EXPECT_EQ(failure(), message);
    loop.run(socket->close());
  }
}

TEST_F(Sessions, LostOnesBreak) {
  open();
  server->send(frame(last | text, "cut in the middle", false).substr(0, 9));
  server->shutdown();
  EXPECT_EQ(failure(), "The WebSocket to " + name + " broke.");
  open();
  server->reset();
  EXPECT_EQ(failure(), "The WebSocket to " + name + " broke.");
  open();
  server->reset();
  for (bool fine = true; fine;) fine = loop.run(socket->write("is anybody there?")).has_value();
  EXPECT_EQ(failure(), "The WebSocket to " + name + " broke.");
}

TEST_F(Sessions, PingAndCutAPeerThatIsQuiet) {
  request.ping_every = milliseconds(10);
  request.quiet = milliseconds(200);
  open();
  Beside reading(loop, socket->read());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE((server->next(true) == Frame{last | ping, ""})) << i;
  const auto got = reading.get();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().fault, Fault::unavailable);
  EXPECT_EQ(got.error().message, name + " sent nothing for 200 ms.");
  server->all();
  EXPECT_TRUE(server->ended());
}

TEST_F(Sessions, KeepAPeerThatAnswersPings) {
  request.ping_every = milliseconds(5);
  request.quiet = milliseconds(500);
  open();
  const auto begun = steady_clock::now();
  int answered = 0;
  while (steady_clock::now() < begun + 2 * request.quiet) {
    ASSERT_TRUE((server->next(true) == Frame{last | ping, ""}));
    server->put(last | pong, "");
    ++answered;
  }
  EXPECT_GT(answered, 2);
  server->put(last | text, "still here");
  EXPECT_EQ(message(), "still here");
}

TEST_F(Sessions, CutAPeerThatTakesNothing) {
  request.ping_every = milliseconds(10);
  request.quiet = milliseconds(2'000);
  open();
  // There is something to read even while the large message is made ready.
  server->put(last | pong, "");
  Beside written(loop, socket->write(std::string(std::size_t{16} << 20, 'm')));
  // It talks all the while, so that it isn't quiet.
  ASSERT_TRUE(loop.until([&] {
    server->try_send(frame(last | pong, "", false));
    return written.ended();
  }));
  const auto result = written.get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, name + " took nothing for 2 s.");
}

TEST_F(Sessions, CutNobodyForWhatIsNotRead) {
  request.ping_every = milliseconds(5);
  request.quiet = milliseconds(60);
  open(frame(last | text, "one", false) + frame(last | text, "two", false));
  // The first waits for its reader, and nothing else is looked at.
  const auto begun = steady_clock::now();
  while (steady_clock::now() < begun + 3 * request.quiet) EXPECT_EQ(server->next(true).first, last | ping);
  EXPECT_EQ(message(), "one");
  EXPECT_EQ(message(), "two");
}

Async<bool> ended(Async<> call) {
  co_await std::move(call);
  co_return true;
}

TEST_F(Sessions, CloseInOrder) {
  open();
  Beside reading(loop, socket->read());
  Beside written(loop, socket->write("last words"));
  Beside closed(loop, ended(socket->close()));
  EXPECT_EQ(server->next(true).payload, "last words");
  EXPECT_EQ(closed_with(), 1000);
  EXPECT_TRUE(written.get());
  EXPECT_FALSE(closed.ended());
  const auto late = loop.run(socket->write("too late"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "The WebSocket to " + name + " is closed.");
  server->put(last | bye, closing(1000));
  EXPECT_TRUE(closed.get());
  EXPECT_FALSE(reading.get());
  EXPECT_EQ(server->all(), "");
  loop.run(socket->close());
}

TEST_F(Sessions, CloseInTimeWhateverThePeerDoes) {
  EXPECT_EQ(request.farewell, seconds(2));
  request.farewell = milliseconds(30);
  for (const bool deaf : {false, true}) {
    open();
    std::optional<Beside<Result<>>> written;
    if (deaf) written.emplace(loop, socket->write(std::string(std::size_t{64} << 20, 'm')));
    const auto begun = steady_clock::now();
    loop.run(socket->close());
    const auto took = steady_clock::now() - begun;
    EXPECT_GE(took, request.farewell);
    EXPECT_EQ(failure(), "The WebSocket to " + name + " is closed.");
    if (written) {
      EXPECT_FALSE(written->get());
    }
  }
}

TEST_F(Sessions, MayGoInTheMiddle) {
  open();
  Beside reading(loop, socket->read());
  Beside writing(loop, socket->write(std::string(std::size_t{64} << 20, 'm')));
  Beside waiting(loop, socket->write("next"));
  EXPECT_TRUE(loop.until([&] { return !server->received().empty(); }));
  auto unstarted = socket->read();
  auto unsent = socket->write("x");
  socket.reset();
  EXPECT_EQ(reading.get().error().message, "The WebSocket to " + name + " is closed.");
  EXPECT_FALSE(writing.get());
  EXPECT_FALSE(waiting.get());
  EXPECT_FALSE(loop.run(std::move(unstarted)));
  EXPECT_FALSE(loop.run(std::move(unsent)));
  server->all();
  EXPECT_TRUE(server->ended());
}

TEST_F(Sessions, MayGoWhileTheyCloseOrPing) {
  request.ping_every = milliseconds(1);
  open();
  Beside closed(loop, ended(socket->close()));
  EXPECT_TRUE(loop.until([&] { return !server->received().empty(); }));
  socket.reset();
  EXPECT_TRUE(closed.get());
  open();
  EXPECT_EQ(server->next(true).first, last | ping);
  socket.reset();
  server->all();
  EXPECT_TRUE(server->ended());
}

// What an adapter does that waits no longer than it means to.
Async<bool> read_or_not(askd::Socket& socket) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto outcome = co_await (socket.read() || sleep_for(milliseconds(5)));
  co_return outcome.index() == 0;
}

TEST_F(Sessions, CallsThatAreCalledOffLoseNothing) {
  open();
  EXPECT_FALSE(loop.run(read_or_not(*socket)));
  server->send(frame(last | text, "after all", false).substr(0, 5));
  EXPECT_FALSE(loop.run(read_or_not(*socket)));
  server->send(frame(last | text, "after all", false).substr(5));
  EXPECT_EQ(message(), "after all");
}

TEST_F(Sessions, HaveOneReader) {
  open();
  Beside reading(loop, socket->read());
  const auto second = read();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::internal);
  server->put(last | text, "for the first");
  EXPECT_EQ(reading.get().value(), "for the first");
}

}  // namespace
}  // namespace askd::net
