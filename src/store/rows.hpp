// From facts to rows: what a batch changes of everything but the log.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "askd/words.hpp"
#include "core/fact.hpp"
#include "core/state.hpp"
#include "core/values.hpp"
#include "store/kv.hpp"

namespace askd::store {

// The conversation of an ask that was opened in it, alone, and to which nothing has happened since. Such a conversation
// has no row.
core::Conversation opened_by(const core::Ask& ask);

// Collects what a batch of facts touched, and writes each touched thing once, as `state` has it after the batch and
// before core::retire(). Nothing else of State is read.
class Rows {
 public:
  Rows(const core::State& state, Instant at, Changes& changes) : state_(state), at_(at), changes_(changes) {}

  // `seq` is the fact's number.
  void add(const core::Fact& fact, core::Sequence seq);
  // After the last fact.
  void finish();

 private:
  // What is to be done about a conversation that stays in memory.
  enum class Touch : std::uint8_t {
    looked,  // nothing: it is as it was
    opened,  // it may be what opened_by() makes, and needs a row only if it isn't
    changed  // its row is written
  };

  void note(const core::asks::Fact& fact);
  void note(const core::conversations::Fact& fact);
  void note(const core::deliveries::Fact& fact);
  void note(const core::notices::Fact& fact);
  void note(const core::channels::Fact& fact);
  void note(const core::people::Fact& fact);
  void note(const core::agents::Fact& fact);
  void note(const core::registrations::Fact& fact);
  void note(const core::server::Fact&) {}

  void note_ask(const AskId& id, bool ends);
  void note_said(const core::conversations::Said& fact);
  void note_said_in_channel(const core::Message& message);
  void note_channel(const ChannelId& id);
  void note_taken(const core::conversations::Taken& fact);
  void note_queued(const core::Delivery& delivery);
  void note_copy(const DeliveryId& id, const PostRef& post, bool found);
  void note_delivery(const DeliveryId& id, Touch touch);
  void add_event(const core::Fact& fact, core::Sequence seq);

  void write_ask(const AskId& id);
  void write_notice(const NoticeId& id);
  void write_delivery(const DeliveryId& id);
  void leave_with_words(const DeliveryId& id);
  void write_conversation(const ConversationId& id, Touch touch);
  void write_deliveries_of(Ulid subject);
  bool stays(const core::Delivery& delivery) const;

  template <class T>
  void put(const std::string& key, const T& value);
  template <class Map, class Key>
  void follow(const Map& map, const Key& id, const std::string& key);

  const core::State& state_;
  Instant at_;
  Changes& changes_;
  std::string bytes_;  // of the row being written
  std::vector<AskId> asks_;
  std::vector<NoticeId> notices_;
  std::vector<DeliveryId> deliveries_;
  std::vector<std::pair<ConversationId, Touch>> conversations_;
};

}  // namespace askd::store
