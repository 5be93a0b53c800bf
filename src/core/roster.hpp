// Configuration as plain data: what the files say of teams, people, channels and backends.
#pragma once

#include "core/channels/channel.hpp"
#include "core/people/person.hpp"
#include "core/values.hpp"

#include "askd/capabilities.hpp"
#include "askd/words.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
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

// A class of agents that let themselves in with its secret.
struct RosterClass {
  std::string name = {};
  Digest secret = {};                                         // SHA-256 of what an agent shows
  std::set<Capability> capabilities = {};                     // what it may ask for
  std::vector<std::string> channels = {};                     // the channels it may come into, by name …
  std::string tagged = {};                                    // … or by tag
  std::optional<std::chrono::milliseconds> token_lives = {};  // nothing: for ever
  std::string approval = {};          // a channel whose people approve each registration, or empty
  std::uint32_t agents_max = 10'000;  // that there may be; revoked ones don't count
};

struct Roster {
  std::vector<RosterTeam> teams = {};
  std::vector<RosterClass> classes = {};
  std::map<BackendId, Capabilities> backends = {};  // but for the inbox
  std::uint32_t open_asks_per_agent = 1000;
  Digest digest = {};  // of the files, for the log

  const RosterClass* class_named(const std::string& name) const {
    for (const RosterClass& one : classes)
      if (one.name == name) return &one;
    return nullptr;
  }

  const RosterTeam* team(const TeamId& name) const;
};

}  // namespace askd::core
