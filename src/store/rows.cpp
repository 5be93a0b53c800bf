// Notes what each fact touches, and writes the rows of it at the end of the batch.
#include "store/rows.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

#include "base/check.hpp"
#include "base/planted.hpp"
#include "core/describe.hpp"
#include "core/streams/streams.hpp"
#include "store/keys.hpp"
#include "store/pack.hpp"

namespace askd::store {
namespace {

template <class T>
void keep_one_of_each(std::vector<T>& things) {
  std::sort(things.begin(), things.end());
  things.erase(std::unique(things.begin(), things.end()), things.end());
}

template <class T, class... Ts>
inline constexpr bool is_one_of = (std::is_same_v<T, Ts> || ...);

}  // namespace

core::Conversation opened_by(const core::Ask& ask) {
  core::Conversation conversation;
  conversation.id = ask.conversation;
  conversation.team = ask.team;
  conversation.agent = ask.agent;
  conversation.open = {ask.id};
  conversation.last_ask = ask.id;
  return conversation;
}

template <class T>
void Rows::put(const std::string& key, const T& value) {
  bytes_.clear();
  pack(bytes_, value);
  changes_.put(key, bytes_);
}

// The row follows the map: it is there as long as the entry is.
template <class Map, class Key>
void Rows::follow(const Map& map, const Key& id, const std::string& key) {
  if (const auto found = map.find(id); found != map.end())
    put(key, found->second);
  else
    changes_.remove(key);
}

void Rows::add(const core::Fact& fact, core::Sequence seq) {
  std::visit([this](const auto& of_noun) { note(of_noun); }, fact);
  add_event(fact, seq);
}

void Rows::add_event(const core::Fact& fact, core::Sequence seq) {
  const auto event = core::event_of(state_, fact, seq, at_);
  if (!event || (PLANTED(unheard_message) && event->channel)) return;
  put(event->agent ? keys::event(event->agent, seq) : keys::channel_event(event->channel, seq), *event);
}

void Rows::note(const core::asks::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        using namespace core::asks;
        if constexpr (std::is_same_v<T, Opened>) {
          asks_.push_back(one.ask.id);
          conversations_.emplace_back(one.ask.conversation, Touch::opened);
        } else {
          note_ask(one.id, is_one_of<T, Answered, Expired, Withdrawn, Superseded>);
        }
      },
      fact);
}

void Rows::note_ask(const AskId& id, bool ends) {
  const core::Ask* ask = state_.ask(id);
  CHECK(ask != nullptr, "A fact names an ask that State doesn't hold.");
  asks_.push_back(id);
  conversations_.emplace_back(ask->conversation, Touch::changed);
  if (!ends) return;
  changes_.put(keys::ended_of_team(ask->team, id), {});
  changes_.put(keys::ended_of_agent(ask->agent, id), {});
  changes_.put(keys::ended_in(ask->conversation, id), {});
}

void Rows::note(const core::conversations::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        using namespace core::conversations;
        if constexpr (std::is_same_v<T, Said>) {
          note_said(one);
        } else if constexpr (std::is_same_v<T, Taken>) {
          note_taken(one);
        } else if constexpr (std::is_same_v<T, Parked>) {
          const core::TakenKey key{one.backend, one.what.key};
          follow(state_.parked, key, keys::parked(key));
        } else {
          const core::TakenKey key{one.backend, one.key};
          follow(state_.parked, key, keys::parked(key));
        }
      },
      fact);
}

void Rows::note_said(const core::conversations::Said& fact) {
  const core::Message& message = fact.message;
  if (message.channel) {
    note_said_in_channel(message);
  } else {
    put(keys::message(message.conversation, message.id), message);
    conversations_.emplace_back(message.conversation, Touch::changed);
  }
  if (fact.retry_key.empty()) return;
  put(keys::retry({message.agent, core::Operation::message, fact.retry_key}),
      core::Retried{message.id.value, fact.retry_digest});
}

void Rows::note_said_in_channel(const core::Message& message) {
  put(keys::message(message.channel, message.id), message);
  follow(state_.tallies, message.channel, keys::tally(message.channel));
  const auto follow_mark = [&](const PersonId& person) {
    follow(state_.marks, std::pair{person, message.channel}, keys::mark(person, message.channel));
  };
  if (message.person) follow_mark(message.person);
  for (const PersonId& person : message.people) follow_mark(person);
}

void Rows::note_taken(const core::conversations::Taken& fact) {
  const core::TakenKey key{fact.backend, fact.key};
  put(keys::taken(key), fact.at);
  changes_.put(keys::taken_at(fact.at, key), {});
  if (!fact.cursor.empty()) put(keys::cursor(fact.backend), fact.cursor);
}

