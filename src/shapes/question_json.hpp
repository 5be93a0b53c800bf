// The body of POST /asks, read: every problem at once, with JSON pointers.
#pragma once

#include "base/json.hpp"
#include "core/asks/ask.hpp"
#include "shapes/bounds.hpp"

#include "askd/result.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace askd::shapes {

// Lengths are in code points.
inline constexpr std::size_t title_max = 150;
inline constexpr std::size_t body_max = 20'000;
inline constexpr std::size_t option_value_max = 64;
inline constexpr std::size_t option_label_max = 75;
inline constexpr std::size_t text_answer_max = 20'000;
inline constexpr std::size_t placeholder_max = 150;
inline constexpr std::size_t context_entries_max = 30;
inline constexpr std::size_t context_name_max = 64;
inline constexpr std::size_t context_value_max = 2'000;
inline constexpr std::size_t labels_max = 20;
inline constexpr std::size_t label_name_max = 64;
inline constexpr std::size_t label_value_max = 128;
inline constexpr std::size_t required_max = 100;
inline constexpr std::chrono::milliseconds expiry_min = std::chrono::seconds(1);
inline constexpr std::chrono::milliseconds expiry_max = std::chrono::hours(24 * 365);

// What was asked for. `conversation` and `wait` are as given.
struct AskRequest {
  core::Question question = {};
  std::optional<std::chrono::milliseconds> expires_in = {};
  std::optional<ConversationId> conversation = {};
  std::optional<std::chrono::milliseconds> wait = {};
};

// Fault::invalid with every problem; what only State can tell (names, answerers, the conversation's owner) the core
// checks.
Result<AskRequest> read_ask(const Json& body, const Bounds& bounds = {});

// The rules that join several fields, for questions that were made otherwise than from a body (plain text): those of
// defaults and of `required`. Adds to `problems`.
void check_question(core::Question& question, bool expires, std::vector<Problem>& problems);

// SHA-256 of the canonical body without its wait: what a retry with the same key must repeat.
core::Digest retry_digest_of(const Json& body);

}  // namespace askd::shapes
