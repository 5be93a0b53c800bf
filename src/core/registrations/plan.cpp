// What a class lets an agent have.
#include "core/registrations/registrations.hpp"

#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace askd::core::registrations {
namespace {

// A person of the team has that name, or one that looks the same.
bool is_a_persons(const State& state, const TeamId& team, const std::string& look) {
  const auto found = state.person_looks.find(look);
  return found != state.person_looks.end() && std::any_of(found->second.begin(), found->second.end(), [&](PersonId id) {
           const Person* person = state.person(id);
           return person != nullptr && person->active && people::in_team(*person, team);
         });
}

// The channels of the team that the class may come into.
std::set<ChannelId> open_to(const State& state, const TeamId& team, const RosterClass& enrolled_as) {
  std::set<ChannelId> open;
  for (const std::string& name : enrolled_as.channels)
    if (const ChannelId id = channels::named(state, team, name)) open.insert(id);
  if (enrolled_as.tagged.empty()) return open;
  for (const auto& [id, channel] : state.channels) {
    const auto& tags = channel.tags;
    if (channel.team == team && !channel.archived &&
        std::find(tags.begin(), tags.end(), enrolled_as.tagged) != tags.end())
      open.insert(id);
  }
  return open;
}

void plan_capabilities(Plan& plan, const RosterClass& enrolled_as, const Wish& wish, std::vector<Problem>& problems) {
  plan.capabilities = wish.capabilities.value_or(enrolled_as.capabilities);
  for (const Capability capability : plan.capabilities)
    if (!enrolled_as.capabilities.contains(capability))
      problems.push_back(
          {"/capabilities", "asks for more than this class allows: " + std::string(word_of(capability))});
}

void plan_channels(Plan& plan, const State& state, const RosterClass& enrolled_as, const Wish& wish,
                   std::vector<Problem>& problems) {
  const std::set<ChannelId> open = open_to(state, plan.team, enrolled_as);
  if (!wish.channels) {
    plan.channels.assign(open.begin(), open.end());
    return;
  }
  for (std::size_t i = 0; i < wish.channels->size(); ++i) {
    const std::string& name = (*wish.channels)[i];
    const ChannelId id = channels::named(state, plan.team, name);
    if (!id) continue;  // a channel that isn't there is left out
    if (!open.contains(id))
      problems.push_back({"/requested_channels/" + std::to_string(i), "is not open to this class: " + name});
    else if (std::find(plan.channels.begin(), plan.channels.end(), id) == plan.channels.end())
      plan.channels.push_back(id);
  }
}

}  // namespace

Result<AgentId> identity_of(const State& state, const std::string& enrolled_as, const TeamId& team,
                            const std::string& name) {
  const auto taken = [&](const std::string& by) {
    return Error{Fault::conflict, "The name \"" + name + "\" is taken" + by + ": register with another one."};
  };
  const std::string look = unicode::skeleton(name);
  if (look == own_agent) return taken(" by askd itself");
  if (is_a_persons(state, team, look)) return taken(" by a person, or looks the same as a person's");
  const Agent* like = agents::looking_like(state, name);
  if (like == nullptr) return AgentId{};
  if (agents::named(state, name) == nullptr)
    return taken(", or looks the same as that of another agent (" + like->name + ")");
  if (like->enrolled_as != enrolled_as) return taken(" by an agent of another class");
  if (like->revoked)
    return Error{Fault::forbidden, "This agent was revoked. An owner lets it in again with askctl agents rotate."};
  return like->id;
}

Result<const RosterClass*> class_with(const Roster& roster, const Digest& secret) {
  for (const RosterClass& one : roster.classes)
    if (one.secret == secret) return &one;
  return Error{Fault::unauthenticated, "This X-Agent-Secret is not known.", {}};
}

std::optional<Error> full(const State& state, const RosterClass& enrolled_as) {
  const auto there = state.enrolled.find(enrolled_as.name);
  if (there == state.enrolled.end() || there->second < enrolled_as.agents_max) return std::nullopt;
  return Error{Fault::forbidden,
               "This class has as many agents as it may have (agents_max). Register under the name of one that is "
               "there, or have askd's operator revoke some.",
               {}};
}

Result<Plan> plan(const State& state, const Roster& roster, const Wish& wish) {
  const auto found = class_with(roster, wish.secret);
  if (!found) return found.error();
  const RosterClass* enrolled_as = *found;
  Plan plan;
  plan.enrolled_as = enrolled_as->name;
  plan.team = agents::team_of(roster, wish.name, enrolled_as->name);
  plan.approval = enrolled_as->approval;
  plan.token_lives = enrolled_as->token_lives;
  const auto identity = identity_of(state, enrolled_as->name, plan.team, wish.name);
  if (!identity) return identity.error();
  plan.agent = *identity;
  if (const Agent* known = state.agent(plan.agent))
    plan.team = known->team;
  else if (auto refusal = full(state, *enrolled_as))
    return std::move(*refusal);
  std::vector<Problem> problems;
  plan_capabilities(plan, *enrolled_as, wish, problems);
  plan_channels(plan, state, *enrolled_as, wish, problems);
  if (!problems.empty())
    return Error{Fault::forbidden, "The class of this secret doesn't allow all of that.", std::move(problems)};
  return plan;
}

}  // namespace askd::core::registrations
