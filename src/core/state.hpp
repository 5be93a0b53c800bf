// What the core knows: live asks and unfinished work, and the people, agents and channels. Everything that has ended
// and owes nothing is out of memory, in the store's rows, and visits for one batch where an input names it.
#pragma once

#include "core/agents/agent.hpp"
#include "core/asks/ask.hpp"
#include "core/channels/channel.hpp"
#include "core/conversations/conversation.hpp"
#include "core/deliveries/delivery.hpp"
#include "core/notices/notice.hpp"
#include "core/people/person.hpp"
#include "core/registrations/registration.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace askd::core {

// What an idempotency key belongs to: one agent's one operation.
enum class Operation : std::uint8_t { ask, notice, message };
struct RetryKey {
  AgentId agent = {};
  Operation operation = Operation::ask;
  std::string key = {};
  auto operator<=>(const RetryKey&) const = default;
};
// What a key opened, and the digest of the request that did.
struct Retried {
  Ulid subject = {};
  Digest digest = {};
  bool operator==(const Retried&) const = default;
};

struct TakenKey {
  BackendId backend = {};
  std::string key = {};
  auto operator<=>(const TakenKey&) const = default;
};

// The rows that an input may need and that aren't in memory. An ask brings its deliveries along, and so does a notice.
using RowKey = std::variant<AskId, NoticeId, ConversationId, DeliveryId, PostRef, TakenKey, RetryKey>;

// Rows read from the store, to be let into State.
struct Loaded {
  std::vector<Ask> asks = {};
  std::vector<Notice> notices = {};
  std::vector<Conversation> conversations = {};
  std::vector<Delivery> deliveries = {};
  std::vector<std::pair<PostRef, DeliveryId>> posts = {};
  std::vector<TakenKey> taken = {};
  std::vector<std::pair<RetryKey, Retried>> retries = {};
};

struct State {
  Sequence sequence = 0;  // the number of the last fact applied

  std::map<AskId, Ask> asks = {};
  std::map<NoticeId, Notice> notices = {};
  std::map<ConversationId, Conversation> conversations = {};
  std::map<DeliveryId, Delivery> deliveries = {};
  std::map<TakenKey, conversations::Parked> parked = {};
  std::map<BackendId, std::string> cursors = {};  // where each backend resumes
  std::map<AgentId, Agent> agents = {};
  std::map<PersonId, Person> people = {};
  std::map<InviteId, Invite> invites = {};
  std::map<SessionId, Session> sessions = {};
  std::map<ChannelId, Channel> channels = {};
  std::map<ChannelId, Tally> tallies = {};
  std::map<std::pair<PersonId, ChannelId>, Mark> marks = {};
  // Since which record an agent is in a channel: it hears what was said after that one.
  std::map<std::pair<AgentId, ChannelId>, Sequence> memberships = {};
  std::map<RegistrationId, Registration> registrations = {};

  // Indexes, kept by apply() alone.
  std::map<PostRef, DeliveryId> posts = {};
  std::set<std::pair<ConversationId, Ulid>> subjects = {};  // ended asks, notices and words in memory
  std::map<RetryKey, Retried> retries = {};
  std::set<std::pair<Instant, AskId>> deadlines = {};
  std::map<AgentId, std::uint32_t> open_asks = {};
  std::map<Digest, AgentId> tokens = {};
  std::map<std::string, AgentId> agent_names = {};     // by unicode::skeleton()
  std::map<TeamId, AgentId> own_agents = {};           // askd's own, which ask about registrations
  std::map<std::string, std::uint32_t> enrolled = {};  // how many agents of each class there are; revoked ones not
  std::map<Digest, RegistrationId> registration_handles = {};
  std::map<Digest, SessionId> session_hashes = {};
  std::map<Digest, InviteId> invite_hashes = {};
  std::map<std::string, PersonId> emails = {};
  std::map<std::string, std::set<PersonId>> called = {};        // by key and by folded name
  std::map<std::string, std::set<PersonId>> person_looks = {};  // of keys and names, by unicode::skeleton()
  std::map<std::pair<BackendId, std::string>, PersonId> identities = {};
  std::map<std::pair<TeamId, std::string>, ChannelId> channel_names = {};
  std::map<std::pair<TeamId, std::string>, ChannelId> channel_looks = {};   // by unicode::skeleton()
  std::map<Room, ChannelId> rooms = {};                                     // that channels are bound to
  std::set<Errand> owed = {};                                               // what the world still lacks
  std::map<std::pair<BackendId, std::string>, std::uint32_t> posting = {};  // queued posts by room; "" for people's

  // Of the batch under way; emptied by retire().
  std::set<TakenKey> taken = {};
  std::set<ConversationId> touched = {};  // and so perhaps at their end
  std::vector<PostRef> visiting_posts = {};
  std::vector<RetryKey> visiting_retries = {};
  std::vector<Errand> newly_owed = {};

  // How many asks are open, of all agents.
  std::size_t open_total() const;

  const Ask* ask(const AskId& id) const;
  const Notice* notice(const NoticeId& id) const;
  const Conversation* conversation(const ConversationId& id) const;
  const Delivery* delivery(const DeliveryId& id) const;
  const Agent* agent(const AgentId& id) const;
  const Person* person(const PersonId& id) const;
  const Channel* channel(const ChannelId& id) const;
};

// The subject that a delivery shows: its id without the bits that the core counts in.
constexpr Ulid subject_of(DeliveryId id) { return Ulid{id.value.high, id.value.low & ~std::uint64_t{0xffff}}; }
// What a delivery leaves memory with: its conversation or, of what was said in a channel, the message alone.
inline ConversationId kept_with(const Delivery& delivery) {
  return delivery.conversation ? delivery.conversation : ConversationId{subject_of(delivery.id)};
}
constexpr DeliveryId first_delivery_of(Ulid subject) { return DeliveryId{Ulid{subject.high, subject.low | 1}}; }
constexpr DeliveryId last_delivery_of(Ulid subject) { return DeliveryId{Ulid{subject.high, subject.low | 0xffff}}; }

// Open, or ended with something still owed: such a thing stays in memory.
bool lives(const State& state, const Ask& ask);
bool lives(const State& state, const Notice& notice);
bool lives(const State& state, const Conversation& conversation);
bool owes(const State& state, const Delivery& delivery);

// Lets rows into State for the batch under way. What is there already is left alone.
void admit(State& state, Loaded rows);

// Takes what has ended and owes nothing out of memory. To be called once the batch's rows are on disk.
void retire(State& state);

// Two States know the same: indexes follow from the rest, and what only one batch needs isn't compared.
bool same_knowledge(const State& one, const State& other);

}  // namespace askd::core
