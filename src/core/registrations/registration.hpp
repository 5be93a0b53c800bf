// A registration: an agent that wants to come in with the secret of its class.
#pragma once

#include "core/agents/agent.hpp"
#include "core/asks/ask.hpp"
#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

// One that waits for people. It is kept until it expires, so that a second try to take the token can be told from one
// that never was.
struct Registration {
  RegistrationId id = {};
  Digest handle = {};  // SHA-256 of what the agent asks with
  std::string enrolled_as = {};
  std::string name = {};
  std::string description = {};
  TeamId team = {};
  std::set<Capability> capabilities = {};
  std::vector<ChannelId> channels = {};
  AskId ask = {};  // the one that people answer
  bool claimed = false;
  Instant created = {};
  Instant expires = {};
  bool operator==(const Registration&) const = default;
};

namespace registrations {

// What an agent asks for. Nothing stands for all that its class allows.
struct Wish {
  Digest secret = {};
  std::string name = {};
  std::string description = {};
  std::optional<std::set<Capability>> capabilities = {};
  std::optional<std::vector<std::string>> channels = {};  // names
};

// What a wish comes to.
struct Plan {
  std::string enrolled_as = {};
  TeamId team = {};
  AgentId agent = {};  // the identity there is; nothing: a new one
  std::set<Capability> capabilities = {};
  std::vector<ChannelId> channels = {};
  std::string approval = {};
  std::optional<std::chrono::milliseconds> token_lives = {};
  bool operator==(const Plan&) const = default;
};

// `plan` is what the door saw when it wrote the question: where people are asked, they approve that and nothing else.
struct Requested {
  Wish wish = {};
  Plan plan = {};
  AgentId agent = {};  // for a new identity
  TokenId token = {};
  Digest token_hash = {};
  RegistrationId id = {};  // these where people are asked
  Digest handle = {};
  asks::Requested question = {};  // by askd's own agent, which is made with this id where the team has none
  Instant expires = {};
};
// The agent comes for its token.
struct Claimed {
  Digest handle = {};
  AgentId agent = {};  // for a new identity
  TokenId token = {};
  Digest token_hash = {};
};
// An agent's tokens are void from now on, and what it asked is withdrawn.
struct RevocationRequested {
  AgentId agent = {};
  std::string by_name = {};
};
using Input = std::variant<Requested, Claimed, RevocationRequested>;

struct Opened {
  static constexpr std::string_view kind = "registration.opened";
  Registration registration = {};
  bool operator==(const Opened&) const = default;
};
struct Taken {
  static constexpr std::string_view kind = "registration.claimed";
  RegistrationId id = {};
  AgentId agent = {};
  bool operator==(const Taken&) const = default;
};
// It expired, or the agent registered anew.
struct Dropped {
  static constexpr std::string_view kind = "registration.dropped";
  RegistrationId id = {};
  bool operator==(const Dropped&) const = default;
};
using Fact = std::variant<Opened, Taken, Dropped>;

}  // namespace registrations
}  // namespace askd::core
