// Whom the names stand for that people and agents write.
#include "core/people/people.hpp"

#include <algorithm>

namespace askd::core::people {

std::vector<PersonId> called(const Turn& turn, const TeamId& team, std::string_view name) {
  if (name.starts_with('@')) name.remove_prefix(1);
  std::vector<PersonId> found;
  const auto add = [&](std::string_view one) {
    const PersonId id = named(turn.state(), team, one);
    if (id && std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
  };
  if (const RosterTeam* file = turn.roster().team(team)) {
    if (const auto group = file->groups.find(std::string(name)); group != file->groups.end()) {
      for (const std::string& key : group->second) add(key);
      return found;
    }
  }
  add(name);
  return found;
}

std::vector<PersonId> people_of(Turn& turn, const TeamId& team, const std::vector<std::string>& names,
                                const std::string& pointer) {
  std::vector<PersonId> all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto people = called(turn, team, names[i]);
    if (people.empty()) turn.refuse_field(pointer + "/" + std::to_string(i), "is not a person or a group of this team");
    for (const PersonId& id : people)
      if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  }
  return all;
}

}  // namespace askd::core::people
