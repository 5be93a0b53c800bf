// Fuzzes what the server reads from a socket: the same bytes must mean the same, however they are cut into pieces.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "net/request_reader.hpp"

namespace {

using askd::net::RequestReader;

struct Outcome {
  RequestReader::Step step = RequestReader::Step::need_more;
  askd::net::Request request = {};
};

Outcome read(std::string_view bytes, std::size_t piece) {
  askd::net::Limits limits;
  limits.body_max = 4096;
  RequestReader reader(limits);
  askd::net::Buffer in;
  Outcome out;
  while (!bytes.empty() && out.step != RequestReader::Step::done && out.step != RequestReader::Step::refused) {
    in.append(bytes.substr(0, piece));
    bytes.remove_prefix(piece < bytes.size() ? piece : bytes.size());
    out.step = reader.read(in, out.request);
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const Outcome whole = read(bytes, bytes.size());
  const Outcome pieces = read(bytes, std::size_t{1} + data[0] % 64);
  // A client that is asked to go on differs only in when it was asked.
  const bool ended = whole.step == RequestReader::Step::done || pieces.step == RequestReader::Step::done;
  if (!ended) return 0;
  CHECK(whole.step == pieces.step);
  CHECK(whole.request.body == pieces.request.body && whole.request.target == pieces.request.target);
  CHECK(whole.request.body.size() <= 4096);
  for (const auto& segment : whole.request.segments) {
    CHECK(segment != ".." && segment != ".");
    CHECK(segment.find('/') == segment.npos);
  }
  return 0;
}
