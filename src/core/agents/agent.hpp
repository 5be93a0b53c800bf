// An agent: an API client with its own identity, tokens and event stream.
#pragma once

#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askd::core {

enum class Capability : std::uint8_t {
  read_channels,
  post_messages,
  ask_humans,
  create_channels,
  invite_humans,
  authorize_spend,
  read_audit,
  manage_agents
};
inline constexpr std::array<std::string_view, 8> capability_words = {
    "read_channels", "post_messages",   "ask_humans", "create_channels",
    "invite_humans", "authorize_spend", "read_audit", "manage_agents"};
// As clients and operators write it.
constexpr std::string_view word_of(Capability capability) {
  return capability_words.at(static_cast<std::size_t>(capability));
}
std::optional<Capability> capability_of(std::string_view word);

// `hash` is the SHA-256 of the token's text: the token itself is shown once and never kept.
struct Token {
  TokenId id = {};
  Digest hash = {};
  Instant issued = {};
  std::optional<Instant> expires = {};
  bool operator==(const Token&) const = default;
};

// Where an agent's stream is sent to. Deliveries go in order: `cursor` is the last entry that arrived.
enum class WebhookState : std::uint8_t { active, disabled };
struct Webhook {
  std::string url = {};
  Sealed secret = {};    // what deliveries are signed with
  Sealed previous = {};  // signs as well until then, so that a receiver can change over
  std::optional<Instant> previous_ends = {};
  WebhookState state = WebhookState::active;
  std::string reason = {};  // why it is disabled
  Sequence cursor = 0;
  Instant created = {};
  bool operator==(const Webhook&) const = default;
};

struct Agent {
  AgentId id = {};
  std::string name = {};
  std::string description = {};
  std::string enrolled_as = {};  // the enrollment class; empty for the agent of the first start
  TeamId team = {};
  std::set<Capability> capabilities = {};
  std::vector<Token> tokens = {};  // neither taken back nor replaced; some may have expired
  Sequence acknowledged = 0;       // its stream's stored cursor
  Instant created = {};
  std::optional<Instant> revoked = {};  // it is out, and its enrollment secret doesn't let it in again
  std::optional<Webhook> webhook = {};
  bool operator==(const Agent&) const = default;
};

// What askd itself asks people is asked by an agent of this name and class, one for each team. No agent that comes in
// can have either.
inline constexpr std::string_view own_agent = "askd";
inline constexpr std::string_view own_class = "(askd)";

namespace agents {

struct Acknowledged {
  AgentId id = {};
  Sequence cursor = 0;
};
// A new token, good for as long as the agent's class says; those there are end at `old_end`. Asked for by those who
// look after agents, it lets a revoked one in again; an agent that asks for itself shows a token that must still be in
// force.
struct RotationRequested {
  AgentId agent = {};
  Token token = {};
  Instant old_end = {};
  Digest shown = {};  // the hash of the agent's own token; none where others ask
};
struct WebhookRequested {
  AgentId agent = {};
  std::string url = {};
  Sealed secret = {};
  Instant previous_ends = {};  // of the secret there is
};
struct WebhookDropped {
  AgentId agent = {};
};
// The entry at the cursor arrived, and all before it. It counts only where the stored cursor is still the one that the
// delivery went on from: a redrive may have moved it meanwhile.
struct WebhookDelivered {
  AgentId agent = {};
  Sequence from = 0;
  Sequence cursor = 0;
};
struct WebhookGaveUp {
  AgentId agent = {};
  std::string url = {};  // the one that was tried: it may be another one by now
  std::string reason = {};
};
// Goes on behind the stored cursor, or behind another one.
struct RedriveRequested {
  AgentId agent = {};
  std::optional<Sequence> after = {};
};
using Input = std::variant<Acknowledged, RotationRequested, WebhookRequested, WebhookDropped, WebhookDelivered,
                           WebhookGaveUp, RedriveRequested>;

struct Created {
  static constexpr std::string_view kind = "agent.created";
  Agent agent = {};  // without tokens
  bool operator==(const Created&) const = default;
};
struct TokenIssued {
  static constexpr std::string_view kind = "token.issued";
  AgentId agent = {};
  Token token = {};
  bool operator==(const TokenIssued&) const = default;
};
struct TokenRevoked {
  static constexpr std::string_view kind = "token.revoked";
  AgentId agent = {};
  TokenId token = {};
  bool operator==(const TokenRevoked&) const = default;
};
struct CursorMoved {
  static constexpr std::string_view kind = "agent.cursor_moved";
  AgentId agent = {};
  Sequence cursor = 0;
  bool operator==(const CursorMoved&) const = default;
};
// What the agent may do and how it describes itself, as of its last registration.
struct Granted {
  static constexpr std::string_view kind = "agent.granted";
  AgentId agent = {};
  std::set<Capability> capabilities = {};
  std::string description = {};
  bool operator==(const Granted&) const = default;
};
// People let it in.
struct Approved {
  static constexpr std::string_view kind = "agent.approved";
  AgentId agent = {};
  PersonId by = {};
  std::string by_name = {};
  bool operator==(const Approved&) const = default;
};
struct TokenEnds {
  static constexpr std::string_view kind = "token.ends";
  AgentId agent = {};
  TokenId token = {};
  Instant expires = {};
  bool operator==(const TokenEnds&) const = default;
};
// All its tokens are void.
struct Revoked {
  static constexpr std::string_view kind = "agent.revoked";
  AgentId agent = {};
  Instant at = {};
  std::string by_name = {};
  bool operator==(const Revoked&) const = default;
};
struct Readmitted {
  static constexpr std::string_view kind = "agent.readmitted";
  AgentId agent = {};
  bool operator==(const Readmitted&) const = default;
};
struct WebhookSet {
  static constexpr std::string_view kind = "webhook.set";
  AgentId agent = {};
  Webhook webhook = {};
  bool operator==(const WebhookSet&) const = default;
};
struct WebhookRemoved {
  static constexpr std::string_view kind = "webhook.removed";
  AgentId agent = {};
  bool operator==(const WebhookRemoved&) const = default;
};
struct WebhookMoved {
  static constexpr std::string_view kind = "webhook.delivered";
  AgentId agent = {};
  Sequence cursor = 0;
  bool operator==(const WebhookMoved&) const = default;
};
struct WebhookDisabled {
  static constexpr std::string_view kind = "webhook.disabled";
  AgentId agent = {};
  std::string reason = {};
  bool operator==(const WebhookDisabled&) const = default;
};
struct WebhookRedriven {
  static constexpr std::string_view kind = "webhook.redriven";
  AgentId agent = {};
  Sequence after = 0;
  bool operator==(const WebhookRedriven&) const = default;
};
using Fact = std::variant<Created, TokenIssued, TokenRevoked, CursorMoved, Granted, Approved, TokenEnds, Revoked,
                          Readmitted, WebhookSet, WebhookRemoved, WebhookMoved, WebhookDisabled, WebhookRedriven>;

}  // namespace agents
}  // namespace askd::core
