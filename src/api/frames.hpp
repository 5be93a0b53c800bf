// Frames of the WebSocket: what an agent sends, and what it is answered.
#pragma once

#include "api/call.hpp"
#include "api/verb.hpp"

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "base/json.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::api {

inline constexpr std::size_t ref_max = 128;  // code points

// {"type", "ref"?, "idempotency_key"?, …}: the verb that it calls, with what the verb takes.
struct Frame {
  bool parsed = false;  // it is JSON at least
  std::string type = {};
  std::string ref = {};  // JSON, as it came; empty where there is none
  const Verb* verb = nullptr;
  std::string_view noun = {};  // what the answer's body is called; empty: its members stand in the frame
  std::vector<std::string> captured = {};
  std::string key = {};
  Json body = {};
};

// Fault::invalid where it is no frame; then `frame` holds as much as was understood, so that the error finds its ref.
Result<> read_frame(std::string_view text, std::size_t depth, Frame& frame);

// Runs the frame's verb for the caller of `call`. The answer is a frame too: {"type": "ok", "ref", …} or {"type":
// "error", "ref", "problem": {…}}; empty where there is nothing to say, because it went well and has no ref.
Async<std::string> answer_frame(Call& call, Frame frame);

std::string error_frame(const std::string& ref, const net::Response& problem);

}  // namespace askd::api
