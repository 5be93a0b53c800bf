// An agent: an API client with its own identity, tokens and event stream.
#pragma once

#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
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

// `hash` is the SHA-256 of the token's text: the token itself is shown once and never kept.
struct Token {
  TokenId id = {};
  Digest hash = {};
  Instant issued = {};
  std::optional<Instant> expires = {};
  bool operator==(const Token&) const = default;
};

struct Agent {
  AgentId id = {};
  std::string name = {};
  std::string description = {};
  std::string enrolled_as = {};  // the enrollment class; empty for the agent of the first start
  TeamId team = {};
  std::set<Capability> capabilities = {};
  std::vector<Token> tokens = {};  // those in force
  Sequence acknowledged = 0;       // its stream's stored cursor
  Instant created = {};
  bool operator==(const Agent&) const = default;
};

namespace agents {

struct Acknowledged {
  AgentId id = {};
  Sequence cursor = 0;
};
using Input = std::variant<Acknowledged>;

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
using Fact = std::variant<Created, TokenIssued, TokenRevoked, CursorMoved>;

}  // namespace agents
}  // namespace askd::core
