// A channel: askd's own named place that agents and people share, bound to rooms.
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

// Who may answer the asks of a channel.
enum class Answers : std::uint8_t { members, anyone, list };

struct Channel {
  ChannelId id = {};
  TeamId team = {};
  std::string name = {};    // with its '#', as first written
  std::string folded = {};  // after NFKC and case folding: unique in its team
  std::string description = {};
  std::vector<std::string> tags = {};
  std::vector<Room> rooms = {};
  std::set<PersonId> people = {};
  std::set<AgentId> agents = {};
  Answers answers = Answers::members;
  std::set<PersonId> answerers = {};  // where `answers` is a list
  AgentId creator = {};
  bool from_file = false;  // declared in a team's file, and changed only there
  bool archived = false;
  Instant created = {};
  bool operator==(const Channel&) const = default;
};

// What was said in a channel, counted, so that unread messages need no reading.
struct Tally {
  std::uint64_t messages = 0;
  MessageId last = {};
  Sequence at = 0;                 // the record of the last one
  std::uint64_t to_everybody = 0;  // the last message that mentions everybody
  bool operator==(const Tally&) const = default;
};

// How far a person read in a channel. Messages have numbers there, from 1.
struct Mark {
  std::uint64_t read = 0;
  std::uint64_t mentioned = 0;  // the last message that mentions them by name
  MessageId last = {};          // the one that `read` is the number of
  bool operator==(const Mark&) const = default;
};

namespace channels {

// Who asks for something: an agent, a person, or the operator, who is neither.
struct Actor {
  AgentId agent = {};
  PersonId person = {};
};
struct CreationRequested {
  ChannelId id = {};
  Actor by = {};
  TeamId team = {};  // the operator's and people's; an agent's is its own
  std::string name = {};
  std::string description = {};
  std::vector<std::string> tags = {};
};
// What isn't given stays.
struct ChangeRequested {
  ChannelId id = {};
  Actor by = {};
  std::optional<std::string> description = {};
  std::optional<std::vector<std::string>> tags = {};
  std::optional<Answers> answers = {};
  std::vector<std::string> answerers = {};  // "@ana", where `answers` is a list
};
struct MembershipRequested {
  ChannelId id = {};
  Actor by = {};
  std::string agent = {};  // a name, or an id; one of these two
  std::string person = {};
  bool leaves = false;
};
struct ReadingMoved {
  PersonId person = {};
  ChannelId channel = {};
  MessageId message = {};
  std::uint64_t number = 0;  // of that message
};
using Input = std::variant<CreationRequested, ChangeRequested, MembershipRequested, ReadingMoved>;

// The channel as it now is, but for its agents: made, changed, adopted by a file, or archived.
struct Declared {
  static constexpr std::string_view kind = "channel.declared";
  Channel channel = {};
  bool operator==(const Declared&) const = default;
};
struct Read {
  static constexpr std::string_view kind = "channel.read";
  PersonId person = {};
  ChannelId channel = {};
  MessageId message = {};
  std::uint64_t number = 0;
  bool operator==(const Read&) const = default;
};
// Who comes and goes: an agent or a person. A channel may have thousands, so its declaration doesn't name them again.
struct Joined {
  static constexpr std::string_view kind = "channel.joined";
  ChannelId channel = {};
  AgentId agent = {};
  PersonId person = {};
  bool operator==(const Joined&) const = default;
};
struct Left {
  static constexpr std::string_view kind = "channel.left";
  ChannelId channel = {};
  AgentId agent = {};
  PersonId person = {};
  bool operator==(const Left&) const = default;
};
using Fact = std::variant<Declared, Read, Joined, Left>;

}  // namespace channels
}  // namespace askd::core
