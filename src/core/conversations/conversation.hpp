// A conversation, what is said in it, and how the core remembers what it already heard.
#pragma once

#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

struct Conversation {
  ConversationId id = {};
  TeamId team = {};
  AgentId agent = {};
  std::vector<AskId> open = {};  // oldest first
  AskId last_ask = {};
  NoticeId last_notice = {};
  Sequence activity = 0;                 // the last record in which anybody but the agent did something here
  std::vector<PostRef> threads = {};     // the post in each room that replies and further posts hang on
  std::vector<std::string> hinted = {};  // "backend/who": people who were told how to answer here
  bool operator==(const Conversation&) const = default;
};

enum class MessageKind : std::uint8_t { follow_up, comment };
enum class AuthorType : std::uint8_t { agent, human };

// Said in a conversation, or in a channel.
struct Message {
  MessageId id = {};
  ConversationId conversation = {};
  AskId ask = {};  // the one it is about, if it is about one
  MessageKind kind = MessageKind::comment;
  AuthorType author_type = AuthorType::human;
  AgentId agent = {};
  PersonId person = {};
  std::string author_name = {};
  Prose content = {};
  BackendId backend = {};
  std::string room = {};
  std::string link = {};
  Instant at = {};
  ChannelId channel = {};
  std::uint64_t number = 0;           // of a channel's: which it is there, from 1
  std::vector<PersonId> people = {};  // whom it mentions by name
  std::vector<AgentId> agents = {};
  bool everybody = false;  // it mentions all people of the channel
  bool operator==(const Message&) const = default;
};

namespace conversations {

// An agent's follow-up, a person's comment in the inbox, or what either says in a channel.
struct Wrote {
  MessageId id = {};
  ConversationId conversation = {};
  AskId ask = {};
  AgentId agent = {};  // one of these two
  PersonId person = {};
  std::string content = {};
  std::string retry_key = {};
  Digest retry_digest = {};
  ChannelId channel = {};  // instead of a conversation
};
// A person did something on a platform. `id` names the message that it may become.
struct Heard {
  MessageId id = {};
  BackendId backend = {};
  Inbound what = {};
};
// The adapter found out whose post this is; nothing if it is none of ours.
struct Identified {
  PostRef post = {};
  std::optional<DeliveryId> delivery = {};
};
using Input = std::variant<Wrote, Heard, Identified>;

struct Said {
  static constexpr std::string_view kind = "message.said";
  Message message = {};
  std::string retry_key = {};
  Digest retry_digest = {};
  std::string hinted = {};  // "backend/who", if its author is told how to answer
  bool operator==(const Said&) const = default;
};
// An inbound was taken in; the same key is never decided again, and its cursor is committed with it.
struct Taken {
  static constexpr std::string_view kind = "inbound.taken";
  BackendId backend = {};
  std::string key = {};
  std::string cursor = {};
  Instant at = {};
  bool operator==(const Taken&) const = default;
};
// A reply can overtake the receipt that would tell us its thread: it is kept until the post is known.
struct Parked {
  static constexpr std::string_view kind = "inbound.parked";
  MessageId id = {};
  BackendId backend = {};
  Inbound what = {};
  bool operator==(const Parked&) const = default;
};
struct Unparked {
  static constexpr std::string_view kind = "inbound.unparked";
  BackendId backend = {};
  std::string key = {};
  bool related = false;  // false: it belongs to no post of ours
  bool operator==(const Unparked&) const = default;
};
using Fact = std::variant<Said, Taken, Parked, Unparked>;

}  // namespace conversations
}  // namespace askd::core
