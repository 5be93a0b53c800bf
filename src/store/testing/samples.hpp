// Asks, ids and instants for tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "askd/id.hpp"
#include "askd/words.hpp"
#include "core/asks/ask.hpp"

namespace askd::store::testing {

// 2026-01-01T00:00:00Z and so many milliseconds.
inline Instant instant(std::int64_t milliseconds = 0) {
  return Instant{std::chrono::milliseconds{1'767'225'600'000 + milliseconds}};
}

// The lowest 16 bits are zero, as a door's are.
template <class I>
I id(std::uint64_t number) {
  return I{Ulid{0x019b7777'00000000 + number, number << 16}};
}

inline core::Ask ask(std::uint64_t number, std::string body = "Shall we?") {
  core::Ask ask;
  ask.id = id<AskId>(number);
  ask.agent = id<AgentId>(1);
  ask.agent_name = "ci";
  ask.team = "default";
  ask.conversation = id<ConversationId>(number);
  ask.question.title = "Deploy 4.2?";
  ask.question.body.text = std::move(body);
  ask.question.form = core::Approval{};
  ask.question.context = {{"build", "4711", true}, {"branch", "main \"v4\""}};
  ask.targets = {core::Target{}};
  ask.created = instant(static_cast<std::int64_t>(number));
  ask.digest.fill(7);
  return ask;
}

}  // namespace askd::store::testing
