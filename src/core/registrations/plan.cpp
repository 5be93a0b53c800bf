// What a class lets an agent have.
#include "core/registrations/registrations.hpp"

#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::registrations {
namespace {

const RosterClass* class_with(const Roster& roster, const Digest& secret) {
  const auto found = std::find_if(roster.classes.begin(), roster.classes.end(),
                                  [&](const RosterClass& one) { return one.secret == secret; });
  return found == roster.classes.end() ? nullptr : &*found;
}

// A person of the team has that name, or one that looks the same.
bool is_a_persons(const State& state, const TeamId& team, const std::string& look) {
  return std::any_of(state.people.begin(), state.people.end(), [&](const auto& entry) {
    const Person& person = entry.second;
    return person.active && people::in_team(person, team) &&
           (unicode::skeleton(person.name) == look || unicode::skeleton(person.key) == look);
  });
}

bool allows(const RosterClass& enrolled_as, const Channel& channel) {
  const auto& tags = channel.tags;
  if (!enrolled_as.tagged.empty() && std::find(tags.begin(), tags.end(), enrolled_as.tagged) != tags.end()) return true;
  return std::any_of(enrolled_as.channels.begin(), enrolled_as.channels.end(),
                     [&](const std::string& name) { return unicode::fold_name(name) == channel.folded; });
}

// A secret that got out must not fill the store.
bool is_full(const State& state, const RosterClass& enrolled_as) {
  const auto there = std::count_if(state.agents.begin(), state.agents.end(), [&](const auto& entry) {
    return entry.second.enrolled_as == enrolled_as.name && !entry.second.revoked;
  });
  return static_cast<std::size_t>(there) >= enrolled_as.agents_max;
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
  if (!wish.channels) {
    for (const auto& [id, channel] : state.channels)
      if (channel.team == plan.team && !channel.archived && allows(enrolled_as, channel)) plan.channels.push_back(id);
    return;
  }
  for (std::size_t i = 0; i < wish.channels->size(); ++i) {
    const std::string& name = (*wish.channels)[i];
    const ChannelId id = channels::named(state, plan.team, name);
    if (!id) continue;  // a channel that isn't there is left out
    if (!allows(enrolled_as, *state.channel(id)))
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

Result<Plan> plan(const State& state, const Roster& roster, const Wish& wish) {
  const RosterClass* enrolled_as = class_with(roster, wish.secret);
  if (enrolled_as == nullptr) return Error{Fault::unauthenticated, "This X-Agent-Secret is not known."};
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
  else if (is_full(state, *enrolled_as))
    return Error{Fault::forbidden,
                 "This class has as many agents as it may have (agents_max). Register under the name "
                 "of one that is there, or have askd's operator revoke some."};
  std::vector<Problem> problems;
  plan_capabilities(plan, *enrolled_as, wish, problems);
  plan_channels(plan, state, *enrolled_as, wish, problems);
  if (!problems.empty())
    return Error{Fault::forbidden, "The class of this secret doesn't allow all of that.", std::move(problems)};
  return plan;
}

}  // namespace askd::core::registrations
