// Answers of servers as they should not be.
#include "net/response_reader.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace askd::net {
namespace {

Result<> read(std::string_view bytes) {
  ClientResponse response;
  ResponseReader reader(response, false, [](std::string_view) { return true; });
  Buffer in;
  in.append(bytes);
  return reader.read(in);
}

TEST(ResponseReader, TakesNoStatusBelowAHundred) {
  EXPECT_FALSE(read("HTTP/1.1 050 Odd\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_FALSE(read("HTTP/1.1 000 \r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
}

// Byte by byte, so that every place is one where the rest is still to come.
TEST(ResponseReader, TakesAnEmptyChunkedBodyInPieces) {
  constexpr std::string_view bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  ClientResponse response;
  ResponseReader reader(response, false, [](std::string_view) { return true; });
  Buffer in;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(reader.done()) << i;
    in.append(bytes.substr(i, 1));
    ASSERT_TRUE(reader.read(in)) << i;
  }
  EXPECT_TRUE(reader.done());
}

// What has arrived of a chunk is passed on at once, also if it looks like the end of a body.
TEST(ResponseReader, HoldsNothingOfAChunkBack) {
  ClientResponse response;
  std::string body;
  ResponseReader reader(response, false, [&](std::string_view piece) {
    body += piece;
    return true;
  });
  Buffer in;
  in.append("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1");
  ASSERT_TRUE(reader.read(in));
  in.append("0");
  ASSERT_TRUE(reader.read(in));
  EXPECT_EQ(body, "10");
}

}  // namespace
}  // namespace askd::net
