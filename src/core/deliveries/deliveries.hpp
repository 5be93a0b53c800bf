// Deliveries: queued, then sent or failed, then showing how the ask ended; and the errands that follow from that.
#pragma once

#include "core/turn.hpp"

#include <string>
#include <vector>

namespace askd::core::deliveries {

// Queues the posting of an ask or a notice into the rooms that its targets are bound to; the inbox needs no delivery.
void queue(Turn& turn, const Ask& ask);
void queue(Turn& turn, const Notice& notice);
// Queues words into every thread of the conversation but the one they came from.
void mirror(Turn& turn, const Message& message);
// Queues what was said in a channel into its rooms, but the one it came from.
void mirror(Turn& turn, const Channel& channel, const Message& message);
// Tells one person something in the thread they wrote in: privately where the platform can, and otherwise openly if
// `openly` allows it.
struct Telling {
  PostRef thread;
  std::string who;
  std::string text;
  bool openly = false;
};
void tell(Turn& turn, const ConversationId& conversation, const MessageId& id, Telling telling);

void decide(Turn& turn, const Posted& input);
void decide(Turn& turn, const PostFailed& input);
void decide(Turn& turn, const Edited& input);
void decide(Turn& turn, const EditFailed& input);

// A post of ours turned up that we had no receipt for.
void found_copy(Turn& turn, const DeliveryId& id, const PostRef& post);

void apply(State& state, const Fact& fact);
// Follows what changed about a delivery, or about the ask it shows, in the index of what is owed.
void refresh_owed(State& state, Ulid subject);
// Whether a post may be on its way into that room, so that a thread we don't know may soon be ours.
bool posting_in(const State& state, const BackendId& backend, const std::string& room);
void refresh_parked(State& state, const BackendId& backend);

}  // namespace askd::core::deliveries
