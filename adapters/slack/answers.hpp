// What the Web API answered, and what its errors mean for whoever called.
#pragma once

#include "json.hpp"

#include "askd/host.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace askd::adapters::slack {

// The parsed answer of a call that succeeded. Otherwise what the caller can do, in a sentence that names the method,
// Slack's own word for the error, and the remedy. Nothing that was sent is quoted, so no token is.
Result<Parsed> read_answer(std::string_view method, const Response& response);

// How long Slack asks to be left alone: half a minute where it doesn't say, ten minutes at most.
std::chrono::seconds pause_of(const Response& response);

// The pause that an error names, or `usual` if it names none.
std::chrono::milliseconds pause_or(const Error& error, std::chrono::milliseconds usual);

// Slack's own word for the error, as "channel_not_found"; empty if the error isn't one that Slack named.
std::string_view code_of(const Error& error);

// No token, no app, no workspace: calling again can't cure it, only an operator can.
bool is_final(const Error& error);

// The call may have had its effect although it failed: look before it is made again.
bool is_ambiguous(const Error& error);

// Slack refused how the message was built, not that it was sent.
bool is_misbuilt(const Error& error);

}  // namespace askd::adapters::slack
