// Answers of servers as they should not be.
#include "net/response_reader.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace askd::net
