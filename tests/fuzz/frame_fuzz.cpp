// Frames of the WebSocket: whatever text comes, it is a frame with a verb, or an error that is a frame with its ref.
#include "api/frames.hpp"
#include "base/check.hpp"
#include "base/json.hpp"
#include "base/json_read.hpp"
#include "shapes/problem.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  api::Frame frame;
  const auto fine = api::read_frame(text, 32, frame);
  if (!frame.ref.empty()) {
    const auto ref = json::parse(frame.ref);
    CHECK(ref && (ref->is_string() || ref->is_number_integer()), "A ref isn't one.");
  }
  if (fine) {
    CHECK(frame.verb != nullptr && frame.verb->answer != nullptr, "A frame calls nothing.");
    CHECK(frame.body.is_object() && !frame.body.contains("type") && !frame.body.contains("ref"));
    return 0;
  }
  const std::string error = api::error_frame(frame.ref, shapes::problem("bad_request", fine.error()));
  const auto told = json::parse(error);
  CHECK(told && (*told)["type"] == "error" && (*told)["problem"]["status"] == 400, "An error isn't a frame.");
  return 0;
}
