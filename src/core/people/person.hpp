// A person, the identities that are linked to them, and how they come in.
#pragma once

#include "core/agents/agent.hpp"
#include "core/channels/channel.hpp"
#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

enum class Role : std::uint8_t { member, owner };

// An account on a platform that is linked to the person, or their address for mail.
struct Identity {
  BackendId backend = {};
  std::string id = {};
  bool operator==(const Identity&) const = default;
};

struct Person {
  PersonId id = {};
  std::string key = {};  // the name in a team's file, as in "@ana"; empty for people who only signed up
  std::string name = {};
  std::string email = {};  // lower case; empty if unknown
  TeamId team = {};        // the first one
  std::map<TeamId, Role> roles = {};
  bool owns_all = false;                  // the owner of the first start: of every team
  std::vector<Identity> identities = {};  // in the order in which they are tried
  Sealed password = {};                   // a hash, or nothing where the person never set one
  std::string zone = {};
  bool from_file = false;
  bool active = true;
  AgentId invited_by = {};  // an agent's invitation: this person never answers that agent
  Instant created = {};
  bool operator==(const Person&) const = default;
};

enum class InviteKind : std::uint8_t { owner, invite, sign_in };

struct Invite {
  InviteId id = {};
  InviteKind kind = InviteKind::invite;
  Digest hash = {};  // SHA-256 of the link's token
  TeamId team = {};
  Role role = Role::member;
  std::string name = {};
  std::string email = {};
  PersonId person = {};  // made for this person: who accepts it becomes them
  std::string from = {};
  Instant created = {};
  Instant expires = {};
  bool operator==(const Invite&) const = default;
};

struct Session {
  SessionId id = {};
  PersonId person = {};
  Digest hash = {};  // SHA-256 of the cookie's token
  Instant created = {};
  Instant expires = {};
  bool operator==(const Session&) const = default;
};

namespace people {

// Makes the owner, one agent and one channel on an empty store. With an invite instead of a password the owner comes in
// by a one-time link.
struct Bootstrapped {
  Person owner = {};
  Agent agent = {};  // with its first token
  Channel channel = {};
  std::optional<Invite> invite = {};
};
struct InviteRequested {
  Invite invite = {};
  PersonId by = {};          // an owner, or the operator
  bool by_operator = false;  // over the Unix socket
};
struct Accepted {
  Digest hash = {};  // of the invitation's token
  PersonId id = {};  // of the person that may be made
  std::string name = {};
  std::string email = {};
  Sealed password = {};
  Session session = {};
};
// The password was checked at the door.
struct SignedIn {
  Session session = {};
};
struct SignedOut {
  SessionId session = {};
};
using Input = std::variant<Bootstrapped, InviteRequested, Accepted, SignedIn, SignedOut>;

// The whole person as they now are: invited, declared in a file, changed, or gone from the file.
struct Declared {
  static constexpr std::string_view kind = "person.declared";
  Person person = {};
  bool operator==(const Declared&) const = default;
};
struct Invited {
  static constexpr std::string_view kind = "person.invited";
  Invite invite = {};
  bool operator==(const Invited&) const = default;
};
struct InviteUsed {
  static constexpr std::string_view kind = "invite.used";
  InviteId id = {};
  PersonId person = {};
  bool operator==(const InviteUsed&) const = default;
};
struct SessionOpened {
  static constexpr std::string_view kind = "session.opened";
  Session session = {};
  bool operator==(const SessionOpened&) const = default;
};
struct SessionClosed {
  static constexpr std::string_view kind = "session.closed";
  SessionId id = {};
  bool operator==(const SessionClosed&) const = default;
};
using Fact = std::variant<Declared, Invited, InviteUsed, SessionOpened, SessionClosed>;

}  // namespace people
}  // namespace askd::core
