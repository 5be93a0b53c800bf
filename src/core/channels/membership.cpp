// Decides who makes and changes channels, and who is in them.
#include "core/channels/channels.hpp"

#include "core/agents/agents.hpp"
#include "core/names.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::channels {
namespace {

constexpr const char* no_such_channel = "There is no such channel.";

// A team with more has lost its way; a channel costs a row and a look at each listing for as long as askd lives.
constexpr std::size_t channels_max = 20'000;

bool is_operator(const Actor& by) { return !by.agent && !by.person; }

// The channel, if it may be changed: by people of the team, and by the agent that made it. What they may do at all the
// door has checked.
const Channel* to_change(Turn& turn, const ChannelId& id, const Actor& by) {
  const Channel* channel = turn.state().channel(id);
  if (channel == nullptr || !knows(turn.state(), *channel, by)) {
    turn.refuse(Fault::not_found, no_such_channel);
    return nullptr;
  }
  if (!by.agent || channel->creator == by.agent) return channel;
  turn.refuse(Fault::forbidden, "Only people of the team, and the agent that made this channel, change it.");
  return nullptr;
}

constexpr const char* from_a_file = "This channel is declared in the team's file: change it there.";

void check_tags(Turn& turn, const std::vector<std::string>& tags) {
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (const auto good = check_name(tags[i]); !good)
      turn.refuse_field("/tags/" + std::to_string(i), good.error().message);
}

// Everybody of the team is in a channel that no file declares: people see what agents do there.
std::set<PersonId> people_of(const State& state, const TeamId& team) {
  std::set<PersonId> people;
  for (const auto& [id, person] : state.people)
    if (person.active && people::in_team(person, team)) people.insert(people.end(), id);
  return people;
}

bool name_is_free(Turn& turn, const TeamId& team, const std::string& name) {
  if (named(turn.state(), team, name)) {
    turn.refuse(Fault::conflict, "There is a channel of this name already.");
    return false;
  }
  const auto like = turn.state().channel_looks.find({team, unicode::skeleton(name)});
  if (like == turn.state().channel_looks.end()) return true;
  turn.refuse(Fault::conflict, "This name looks the same as that of another channel (" +
                                   turn.state().channel(like->second)->name + "): choose another one.");
  return false;
}

bool is_full(Turn& turn, const TeamId& team) {
  const auto& all = turn.state().channels;
  const auto there = std::count_if(
      all.begin(), all.end(), [&](const auto& entry) { return entry.second.team == team && !entry.second.archived; });
  if (static_cast<std::size_t>(there) < channels_max) return false;
  turn.refuse(Fault::conflict, "This team has " + std::to_string(channels_max) + " channels, and may have no more.");
  return true;
}

void let_answer(Turn& turn, Channel& channel, const ChangeRequested& input) {
  const auto people = people::people_of(turn, channel.team, input.answerers, "/answers");
  channel.answers = *input.answers;
  channel.answerers = std::set<PersonId>(people.begin(), people.end());
}

void change_agent(Turn& turn, const Channel& channel, const MembershipRequested& input) {
  const Agent* agent = agents::in_team(turn.state(), channel.team, input.agent);
  if (agent == nullptr || agent->enrolled_as == own_class)
    return turn.refuse_field("/agent", "is not an agent of this team");
  if (agent->revoked && !input.leaves) return turn.refuse_field("/agent", "was revoked");
  turn.result(agent->id.value);
  if (!input.leaves) return join(turn, channel.id, agent->id);
  if (channel.agents.contains(agent->id)) turn.emit(channels::Fact{Left{channel.id, agent->id, {}}});
}

void change_person(Turn& turn, const Channel& channel, const MembershipRequested& input) {
  if (channel.from_file) return turn.refuse(Fault::conflict, from_a_file);
  std::string_view name = input.person;
  if (name.starts_with('@')) name.remove_prefix(1);
  const auto parsed = PersonId::parse(name);
  const Person* person = turn.state().person(parsed ? *parsed : people::named(turn.state(), channel.team, name));
  if (person == nullptr || !person->active || !people::in_team(*person, channel.team))
    return turn.refuse_field("/person", "is not a person of this team");
  turn.result(person->id.value);
  const bool is_in = channel.people.contains(person->id);
  if (input.leaves && is_in) turn.emit(channels::Fact{Left{channel.id, {}, person->id}});
  if (!input.leaves && !is_in) turn.emit(channels::Fact{Joined{channel.id, {}, person->id}});
}

}  // namespace

const Channel* in_team(const State& state, const TeamId& team, std::string_view which) {
  const auto id = ChannelId::parse(which);
  const Channel* channel = state.channel(id ? *id : named(state, team, which));
  return channel != nullptr && channel->team == team && !channel->archived ? channel : nullptr;
}

