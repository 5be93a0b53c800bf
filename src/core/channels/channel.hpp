// A channel: askd's own named place that agents and people share, bound to rooms.
#pragma once

#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
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

namespace channels {

// The whole channel as it now is: made, changed, adopted by a file, or archived.
struct Declared {
  static constexpr std::string_view kind = "channel.declared";
  Channel channel = {};
  bool operator==(const Declared&) const = default;
};
using Fact = std::variant<Declared>;

}  // namespace channels
}  // namespace askd::core
