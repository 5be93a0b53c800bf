// Turns targets into rooms, and rooms into queued deliveries.
#include "core/deliveries/rooms.hpp"

#include "core/deliveries/deliveries.hpp"

#include <algorithm>

namespace askd::core::deliveries {
namespace {

void add_once(std::vector<Room>& rooms, Room room) {
  if (std::find(rooms.begin(), rooms.end(), room) == rooms.end()) rooms.push_back(std::move(room));
}

struct Numbering {
  Subject subject = Subject::ask;
  ConversationId conversation = {};
  std::uint16_t made = 0;
};

Numbering numbering_of(const State& state, Ulid subject) {
  if (const Ask* ask = state.ask(AskId{subject})) return {Subject::ask, ask->conversation, ask->deliveries_made};
  if (const Notice* notice = state.notice(NoticeId{subject}))
    return {Subject::notice, notice->conversation, notice->deliveries_made};
  return {};
}

DeliveryId numbered(Ulid subject, std::uint16_t number) { return DeliveryId{Ulid{subject.high, subject.low | number}}; }

// Words don't go back to where they came from.
bool takes_words(const Turn& turn, const Message& message, const Room& room) {
  return (room.backend != message.backend || room.name != message.room) &&
         turn.roster().backends.contains(room.backend);
}

void queue_words(Turn& turn, const Message& message, std::uint16_t number, Room room, std::optional<PostRef> thread) {
  Delivery delivery;
  delivery.id = numbered(message.id.value, number);
  delivery.subject = Subject::words;
  delivery.conversation = message.conversation;
  delivery.room = std::move(room);
  delivery.thread = std::move(thread);
  delivery.author = message.author_name;
  delivery.text = message.content;
  delivery.not_before = turn.now();
  turn.emit(deliveries::Fact{Queued{std::move(delivery)}});
}

}  // namespace

std::vector<Room> rooms_of(const State& state, const Roster& roster, const std::vector<Target>& targets) {
  std::vector<Room> rooms;
  for (const Target& target : targets) {
    if (const Channel* channel = state.channel(target.channel); channel != nullptr)
      for (const Room& room : channel->rooms)
        if (roster.backends.contains(room.backend)) add_once(rooms, room);
    if (const Person* person = state.person(target.person); person != nullptr) {
      const auto reachable = std::find_if(person->identities.begin(), person->identities.end(),
                                          [&](const Identity& i) { return roster.backends.contains(i.backend); });
      if (reachable != person->identities.end()) add_once(rooms, Room{reachable->backend, reachable->id, true});
    }
  }
  return rooms;
}

void queue_into(Turn& turn, Ulid subject, const std::vector<Room>& rooms) {
  Numbering numbering = numbering_of(turn.state(), subject);
  for (const Room& room : rooms) {
    Delivery delivery;
    delivery.id = numbered(subject, ++numbering.made);
    delivery.subject = numbering.subject;
    delivery.conversation = numbering.conversation;
    delivery.room = room;
    delivery.not_before = turn.now();
    turn.emit(deliveries::Fact{Queued{std::move(delivery)}});
  }
}

void queue(Turn& turn, const Ask& ask) {
  if (turn.roster().backends.empty()) return;
  queue_into(turn, ask.id.value, rooms_of(turn.state(), turn.roster(), ask.targets));
}

void queue(Turn& turn, const Notice& notice) {
  if (turn.roster().backends.empty()) return;
  queue_into(turn, notice.id.value, rooms_of(turn.state(), turn.roster(), notice.targets));
}

void mirror(Turn& turn, const Message& message) {
  const Conversation* conversation = turn.state().conversation(message.conversation);
  if (conversation == nullptr) return;
  const std::vector<PostRef> threads = conversation->threads;
  std::uint16_t made = 0;
  for (const PostRef& thread : threads)
    if (Room room{thread.backend, thread.room, false}; takes_words(turn, message, room))
      queue_words(turn, message, ++made, std::move(room), thread);
}

void mirror(Turn& turn, const Channel& channel, const Message& message) {
  const std::vector<Room> rooms = channel.rooms;
  std::uint16_t made = 0;
  for (const Room& room : rooms)
    if (takes_words(turn, message, room)) queue_words(turn, message, ++made, room, std::nullopt);
}

void tell(Turn& turn, const ConversationId& conversation, const MessageId& id, Telling telling) {
  const auto backend = turn.roster().backends.find(telling.thread.backend);
  if (backend == turn.roster().backends.end()) return;
  if (!backend->second.private_replies && !telling.openly) return;
  // Words mirrored from the same message count from 1; 0xffff can't be one of them.
  Delivery delivery;
  delivery.id = numbered(id.value, 0xffff);
  delivery.subject = Subject::words;
  delivery.conversation = conversation;
  delivery.room = Room{telling.thread.backend, telling.thread.room, false};
  delivery.thread = std::move(telling.thread);
  delivery.text = Prose{std::move(telling.text)};
  if (backend->second.private_replies) delivery.to = std::move(telling.who);
  delivery.not_before = turn.now();
  turn.emit(deliveries::Fact{Queued{std::move(delivery)}});
}

}  // namespace askd::core::deliveries
