// Reads facts as events for agents, and as hints for people.
#include "core/streams/streams.hpp"

#include <array>
#include <utility>
#include <variant>

namespace askd::core {
namespace {

constexpr std::array<std::string_view, 13> names = {
    "ask.opened",      "ask.delivered",         "ask.commented",  "ask.answered",  "ask.late_answer",
    "ask.expired",     "ask.cancelled",         "ask.superseded", "ask.escalated", "message.created",
    "delivery.failed", "authorization.decided", "agent.approved"};

// What an event or a hint says of a fact, whoever hears of it.
struct Trace {
  std::optional<EventType> type = {};  // nothing: no agent hears of it
  std::string_view hint = {};          // nothing: no person does
  AgentId agent = {};
  TeamId team = {};
  AskId ask = {};
  NoticeId notice = {};
  ConversationId conversation = {};
  MessageId message = {};
  DeliveryId delivery = {};
  ChannelId channel = {};
  PersonId person = {};
};

Trace about(const Ask& ask, std::optional<EventType> type, std::string_view hint = {}) {
  Trace trace;
  trace.type = type;
  trace.hint = hint.empty() && type ? name_of(*type) : hint;
  trace.agent = ask.agent;
  trace.team = ask.team;
  trace.ask = ask.id;
  trace.conversation = ask.conversation;
  return trace;
}

class Tracer {
 public:
  explicit Tracer(const State& state) : state_(state) {}

  Trace operator()(const asks::Opened& fact) { return about(fact.ask, EventType::ask_opened); }
  Trace operator()(const asks::Voted& fact) { return of(fact.id, std::nullopt, "ask.voted"); }
  Trace operator()(const asks::Answered& fact) { return of(fact.id, EventType::ask_answered); }
  Trace operator()(const asks::Expired& fact) { return of(fact.id, EventType::ask_expired); }
  Trace operator()(const asks::Withdrawn& fact) { return of(fact.id, EventType::ask_cancelled); }
  Trace operator()(const asks::Superseded& fact) { return of(fact.id, EventType::ask_superseded); }
  Trace operator()(const asks::Late& fact) { return of(fact.id, EventType::ask_late_answer); }
  Trace operator()(const asks::Refused&) { return {}; }

  Trace operator()(const conversations::Said& fact) {
    const Message& message = fact.message;
    Trace trace;
    if (message.channel) {
      trace = in_channel(message.channel, name_of(EventType::message_created));
      trace.type = EventType::message_created;
      trace.message = message.id;
      return trace;
    }
    if (const Conversation* conversation = state_.conversation(message.conversation)) {
      trace.agent = conversation->agent;
      trace.team = conversation->team;
    }
    const bool by_person = message.author_type == AuthorType::human;
    if (by_person) trace.type = message.ask ? EventType::ask_commented : EventType::message_created;
    trace.hint = message.ask ? "ask.commented" : "message.created";
    trace.ask = message.ask;
    trace.conversation = message.conversation;
    trace.message = message.id;
    return trace;
  }
  Trace operator()(const deliveries::Sent& fact) { return of(fact.id, EventType::ask_delivered); }
  Trace operator()(const deliveries::Failed& fact) { return of(fact.id, EventType::delivery_failed); }
  Trace operator()(const notices::Posted& fact) {
    Trace trace;
    trace.hint = "notice.posted";
    trace.team = fact.notice.team;
    trace.notice = fact.notice.id;
    trace.conversation = fact.notice.conversation;
    return trace;
  }
  Trace operator()(const channels::Declared& fact) { return in_channel(fact.channel.id, "channel.changed"); }
  Trace operator()(const channels::Joined& fact) { return in_channel(fact.channel, "channel.changed"); }
  Trace operator()(const channels::Left& fact) { return in_channel(fact.channel, "channel.changed"); }
  Trace operator()(const channels::Read& fact) {
    Trace trace = in_channel(fact.channel, "channel.read");
    trace.person = fact.person;
    return trace;
  }
  Trace operator()(const agents::Approved& fact) {
    Trace trace;
    trace.type = EventType::agent_approved;
    trace.agent = fact.agent;
    return trace;
  }
  template <class Other>
  Trace operator()(const Other&) {
    return {};
  }

 private:
  Trace in_channel(const ChannelId& id, std::string_view hint) {
    Trace trace;
    trace.hint = hint;
    trace.channel = id;
    if (const Channel* channel = state_.channel(id)) trace.team = channel->team;
    return trace;
  }
  Trace of(const AskId& id, std::optional<EventType> type, std::string_view hint = {}) {
    const Ask* ask = state_.ask(id);
    return ask == nullptr ? Trace{} : about(*ask, type, hint);
  }
  // Words that couldn't be mirrored are a failed delivery too; that a notice or words arrived is no event.
  Trace of(const DeliveryId& id, EventType type) {
    const Delivery* delivery = state_.delivery(id);
    if (delivery == nullptr) return {};
    Trace trace;
    if (const Ask* ask = state_.ask(AskId{subject_of(id)}); ask != nullptr && delivery->subject == Subject::ask) {
      trace = about(*ask, type);
    } else if (type == EventType::delivery_failed) {
      const Conversation* conversation = state_.conversation(delivery->conversation);
      if (conversation == nullptr) return {};
      trace.type = type;
      trace.hint = name_of(type);
      trace.agent = conversation->agent;
      trace.team = conversation->team;
      trace.conversation = conversation->id;
      if (delivery->subject == Subject::notice) trace.notice = NoticeId{subject_of(id)};
    }
    trace.delivery = id;
    return trace;
  }

  const State& state_;
};

Trace trace_of(const State& state, const Fact& fact) {
  Tracer tracer(state);
  return std::visit([&](const auto& noun) { return std::visit(tracer, noun); }, fact);
}

}  // namespace

std::string_view name_of(EventType type) { return names.at(static_cast<std::size_t>(type)); }

std::optional<Event> event_of(const State& state, const Fact& fact, Sequence cursor, Instant at) {
  const Trace trace = trace_of(state, fact);
  if (!trace.type || (!trace.agent && !trace.channel)) return std::nullopt;
  Event event;
  event.agent = trace.agent;
  event.cursor = cursor;
  event.type = *trace.type;
  event.at = at;
  event.ask = trace.ask;
  event.notice = trace.notice;
  event.conversation = trace.conversation;
  event.message = trace.message;
  event.delivery = trace.delivery;
  event.channel = trace.channel;
  return event;
}

std::optional<Hint> hint_of(const State& state, const Fact& fact) {
  const Trace trace = trace_of(state, fact);
  if (trace.hint.empty()) return std::nullopt;
  return Hint{trace.hint,         trace.team,    trace.ask,     trace.notice,
              trace.conversation, trace.channel, trace.message, trace.person};
}

}  // namespace askd::core