void Rows::note(const core::deliveries::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        using namespace core::deliveries;
        if constexpr (std::is_same_v<T, Queued>)
          note_queued(one.delivery);
        else if constexpr (is_one_of<T, Sent, CopyFound>)
          note_copy(one.id, one.post, std::is_same_v<T, CopyFound>);
        else if constexpr (std::is_same_v<T, Failed>)
          note_delivery(one.id, Touch::changed);
        else
          note_delivery(one.id, Touch::looked);
      },
      fact);
}

void Rows::note_queued(const core::Delivery& delivery) {
  deliveries_.push_back(delivery.id);
  const Ulid subject = core::subject_of(delivery.id);
  if (delivery.subject == core::Subject::ask) {
    asks_.push_back(AskId{subject});
    conversations_.emplace_back(delivery.conversation, Touch::looked);
    return;
  }
  if (delivery.subject == core::Subject::notice) notices_.push_back(NoticeId{subject});
  conversations_.emplace_back(delivery.conversation, Touch::changed);
}

// A copy that is found late brings its ask back to life, and all of the ask's deliveries with it.
void Rows::note_copy(const DeliveryId& id, const PostRef& post, bool found) {
  // Words make no thread of ours, and State doesn't look for replies to them.
  if (const auto known = state_.posts.find(post); known != state_.posts.end()) put(keys::post(post), known->second);
  note_delivery(id, Touch::changed);
  if (!found) return;
  const DeliveryId last = core::last_delivery_of(core::subject_of(id));
  for (auto at = state_.deliveries.lower_bound(core::first_delivery_of(core::subject_of(id)));
       at != state_.deliveries.end() && at->first <= last; ++at)
    deliveries_.push_back(at->first);
}

void Rows::note_delivery(const DeliveryId& id, Touch touch) {
  const core::Delivery* delivery = state_.delivery(id);
  CHECK(delivery != nullptr, "A fact names a delivery that State doesn't hold.");
  deliveries_.push_back(id);
  conversations_.emplace_back(delivery->conversation, touch);
  const Ulid subject = core::subject_of(id);
  if (delivery->subject == core::Subject::notice) notices_.push_back(NoticeId{subject});
  if (delivery->subject != core::Subject::ask) return;
  const core::Ask* ask = state_.ask(AskId{subject});
  if (ask != nullptr && ask->state != core::AskState::open)
    asks_.push_back(ask->id);  // this may have been the last debt
}

void Rows::note(const core::notices::Fact& fact) {
  const core::Notice& notice = std::get<core::notices::Posted>(fact).notice;
  notices_.push_back(notice.id);
  conversations_.emplace_back(notice.conversation, Touch::changed);
  changes_.put(keys::notice_of_team(notice.team, notice.id), {});
  changes_.put(keys::notice_of_agent(notice.agent, notice.id), {});
  changes_.put(keys::notice_in(notice.conversation, notice.id), {});
}

void Rows::note(const core::channels::Fact& fact) {
  std::visit(
      [&]<class T>(const T& one) {
        using namespace core::channels;
        if constexpr (std::is_same_v<T, Declared>)
          note_channel(one.channel.id);
        else if constexpr (std::is_same_v<T, Read>)
          follow(state_.marks, std::pair{one.person, one.channel}, keys::mark(one.person, one.channel));
        else if (one.person)
          note_channel(one.channel);
        else
          follow(state_.memberships, std::pair{one.agent, one.channel}, keys::membership(one.agent, one.channel));
      },
      fact);
}

// A channel may have thousands of agents, so they have rows of their own.
void Rows::note_channel(const ChannelId& id) {
  core::Channel row = state_.channels.at(id);
  row.agents.clear();
  put(keys::channel(id), row);
}

void Rows::note(const core::registrations::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        RegistrationId id;
        if constexpr (std::is_same_v<T, core::registrations::Opened>)
          id = one.registration.id;
        else
          id = one.id;
        follow(state_.registrations, id, keys::registration(id));
      },
      fact);
}

void Rows::note(const core::people::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        using namespace core::people;
        if constexpr (std::is_same_v<T, Declared>)
          follow(state_.people, one.person.id, keys::person(one.person.id));
        else if constexpr (std::is_same_v<T, Invited>)
          follow(state_.invites, one.invite.id, keys::invite(one.invite.id));
        else if constexpr (std::is_same_v<T, InviteUsed>)
          follow(state_.invites, one.id, keys::invite(one.id));
        else if constexpr (std::is_same_v<T, SessionOpened>)
          follow(state_.sessions, one.session.id, keys::session(one.session.id));
        else
          follow(state_.sessions, one.id, keys::session(one.id));
      },
      fact);
}

void Rows::note(const core::agents::Fact& fact) {
  std::visit(
      [this]<class T>(const T& one) {
        AgentId id;
        if constexpr (std::is_same_v<T, core::agents::Created>)
          id = one.agent.id;
        else
          id = one.agent;
        follow(state_.agents, id, keys::agent(id));
      },
      fact);
}

