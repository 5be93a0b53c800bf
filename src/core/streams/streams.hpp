// Which fact is an event, and for which agent.
#pragma once

#include "core/fact.hpp"
#include "core/state.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace askd::core {

enum class EventType : std::uint8_t {
  ask_opened,
  ask_delivered,
  ask_commented,
  ask_answered,
  ask_late_answer,
  ask_expired,
  ask_cancelled,
  ask_superseded,
  ask_escalated,
  message_created,
  delivery_failed,
  authorization_decided,
  agent_approved
};

// "ask.opened" and the like, as clients know them.
std::string_view name_of(EventType type);

// One entry of an agent's stream. Its cursor is the number of the record that made it. What is said in a channel is one
// entry without an agent, and belongs into the streams of all that are in the channel by then.
struct Event {
  AgentId agent = {};
  Sequence cursor = 0;
  EventType type = EventType::ask_opened;
  Instant at = {};
  AskId ask = {};
  NoticeId notice = {};
  ConversationId conversation = {};
  ChannelId channel = {};
  MessageId message = {};
  DeliveryId delivery = {};
  bool operator==(const Event&) const = default;
};

// The entry that `fact`, which is record number `cursor`, makes. `state` is as it is after the fact.
std::optional<Event> event_of(const State& state, const Fact& fact, Sequence cursor, Instant at);

// What a person's live stream says of a fact: only that something changed, and where.
struct Hint {
  std::string_view type;
  TeamId team = {};
  AskId ask = {};
  NoticeId notice = {};
  ConversationId conversation = {};
  ChannelId channel = {};
  MessageId message = {};
  PersonId person = {};  // only this one need know
};
std::optional<Hint> hint_of(const State& state, const Fact& fact);

}  // namespace askd::core
