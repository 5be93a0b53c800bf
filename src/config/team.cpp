#include "config/team.hpp"

#include "config/meant.hpp"
#include "config/naming.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace askd::config {
namespace {

constexpr std::string_view class_prefix = "class:";

std::vector<std::string> classes_of(const core::RosterTeam& team) {
  std::vector<std::string> out;
  for (const std::string& claim : team.agents)
    if (claim.starts_with(class_prefix)) out.push_back(claim.substr(class_prefix.size()));
  return out;
}

// Classes without a pattern claim all agents of theirs.
std::vector<std::string> patterns_of(const core::RosterTeam& team) {
  std::vector<std::string> out;
  for (const std::string& claim : team.agents)
    if (!claim.starts_with(class_prefix)) out.push_back(claim);
  if (out.empty() && !team.agents.empty()) out.emplace_back("*");
  return out;
}

bool share_a_class(const core::RosterTeam& one, const core::RosterTeam& other) {
  const auto mine = classes_of(one);
  const auto theirs = classes_of(other);
  if (mine.empty() || theirs.empty()) return mine.empty() && theirs.empty();
  return std::any_of(mine.begin(), mine.end(), [&](const std::string& name) {
    return std::find(theirs.begin(), theirs.end(), name) != theirs.end();
  });
}

void refuse_claimed_twice(Section& is, const core::RosterTeam& team, const core::RosterTeam& other) {
  if (!share_a_class(team, other)) return;
  for (const std::string& mine : patterns_of(team))
    for (const std::string& theirs : patterns_of(other))
      if (patterns_overlap(mine, theirs))
        return is.fault("agents", "the team " + other.name + " claims some of these agents too (\"" + mine +
                                      "\" here, \"" + theirs + "\" there): let patterns and classes tell them apart");
}

}  // namespace

const Backend* Named::backend(const std::string& name) const {
  for (const Backend& one : backends)
    if (one.name == name) return &one;
  return nullptr;
}

std::vector<std::string> Named::backend_names() const {
  std::vector<std::string> out;
  for (const Backend& one : backends) out.push_back(one.name);
  return out;
}

void declare_groups(Section& is, core::RosterTeam& team) {
  std::vector<std::string> people;
  for (const core::RosterPerson& person : team.people) people.push_back(person.key);
  const Key placeholder{
      .name = "GROUP", .help = "The people of one group, which is written @GROUP.", .example = "leads"};
  for (const std::string& name : is.names(placeholder)) {
    std::vector<std::string>& members = team.groups[name];
    Key key{.name = name, .help = placeholder.help, .required = true, .example = "[ana]"};
    is(members, key);
    if (const auto checked = check_name(name); !checked) is.fault_of_key(name, checked.error().message);
    for (const std::string_view word : {"members", "anyone"})
      if (name == word) is.fault_of_key(name, "this word has a meaning where people are named: choose another name");
    for (const std::string& person : people)
      if (unicode::fold_name(person) == unicode::fold_name(name))
        is.fault_of_key(name, "there is a person of this name, and @" + name + " can't mean both: rename the group");
    for (const auto& [other, others] : team.groups)
      if (other != name && unicode::fold_name(other) == unicode::fold_name(name))
        is.fault_of_key(name, "there is a group of this name already, in other letters: " + other);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto known = std::find(people.begin(), people.end(), members[i]);
      if (known == people.end())
        is.fault_in(name, i,
                    "there is no person \"" + members[i] + "\" in this file" + did_you_mean(members[i], people));
      if (std::find(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i), members[i]) !=
          members.begin() + static_cast<std::ptrdiff_t>(i))
        is.fault_in(name, i, members[i] + " stands here twice");
    }
  }
}

void declare_agents(Section& is, core::RosterTeam& team, const Named& named) {
  is(team.agents, {.name = "agents",
                   .fallback = "[]",
                   .help = "Whose agents belong to this team: patterns of names, and class:NAME for enrollment "
                           "classes. With both, a pattern claims agents of these classes only.",
                   .example = "[\"research-*\", class:workers]"});
  std::vector<std::string> classes;
  for (const EnrollmentClass& one : named.classes) classes.push_back(one.name);
  for (std::size_t i = 0; i < team.agents.size(); ++i) {
    const std::string& claim = team.agents[i];
    if (claim.starts_with(class_prefix)) {
      const std::string name = claim.substr(class_prefix.size());
      if (std::find(classes.begin(), classes.end(), name) == classes.end())
        is.fault_in("agents", i, "there is no class \"" + name + "\" in enrollment" + did_you_mean(name, classes));
    } else if (const auto checked = check_pattern(claim); !checked) {
      is.fault_in("agents", i, checked.error().message);
    }
  }
  for (const core::RosterTeam& other : named.teams) refuse_claimed_twice(is, team, other);
}

void declare_team(Section& is, core::RosterTeam& team, const Named& named) {
  is.section({.name = "people", .help = "The team's people, each under the name that @NAME uses."},
             [&](Section& people) { declare_people(people, team, named); });
  is.section({.name = "groups", .help = "Names for several people at once."},
             [&](Section& groups) { declare_groups(groups, team); });
  is.section({.name = "channels", .help = "The team's channels. A name is quoted, since # begins a comment."},
             [&](Section& channels) { declare_channels(channels, team, named); });
  const auto order = is.order();
  if (team.channels.empty() && std::find(order.begin(), order.end(), "channels") != order.end())
    is.fault_of_key("channels",
                    "no channel stands here: quote names, as in \"#research\", since # begins a comment; "
                    "or remove the key");
  declare_agents(is, team, named);
  is.not_yet("routes",
             "routes are not supported by this version yet; remove the key: every ask goes to `to` or to the "
             "inbox");
  is.not_yet("policies", "policies are not supported by this version yet; remove the key: a person decides every ask");
}

}  // namespace askd::config