bool knows(const State& state, const Channel& channel, const Actor& by) {
  if (channel.archived) return false;
  if (is_operator(by)) return true;
  if (const Agent* agent = state.agent(by.agent)) return agent->team == channel.team && !agent->revoked;
  const Person* person = state.person(by.person);
  return person != nullptr && person->active && people::in_team(*person, channel.team);
}

bool is_member(const Channel& channel, const Actor& by) {
  return by.agent ? channel.agents.contains(by.agent) : channel.people.contains(by.person);
}

bool reads(const State& state, const Channel& channel, const Actor& by) {
  if (is_operator(by) || is_member(channel, by)) return true;
  const Person* person = state.person(by.person);
  return person != nullptr && people::owns(*person, channel.team);
}

std::vector<ChannelId> of_agent(const State& state, const AgentId& agent) {
  std::vector<ChannelId> all;
  for (auto at = state.memberships.lower_bound({agent, ChannelId{}});
       at != state.memberships.end() && at->first.first == agent; ++at)
    all.push_back(at->first.second);
  return all;
}

void join(Turn& turn, const ChannelId& id, const AgentId& agent) {
  const Channel* found = turn.state().channel(id);
  if (found == nullptr || found->archived || found->agents.contains(agent)) return;
  turn.emit(channels::Fact{Joined{id, agent, {}}});
}

void leave_all(Turn& turn, const AgentId& agent) {
  for (const ChannelId& channel : of_agent(turn.state(), agent)) turn.emit(channels::Fact{Left{channel, agent, {}}});
}

Unread unread_by(const State& state, const PersonId& person, const ChannelId& channel) {
  const auto tally = state.tallies.find(channel);
  if (tally == state.tallies.end()) return {};
  const auto found = state.marks.find({person, channel});
  const Mark mark = found == state.marks.end() ? Mark{} : found->second;
  return Unread{tally->second.messages - std::min(mark.read, tally->second.messages),
                std::max(mark.mentioned, tally->second.to_everybody) > mark.read, mark.last};
}

void decide(Turn& turn, const CreationRequested& input) {
  Channel channel;
  channel.team = input.team;
  if (input.by.agent) {
    const Agent* agent = agents::present(turn, input.by.agent);
    if (agent == nullptr) return;
    channel.team = agent->team;
    channel.creator = agent->id;
  }
  if (const auto good = check_channel_name(input.name); !good) turn.refuse_field("/name", good.error().message);
  check_tags(turn, input.tags);
  if (turn.refused() || !name_is_free(turn, channel.team, input.name) || is_full(turn, channel.team)) return;
  channel.id = input.id;
  channel.name = input.name;
  channel.folded = unicode::fold_name(input.name);
  channel.description = input.description;
  channel.tags = input.tags;
  channel.people = people_of(turn.state(), channel.team);
  channel.created = turn.now();
  turn.result(channel.id.value);
  declare(turn, std::move(channel));
  if (input.by.agent) join(turn, input.id, input.by.agent);
}

void decide(Turn& turn, const ChangeRequested& input) {
  const Channel* found = to_change(turn, input.id, input.by);
  if (found == nullptr) return;
  if (found->from_file) return turn.refuse(Fault::conflict, from_a_file);
  if (input.answers && input.by.agent)
    return turn.refuse(Fault::forbidden, "Who may answer is for people to say, not for an agent that asks.");
  Channel channel = *found;
  if (input.description) channel.description = *input.description;
  if (input.tags) {
    check_tags(turn, *input.tags);
    channel.tags = *input.tags;
  }
  if (input.answers) let_answer(turn, channel, input);
  if (turn.refused()) return;
  turn.result(channel.id.value);
  if (channel != *found) declare(turn, std::move(channel));
}

void decide(Turn& turn, const MembershipRequested& input) {
  // Whoever is in a channel may leave it.
  const Channel* channel = turn.state().channel(input.id);
  const Agent* self = turn.state().agent(input.by.agent);
  const bool leaves_itself = self != nullptr && input.leaves && channel != nullptr &&
                             knows(turn.state(), *channel, input.by) && !input.agent.empty() &&
                             agents::in_team(turn.state(), self->team, input.agent) == self;
  if (!leaves_itself && (channel = to_change(turn, input.id, input.by)) == nullptr) return;
  if (!input.agent.empty()) return change_agent(turn, *channel, input);
  change_person(turn, *channel, input);
}

void decide(Turn& turn, const ReadingMoved& input) {
  const Channel* channel = turn.state().channel(input.channel);
  if (channel == nullptr || !knows(turn.state(), *channel, Actor{{}, input.person}))
    return turn.refuse(Fault::not_found, no_such_channel);
  const auto mark = turn.state().marks.find({input.person, input.channel});
  if (mark != turn.state().marks.end() && mark->second.read >= input.number) return;  // another page was faster
  turn.emit(channels::Fact{Read{input.person, input.channel, input.message, input.number}});
}

}  // namespace askd::core::channels
