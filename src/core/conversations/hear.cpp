// Decides what a press or a reply means: an answer, a comment, or something too late.
#include "core/conversations/hear.hpp"

#include "core/conversations/conversations.hpp"
#include "core/conversations/speak.hpp"

#include "core/answers/answers.hpp"
#include "core/asks/asks.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/people/people.hpp"

#include "base/planted.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

namespace askd::core::conversations {
namespace {

// One inbound with what we know of its sender and its place.
struct Hearing {
  MessageId id;
  BackendId backend;
  const Inbound& what;
  ConversationId conversation = {};
  PersonId by = {};
  std::string name = {};
};

Hearing hearing_of(const Turn& turn, const MessageId& id, const BackendId& backend, const Inbound& what) {
  Hearing hearing{id, backend, what};
  const Person* person = people::linked_to(turn.state(), backend, what.who);
  hearing.by = person == nullptr ? PersonId{} : person->id;
  hearing.name = person != nullptr && !person->name.empty() ? person->name : what.who_name;
  return hearing;
}

// What is said to a person alone is private as it stands.
void tell(Turn& turn, const Hearing& hearing, std::string text, bool openly) {
  deliveries::tell(turn, hearing.conversation, hearing.id,
                   {hearing.what.thread, hearing.what.who, std::move(text), openly || hearing.what.direct});
}

asks::Attempt attempt_of(const Hearing& hearing, const AskId& ask, answers::Reading reading) {
  asks::Attempt attempt;
  attempt.ask = ask;
  attempt.reading = std::move(reading);
  attempt.by = hearing.by;
  attempt.by_name = hearing.name;
  attempt.who = hearing.what.who;
  attempt.assurance = Assurance::linked;
  attempt.backend = hearing.backend;
  attempt.room = hearing.what.thread.room;
  attempt.link = hearing.what.link;
  return attempt;
}

void attempt(Turn& turn, const Hearing& hearing, const AskId& ask, answers::Reading reading) {
  switch (asks::answer(turn, attempt_of(hearing, ask, std::move(reading)))) {
    case asks::Verdict::decided:
    case asks::Verdict::counted:
      return;
    case asks::Verdict::late:
      return tell(turn, hearing, "Too late. " + asks::already(*turn.state().ask(ask)), true);
    case asks::Verdict::may_not_answer:
      return tell(turn, hearing, "You may not answer this ask: it goes to other people.", false);
    case asks::Verdict::voted_already:
      return tell(turn, hearing, "You have voted already; the first vote stands.", false);
  }
}

// One hint for each person in each conversation: more would be noise.
bool first_hint(const Turn& turn, const Hearing& hearing) {
  const Conversation* conversation = turn.state().conversation(hearing.conversation);
  const std::string key = hearing.backend + "/" + hearing.what.who;
  return conversation != nullptr &&
         std::find(conversation->hinted.begin(), conversation->hinted.end(), key) == conversation->hinted.end();
}

Message message_of(const Turn& turn, const Hearing& hearing) {
  Message message;
  message.id = hearing.id;
  message.person = hearing.by;
  message.author_name = hearing.name;
  message.content = Prose{hearing.what.said};
  message.backend = hearing.backend;
  message.room = hearing.what.thread.room;
  message.link = hearing.what.link;
  message.at = turn.now();
  return message;
}

void comment(Turn& turn, const Hearing& hearing, const AskId& ask, const std::string& hint) {
  Message message = message_of(turn, hearing);
  message.conversation = hearing.conversation;
  message.ask = ask;
  const bool hinting = !hint.empty() && first_hint(turn, hearing);
  Said said{message, {}, {}, hinting ? hearing.backend + "/" + hearing.what.who : std::string{}};
  turn.emit(conversations::Fact{std::move(said)});
  deliveries::mirror(turn, message);
  if (hinting) tell(turn, hearing, hint, false);
}

void hear_press(Turn& turn, Hearing& hearing, const Delivery& delivery) {
  hearing.conversation = delivery.conversation;
  const Ask* ask = turn.state().ask(AskId{subject_of(delivery.id)});
  if (ask == nullptr) return;  // a notice has nothing to press
  auto reading = answers::read_press(ask->question.form, hearing.what);
  if (reading) return attempt(turn, hearing, ask->id, std::move(*reading));
  const std::string why = reading.error().message;
  turn.emit(asks::Fact{asks::Refused{ask->id, hearing.by, hearing.name, hearing.backend, hearing.what.who,
                                     asks::Refusal::does_not_fit}});
  tell(turn, hearing, why, false);
}

// What was said is about this ask: an answer if it can be read as one, else a comment.
void hear_about(Turn& turn, const Hearing& hearing, const Ask& ask) {
  if (auto reading = answers::read(ask.question.form, hearing.what.said))
    return attempt(turn, hearing, ask.id, std::move(*reading));
  comment(turn, hearing, ask.id, ask.state == AskState::open ? answers::hint(ask.question.form) : std::string{});
}

bool is_shown_in(const State& state, const AskId& ask, const PostRef& place) {
  const auto last = state.deliveries.upper_bound(last_delivery_of(ask.value));
  return std::any_of(state.deliveries.lower_bound(first_delivery_of(ask.value)), last, [&](const auto& delivery) {
    const std::vector<Copy>& copies = delivery.second.copies;
    return std::any_of(copies.begin(), copies.end(), [&](const Copy& copy) {
      return copy.post.backend == place.backend && copy.post.room == place.room;
    });
  });
}

// A reply that names no ask is an answer only where it can mean one alone: people mean what they see, so an ask that
// was never shown there, or is still being posted, isn't meant.
void hear_reply(Turn& turn, Hearing& hearing) {
  const Conversation* conversation = turn.state().conversation(hearing.conversation);
  if (conversation == nullptr) return;
  const PostRef place{hearing.backend, hearing.what.thread.room, {}};
  std::vector<AskId> meant;
  std::copy_if(conversation->open.begin(), conversation->open.end(), std::back_inserter(meant),
               [&](const AskId& ask) { return is_shown_in(turn.state(), ask, place); });
  if (hearing.what.early || (meant.empty() && !conversation->open.empty())) return comment(turn, hearing, {}, {});
  if (meant.size() > 1)
    return comment(turn, hearing, {},
                   "Several questions are open here, so this was passed on as a comment. Answer with a button, or in "
                   "the inbox.");
  const AskId id = meant.empty() ? conversation->last_ask : meant.front();
  const Ask* ask = turn.state().ask(id);
  return ask == nullptr ? comment(turn, hearing, id, {}) : hear_about(turn, hearing, *ask);
}

// The conversations with open asks that were posted into this room.
std::set<ConversationId> open_in(const State& state, const PostRef& room) {
  std::set<ConversationId> open;
  for (auto at = state.posts.lower_bound(room);
       at != state.posts.end() && at->first.backend == room.backend && at->first.room == room.room; ++at) {
    const Delivery* delivery = state.delivery(at->second);
    const Ask* ask = delivery == nullptr ? nullptr : state.ask(AskId{subject_of(delivery->id)});
    if (ask != nullptr && ask->state == AskState::open) open.insert(delivery->conversation);
  }
  return open;
}

// Said in a room under none of its posts: in the channel that is bound to it or, between a person and askd alone, about
// the only ask that is open there. In any other room people talk among themselves.
void hear_in_room(Turn& turn, Hearing& hearing) {
  const PostRef room{hearing.backend, hearing.what.thread.room, {}};
  const auto bound = turn.state().rooms.find(Room{room.backend, room.room, false});
  if (bound != turn.state().rooms.end())
    return say(turn, *turn.state().channel(bound->second), Said{message_of(turn, hearing), {}, {}, {}});
  if (!hearing.what.direct) return;
  const auto open = open_in(turn.state(), room);
  if (open.empty())
    return tell(turn, hearing, "No question is open here. To say more about an earlier one, reply in its thread.",
                false);
  hearing.conversation = *open.begin();
  if (open.size() == 1) return hear_reply(turn, hearing);
  tell(turn, hearing,
       "Several questions are open here, so this answered none of them. Reply in the thread of the one you mean, or "
       "press its button.",
       false);
}

// Said under a post of ours. Words in a conversation's thread belong to it; those in a room itself make no thread that
// askd keeps, so what is said under them is said in the room. Between a person and askd alone no post stands under
// another, so what is said under it is about the ask that it shows, whatever else is open there by now.
void hear_under(Turn& turn, Hearing& hearing, const Delivery& shown, bool about_it_alone) {
  hearing.conversation = shown.conversation;
  if (!shown.conversation) return hear_in_room(turn, hearing);
  const Ask* ask = about_it_alone ? turn.state().ask(AskId{subject_of(shown.id)}) : nullptr;
  return ask == nullptr ? hear_reply(turn, hearing) : hear_about(turn, hearing, *ask);
}

}  // namespace

bool is_chatter(const State& state, const Inbound& what) {
  const PostRef& place = what.thread;
  return place.message.empty() && !what.delivery && !what.direct && !what.own &&
         !state.rooms.contains(Room{place.backend, place.room, false});
}

void hear(Turn& turn, const MessageId& id, const BackendId& backend, const Inbound& what) {
  Hearing hearing = hearing_of(turn, id, backend, what);
  if (what.delivery) {
    if (const Delivery* delivery = turn.state().delivery(*what.delivery)) {
      if (!PLANTED(no_copy_learned)) deliveries::found_copy(turn, delivery->id, what.thread);
      unpark(turn, what.thread, *turn.state().delivery(*what.delivery));
      if (!what.own) hear_press(turn, hearing, *turn.state().delivery(*what.delivery));
    }
    return;
  }
  if (what.own) return;
  if (what.thread.message.empty()) return hear_in_room(turn, hearing);
  const auto post = turn.state().posts.find(what.thread);
  const Delivery* delivery = post == turn.state().posts.end() ? nullptr : turn.state().delivery(post->second);
  if (delivery != nullptr) {
    const Delivery shown = *delivery;
    return hear_under(turn, hearing, shown, what.direct);
  }
  if (!PLANTED(no_parking)) turn.emit(conversations::Fact{Parked{id, backend, what}});
}

void hear_parked(Turn& turn, const Parked& parked, const Delivery& shown) {
  Hearing hearing = hearing_of(turn, parked.id, parked.backend, parked.what);
  // Whatever was posted there since that was said can't be meant.
  hear_under(turn, hearing, shown, true);
}

}  // namespace askd::core::conversations
