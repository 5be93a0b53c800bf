// An ask, its inputs and its facts.
#pragma once

#include "core/forms.hpp"
#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

// One entry of the flat map that is shown as fields. `text` is what is shown; `literal` is set for a number or a
// boolean, which the agent gets back as it sent it.
struct ContextEntry {
  std::string name;
  std::string text;
  bool literal = false;
  bool operator==(const ContextEntry&) const = default;
};

struct Label {
  std::string name;
  std::string value;
  bool operator==(const Label&) const = default;
};

// What an agent asked, as it asked it, with defaults filled in. Never changes.
struct Question {
  std::string title;
  Prose body = {};
  Form form = Text{};
  std::vector<ContextEntry> context = {};
  std::vector<Label> labels = {};
  Urgency urgency = Urgency::normal;
  std::vector<std::string> to = {};         // "#research", "@ana", "@leads"
  std::vector<std::string> approvers = {};  // "@ana", "@leads"
  std::uint32_t required = 1;
  std::optional<Value> fallback = {};  // the default that the agent named
  bool operator==(const Question&) const = default;
};

// Whom an ask was addressed to, resolved when it was opened.
struct Target {
  enum class Kind : std::uint8_t { team, channel, person };  // team: the catch-all, its owners and members
  Kind kind = Kind::team;
  ChannelId channel = {};
  PersonId person = {};
  auto operator<=>(const Target&) const = default;
};

enum class Assurance : std::uint8_t { session, linked, token, room };
enum class DecidedBy : std::uint8_t { human, policy, grant, default_ };

struct Answer {
  Value value = {};
  Prose note = {};
  PersonId by = {};  // nobody, where a default or a policy decided, or anyone in a room may answer
  std::string by_name = {};
  Assurance assurance = Assurance::session;
  DecidedBy decided_by = DecidedBy::human;
  BackendId backend = {};
  std::string room = {};
  std::string link = {};
  Instant at = {};
  bool operator==(const Answer&) const = default;
};

enum class AskState : std::uint8_t { open, answered, expired, cancelled };

struct Ask {
  AskId id = {};
  AgentId agent = {};
  std::string agent_name = {};
  TeamId team = {};
  ConversationId conversation = {};
  Question question = {};
  std::vector<Target> targets = {};
  std::vector<PersonId> approvers = {};  // the question's, resolved; not empty only if the question names some
  Digest digest = {};
  Instant created = {};
  std::optional<Instant> expires = {};
  std::string retry_key = {};  // the idempotency key that opened it, and what it came with
  Digest retry_digest = {};
  AskId supersedes = {};

  AskState state = AskState::open;
  std::vector<Answer> votes = {};  // each person's first; of an answered ask the last one decided
  std::optional<Instant> ended = {};
  std::string reason = {};  // of a cancel
  AskId superseded_by = {};
  std::uint16_t deliveries_made = 0;  // how many ids were derived from this one's
  bool operator==(const Ask&) const = default;

  // The one final answer; nothing while the ask is open, and where it ended without one.
  const Answer* answer() const { return state == AskState::answered ? &votes.back() : nullptr; }
};

namespace asks {

// Inputs. Ids and digests are made at the door, so that the core needs neither chance nor hashing.
struct Requested {
  AskId id = {};
  AgentId agent = {};
  ConversationId conversation = {};  // as named by the agent, or fresh
  bool fresh_conversation = true;
  Question question = {};
  std::optional<Instant> expires = {};
  Digest digest = {};
  std::string retry_key = {};
  Digest retry_digest = {};
  AskId supersedes = {};
};
struct Cancelled {
  AskId id = {};
  AgentId agent = {};
  std::string reason = {};
};
// A person answered in askd's own inbox; what people do on platforms comes as conversations::Heard.
struct Replied {
  AskId id = {};
  PersonId by = {};
  Value value = {};
  std::string note = {};
  BackendId backend = inbox_backend;
};
using Input = std::variant<Requested, Cancelled, Replied>;

// Facts. Append-only: a field may be added with a default, nothing is renamed or removed.
struct Opened {
  static constexpr std::string_view kind = "ask.opened";
  Ask ask = {};
  bool operator==(const Opened&) const = default;
};
// A person's vote that didn't decide yet.
struct Voted {
  static constexpr std::string_view kind = "ask.voted";
  AskId id = {};
  Answer answer = {};
  bool operator==(const Voted&) const = default;
};
// The four ends. Each is final.
struct Answered {
  static constexpr std::string_view kind = "ask.answered";
  AskId id = {};
  Answer answer = {};
  bool operator==(const Answered&) const = default;
};
struct Expired {
  static constexpr std::string_view kind = "ask.expired";
  AskId id = {};
  Instant at = {};
  bool operator==(const Expired&) const = default;
};
struct Withdrawn {
  static constexpr std::string_view kind = "ask.cancelled";
  AskId id = {};
  std::string reason = {};
  Instant at = {};
  bool operator==(const Withdrawn&) const = default;
};
struct Superseded {
  static constexpr std::string_view kind = "ask.superseded";
  AskId id = {};
  AskId by = {};
  Instant at = {};
  bool operator==(const Superseded&) const = default;
};
// An answer after the end: kept, told, and without effect.
struct Late {
  static constexpr std::string_view kind = "ask.late_answer";
  AskId id = {};
  Answer answer = {};
  bool operator==(const Late&) const = default;
};
enum class Refusal : std::uint8_t { may_not_answer, too_late, voted_already, does_not_fit };
// An attempt that had no effect, kept because the audit log must know of it.
struct Refused {
  static constexpr std::string_view kind = "ask.refused";
  AskId id = {};
  PersonId by = {};
  std::string by_name = {};
  BackendId backend = {};
  std::string who = {};  // the platform's id, where no person is linked to it
  Refusal why = Refusal::may_not_answer;
  bool operator==(const Refused&) const = default;
};
using Fact = std::variant<Opened, Voted, Answered, Expired, Withdrawn, Superseded, Late, Refused>;

}  // namespace asks
}  // namespace askd::core
