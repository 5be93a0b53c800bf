// A value or an Error: how everything that may fail says so.
#pragma once

#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace askd {

// What the caller can do about it, not what went wrong: the message says that.
enum class Fault {
  invalid,          // mend the input; the same again fails again
  unauthenticated,  // come back with a valid token or session
  forbidden,        // known, but not allowed
  not_found,        // isn't there, or isn't yours
  conflict,         // the thing has moved on: read it again
  too_large,        // send less
  rate_limited,     // wait, then again
  unavailable,      // not our caller's fault and likely to pass: again later
  corrupt,          // stored data is damaged: a person must look
  internal          // a bug of ours
};

// One field that is wrong. `pointer` is a JSON pointer (RFC 6901) into what was sent; empty means the whole of it.
struct Problem {
  std::string pointer;
  std::string detail;
  bool operator==(const Problem&) const = default;
};

// `message` is a sentence for the person who must act. `problems` names every field at once, where fields are to blame.
// `retry_after` is what a platform asked for, of an adapter's Fault::rate_limited or Fault::unavailable. `unsent` says
// that the request can have had no effect, since nothing of it has left this machine; without it that isn't known.
struct Error {
  Fault fault = Fault::internal;
  std::string message;
  std::vector<Problem> problems = {};
  std::optional<std::chrono::milliseconds> retry_after = {};
  bool unsent = false;
  bool operator==(const Error&) const = default;
};

// Thrown only when value() is called on a failed Result, which is a bug of the caller.
struct BadResult : std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw BadResult(error.message);
}

template <class T = void>
using Result = boost::system::result<T, Error>;

inline Error invalid(std::string message) { return Error{Fault::invalid, std::move(message)}; }

}  // namespace askd
