// Who may see and who may answer.
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <limits>

namespace askd::core::people {
namespace {

bool brought_in_by(const Person& person, const AgentId& agent) {
  return person.invited_by && person.invited_by == agent;
}

bool channel_allows(const State& state, const ChannelId& id, const PersonId& by) {
  const Channel* channel = state.channel(id);
  if (channel == nullptr || channel->archived) return false;
  if (channel->answers == Answers::list) return channel->answerers.contains(by);
  return channel->people.contains(by);
}

bool target_allows(const State& state, const Ask& ask, const Target& target, const Person& person) {
  switch (target.kind) {
    case Target::Kind::person:
      return target.person == person.id;
    case Target::Kind::channel:
      return channel_allows(state, target.channel, person.id);
    case Target::Kind::team:
      return in_team(person, ask.team);
  }
  return false;
}

bool target_shows(const State& state, const TeamId& team, const Target& target, const Person& person) {
  if (target.kind == Target::Kind::person) return target.person == person.id;
  if (target.kind == Target::Kind::team) return in_team(person, team);
  const Channel* channel = state.channel(target.channel);
  return channel != nullptr && (channel->people.contains(person.id) || channel->answerers.contains(person.id));
}

}  // namespace

bool in_team(const Person& person, const TeamId& team) { return person.owns_all || person.roles.contains(team); }

bool owns(const Person& person, const TeamId& team) {
  if (person.owns_all) return true;
  const auto role = person.roles.find(team);
  return role != person.roles.end() && role->second == Role::owner;
}

bool may_answer(const State& state, const Ask& ask, const PersonId& by) {
  const Person* person = state.person(by);
  if (person == nullptr || !person->active || brought_in_by(*person, ask.agent) || !in_team(*person, ask.team))
    return false;
  if (!ask.approvers.empty()) return std::find(ask.approvers.begin(), ask.approvers.end(), by) != ask.approvers.end();
  return std::any_of(ask.targets.begin(), ask.targets.end(),
                     [&](const Target& target) { return target_allows(state, ask, target, *person); });
}

bool anyone_may_answer(const State& state, const Ask& ask, const BackendId& backend, const std::string& room) {
  if (!ask.approvers.empty() || room.empty()) return false;
  return std::any_of(ask.targets.begin(), ask.targets.end(), [&](const Target& target) {
    const Channel* channel = state.channel(target.channel);
    return channel != nullptr && channel->answers == Answers::anyone &&
           std::find(channel->rooms.begin(), channel->rooms.end(), Room{backend, room, false}) != channel->rooms.end();
  });
}

std::size_t count_answerers(const State& state, const Ask& ask) {
  if (ask.approvers.empty()) {
    for (const Target& target : ask.targets) {
      const Channel* channel = state.channel(target.channel);
      if (channel != nullptr && channel->answers == Answers::anyone && !channel->rooms.empty())
        return std::numeric_limits<std::size_t>::max();
    }
  }
  // Most asks need one: looking further than `required` would cost a walk over a whole team for each ask.
  std::size_t count = 0;
  const auto count_one = [&](const PersonId& id) {
    if (may_answer(state, ask, id)) ++count;
    return count >= ask.question.required;
  };
  if (!ask.approvers.empty()) {
    for (const PersonId& id : ask.approvers) count_one(id);
    return count;
  }
  std::set<PersonId> seen;
  const auto first_time = [&](const PersonId& id) { return seen.insert(id).second; };
  for (const Target& target : ask.targets) {
    if (target.kind == Target::Kind::person && first_time(target.person) && count_one(target.person)) return count;
    if (const Channel* channel = state.channel(target.channel); channel != nullptr)
      for (const PersonId& id : channel->answers == Answers::list ? channel->answerers : channel->people)
        if (first_time(id) && count_one(id)) return count;
    if (target.kind == Target::Kind::team)
      for (const auto& [id, person] : state.people)
        if (first_time(id) && count_one(id)) return count;
  }
  return count;
}

bool may_see(const State& state, const Ask& ask, const PersonId& by) {
  const Person* person = state.person(by);
  if (person == nullptr || !person->active || !in_team(*person, ask.team)) return false;
  if (owns(*person, ask.team) || may_answer(state, ask, by)) return true;
  return std::any_of(ask.targets.begin(), ask.targets.end(),
                     [&](const Target& target) { return target_shows(state, ask.team, target, *person); });
}

bool may_see(const State& state, const Notice& notice, const PersonId& by) {
  const Person* person = state.person(by);
  if (person == nullptr || !person->active || !in_team(*person, notice.team)) return false;
  if (owns(*person, notice.team)) return true;
  return std::any_of(notice.targets.begin(), notice.targets.end(),
                     [&](const Target& target) { return target_shows(state, notice.team, target, *person); });
}

PersonId named(const State& state, const TeamId& team, std::string_view name) {
  const auto in_this_team = [&](const PersonId& id) {
    const Person* person = state.person(id);
    return person != nullptr && person->active && in_team(*person, team);
  };
  const std::string folded = unicode::fold_name(name);
  if (const auto email = state.emails.find(folded); email != state.emails.end() && in_this_team(email->second))
    return email->second;
  const auto called = state.called.find(folded);
  if (called == state.called.end()) return {};
  PersonId match;
  for (const PersonId& id : called->second) {
    if (!in_this_team(id)) continue;
    if (unicode::fold_name(state.person(id)->key) == folded)
      return id;  // a file's name wins over what people call themselves
    if (match) return {};
    match = id;
  }
  return match;
}

const Person* linked_to(const State& state, const BackendId& backend, const std::string& who) {
  const auto found = state.identities.find({backend, who});
  return found == state.identities.end() ? nullptr : state.person(found->second);
}

}  // namespace askd::core::people
