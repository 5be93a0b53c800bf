// A team's file: its people, groups, channels, and whose agents are its own.
#pragma once

#include "config/configuration.hpp"
#include "config/section.hpp"
#include "config/surroundings.hpp"

#include <string>
#include <vector>

namespace askd::config {

// What a team's file may name that stands elsewhere.
struct Named {
  const std::vector<core::RosterTeam>& teams;  // of the files before this one
  const std::vector<Backend>& backends;
  const std::vector<EnrollmentClass>& classes;
  const Surroundings& surroundings;

  const Backend* backend(const std::string& name) const;
  std::vector<std::string> backend_names() const;
};

void declare_team(Section& is, core::RosterTeam& team, const Named& named);

void declare_people(Section& is, core::RosterTeam& team, const Named& named);
void declare_groups(Section& is, core::RosterTeam& team);
void declare_channels(Section& is, core::RosterTeam& team, const Named& named);
void declare_agents(Section& is, core::RosterTeam& team, const Named& named);

}  // namespace askd::config
