// Fuzzes what the client reads from a server: the same bytes must mean the same, however they are cut into pieces.
#include "base/check.hpp"
#include "net/response_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using askd::net::ResponseReader;

struct Outcome {
  bool failed = false;
  bool done = false;
  bool keep_alive = false;
  askd::net::ClientResponse response = {};
  std::string body = {};
  std::size_t left = 0;
};

struct How {
  std::size_t piece;
  bool bodiless;
  std::size_t body_max;  // the sink wants no more than this
};

// The end of the bytes is the end of the connection.
Outcome read(std::string_view bytes, How how) {
  Outcome out;
  ResponseReader reader(out.response, how.bodiless, [&](std::string_view piece) {
    out.body += piece;
    return out.body.size() <= how.body_max;
  });
  askd::net::Buffer in;
  while (!bytes.empty() && !reader.done() && !out.failed) {
    in.append(bytes.substr(0, how.piece));
    bytes.remove_prefix(how.piece < bytes.size() ? how.piece : bytes.size());
    const auto read = reader.read(in);
    out.failed = !read;
    CHECK(read || !read.error().message.empty());
  }
  if (!reader.done() && !out.failed) out.failed = !reader.end();
  out.done = reader.done();
  out.keep_alive = reader.keep_alive();
  out.left = in.size() + bytes.size();
  CHECK(!reader.stopped() || out.body.size() > how.body_max, "The reading stopped, and nobody asked for it.");
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  How how{bytes.size() + 1, (data[0] & 1) != 0, 4096};
  const Outcome whole = read(bytes, how);
  how.piece = std::size_t{1} + data[1] % 64;
  const Outcome pieces = read(bytes, how);
  CHECK(whole.failed == pieces.failed, "Whether an answer is good depends on how it arrives.");
  if (whole.failed) return 0;
  CHECK(whole.done == pieces.done);
  CHECK(whole.response.status == pieces.response.status);
  CHECK(whole.response.status >= 100 && whole.response.status <= 999);
  CHECK(whole.response.headers.size() == pieces.response.headers.size());
  for (std::size_t i = 0; i < whole.response.headers.size(); ++i) {
    CHECK(whole.response.headers[i].name == pieces.response.headers[i].name);
    CHECK(whole.response.headers[i].value == pieces.response.headers[i].value);
    CHECK(whole.response.headers[i].value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos,
          "A header's value goes over its line.");
  }
  // A sink that wants no more is given what came with the last piece too.
  const bool stopped = whole.body.size() > how.body_max;
  CHECK(stopped == (pieces.body.size() > how.body_max));
  CHECK(stopped || (whole.body == pieces.body && whole.keep_alive == pieces.keep_alive));
  CHECK(stopped || whole.left == pieces.left, "What follows an answer was taken for part of it.");
  CHECK(!how.bodiless || whole.body.empty());
  return 0;
}