void Rows::finish() {
  keep_one_of_each(asks_);
  keep_one_of_each(notices_);
  keep_one_of_each(deliveries_);
  for (const AskId& id : asks_) write_ask(id);
  for (const NoticeId& id : notices_) write_notice(id);
  for (const DeliveryId& id : deliveries_) {
    write_delivery(id);
    leave_with_words(id);
  }

  std::sort(conversations_.begin(), conversations_.end());
  for (std::size_t i = 0; i < conversations_.size(); ++i) {
    const bool strongest = i + 1 == conversations_.size() || conversations_[i + 1].first != conversations_[i].first;
    if (strongest) write_conversation(conversations_[i].first, conversations_[i].second);
  }
}

void Rows::write_ask(const AskId& id) {
  const core::Ask* ask = state_.ask(id);
  CHECK(ask != nullptr, "A fact names an ask that State doesn't hold.");
  const std::string live = keys::ask(Place::live, id);
  if (ask->state == core::AskState::open) return put(live, *ask);
  put(keys::ask(Place::ended, id), *ask);
  if (core::lives(state_, *ask)) return put(live, *ask);
  if (!PLANTED(stale_row)) changes_.remove(live);
  write_deliveries_of(id.value);
  if (!ask->retry_key.empty())
    put(keys::retry({ask->agent, core::Operation::ask, ask->retry_key}), core::Retried{id.value, ask->retry_digest});
}

void Rows::write_notice(const NoticeId& id) {
  const core::Notice* notice = state_.notice(id);
  CHECK(notice != nullptr, "A fact names a notice that State doesn't hold.");
  if (core::lives(state_, *notice)) return put(keys::notice(Place::live, id), *notice);
  put(keys::notice(Place::ended, id), *notice);
  changes_.remove(keys::notice(Place::live, id));
  write_deliveries_of(id.value);
  if (!notice->retry_key.empty())
    put(keys::retry({notice->agent, core::Operation::notice, notice->retry_key}),
        core::Retried{id.value, notice->retry_digest});
}

// Of a subject that leaves memory: its deliveries go with it, touched or not.
void Rows::write_deliveries_of(Ulid subject) {
  const DeliveryId last = core::last_delivery_of(subject);
  for (auto at = state_.deliveries.lower_bound(core::first_delivery_of(subject));
       at != state_.deliveries.end() && at->first <= last; ++at)
    if (!std::binary_search(deliveries_.begin(), deliveries_.end(), at->first)) write_delivery(at->first);
}

void Rows::write_delivery(const DeliveryId& id) {
  const core::Delivery* delivery = state_.delivery(id);
  CHECK(delivery != nullptr, "A fact names a delivery that State doesn't hold.");
  if (stays(*delivery)) return put(keys::delivery(Place::live, id), *delivery);
  put(keys::delivery(Place::ended, id), *delivery);
  changes_.remove(keys::delivery(Place::live, id));
}

// The last of some words to be delivered takes the others along.
void Rows::leave_with_words(const DeliveryId& id) {
  const core::Delivery* delivery = state_.delivery(id);
  if (delivery->subject == core::Subject::words && !stays(*delivery)) write_deliveries_of(core::subject_of(id));
}

// A delivery stays in memory as long as what it shows. Words stay as long as any delivery of them is owed.
bool Rows::stays(const core::Delivery& delivery) const {
  const Ulid subject = core::subject_of(delivery.id);
  if (const core::Ask* ask = state_.ask(AskId{subject})) return core::lives(state_, *ask);
  if (const core::Notice* notice = state_.notice(NoticeId{subject})) return core::lives(state_, *notice);
  const DeliveryId last = core::last_delivery_of(subject);
  const auto first = state_.deliveries.lower_bound(core::first_delivery_of(subject));
  for (auto at = first; at != state_.deliveries.end() && at->first <= last; ++at)
    if (core::owes(state_, at->second)) return true;
  return false;
}

void Rows::write_conversation(const ConversationId& id, Touch touch) {
  const core::Conversation* conversation = state_.conversation(id);
  if (conversation == nullptr) return;  // a delivery of what has long ended doesn't bring its conversation along
  if (!core::lives(state_, *conversation)) {
    put(keys::conversation(Place::ended, id), *conversation);
    changes_.remove(keys::conversation(Place::live, id));
    return;
  }
  if (touch == Touch::looked) return;
  if (touch == Touch::opened && conversation->open.size() == 1) {
    const core::Ask* ask = state_.ask(conversation->open.front());
    if (ask != nullptr && *conversation == opened_by(*ask)) return;
  }
  put(keys::conversation(Place::live, id), *conversation);
}

}  // namespace askd::store
