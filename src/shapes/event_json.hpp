// Entries of an agent's stream, and the hints of a person's.
#pragma once

#include "base/json.hpp"
#include "core/streams/streams.hpp"
#include "engine/service.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/message_json.hpp"

#include <string>

namespace askd::shapes {

// What an entry is about, as far as it was found. An ask is shown as it stands when the entry is sent.
struct EventParts {
  const engine::AskView* ask = nullptr;
  const engine::NoticeView* notice = nullptr;
  const core::Message* message = nullptr;
  MessageOptions message_options = {};
  const core::Delivery* delivery = nullptr;
  const core::Answer* late_answer = nullptr;  // of ask.late_answer: what came too late
};

// {"type": "ask.answered", "cursor": "…", "at": "…", "ask": {…}}, with "notice", "message", "delivery",
// "late_answer" and "conversation" where the entry is about them.
std::string event_text(const core::Event& event, const EventParts& parts, const AskOptions& options);

// {"type", "cursor", "ask"?, "notice"?, "conversation"?, "channel"?, "message"?}, ids only: the reader asks for what it
// may see.
std::string hint_text(const core::Hint& hint, core::Sequence cursor);

}  // namespace askd::shapes
