// How long a request wants to wait, and for what.
#pragma once

#include "core/values.hpp"
#include "net/message.hpp"
#include "shapes/bounds.hpp"

#include "askd/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

enum class Until : std::uint8_t { end, activity };

struct Waiting {
  std::optional<std::chrono::milliseconds> wait = {};  // at most the bound's
  bool preferred = false;                              // it was asked for with Prefer, and is to be told so
  Until until = Until::end;
  std::optional<core::Sequence> after = {};

  // The value of Preference-Applied (RFC 7240): "wait=30".
  std::string applied() const;
};

// "30s", "2m" or a number of seconds. Longer than `most` is cut to it.
Result<std::chrono::milliseconds> parse_wait(std::string_view text, std::chrono::milliseconds most);

// From ?wait=, or else Prefer: wait=30 (whose faults are ignored, as RFC 7240 says), ?until= and ?after=. To be
// answered as "bad_request" (400).
Result<Waiting> read_waiting(const net::Request& request, const Bounds& bounds);

}  // namespace askd::shapes
