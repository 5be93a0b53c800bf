// Configuration as plain data: what the files say of teams, people, channels and backends.
#pragma once

#include "core/channels/channel.hpp"
#include "core/people/person.hpp"
#include "core/values.hpp"

#include "askd/capabilities.hpp"
#include "askd/words.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace askd::core {

struct RosterPerson {
  std::string key = {};  // "ana"
  std::string name = {};
  std::string email = {};
  std::string zone = {};
  Role role = Role::member;
  std::vector<Identity> identities = {};  // in the order in which they are tried
};

struct RosterChannel {
  std::string name = {};  // "#research"
  std::string description = {};
  std::vector<std::string> tags = {};
  std::vector<Room> rooms = {};
  std::vector<std::string> members = {};  // keys of people
  Answers answers = Answers::members;
  std::vector<std::string> answerers = {};  // keys of people and groups, where `answers` is a list
};

struct RosterTeam {
  TeamId name = {};
  std::vector<RosterPerson> people = {};
  std::map<std::string, std::vector<std::string>> groups = {};  // "leads": keys of people
  std::vector<RosterChannel> channels = {};
  std::vector<std::string> agents = {};  // "research-*", "class:workers"
};

struct Roster {
  std::vector<RosterTeam> teams = {};
  std::map<BackendId, Capabilities> backends = {};  // but for the inbox
  std::uint32_t open_asks_per_agent = 1000;
  Digest digest = {};  // of the files, for the log

  const RosterTeam* team(const TeamId& name) const;
};

}  // namespace askd::core
