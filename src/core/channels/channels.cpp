// Decides what channels there are and who is in them.
#include "core/channels/channels.hpp"

#include "core/people/people.hpp"

#include "base/check.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace askd::core::channels {
namespace {

std::set<PersonId> people_named(const Turn& turn, const TeamId& team, const std::vector<std::string>& names) {
  std::set<PersonId> people;
  for (const std::string& name : names)
    for (const PersonId& id : people::called(turn, team, name)) people.insert(id);
  return people;
}

Channel as_declared(const Turn& turn, Channel channel, const RosterTeam& team, const RosterChannel& wanted) {
  channel.team = team.name;
  channel.name = wanted.name;
  channel.folded = unicode::fold_name(wanted.name);
  channel.description = wanted.description;
  channel.tags = wanted.tags;
  channel.rooms = wanted.rooms;
  channel.people = people_named(turn, team.name, wanted.members);
  channel.answers = wanted.answers;
  channel.answerers = people_named(turn, team.name, wanted.answerers);
  channel.from_file = true;
  channel.archived = false;
  return channel;
}

void apply_one(State& state, const Declared& fact) {
  Channel channel = fact.channel;
  if (const Channel* before = state.channel(channel.id)) channel.agents = before->agents;
  remember(state, std::move(channel));
}

// Who comes in hears what is said from now on.
void apply_one(State& state, const Joined& fact) {
  if (fact.agent) return remember_member(state, fact.channel, fact.agent, state.sequence);
  state.channels.at(fact.channel).people.insert(fact.person);
}

void apply_one(State& state, const Left& fact) {
  Channel& channel = state.channels.at(fact.channel);
  if (fact.person) {
    channel.people.erase(fact.person);
  } else {
    state.memberships.erase({fact.agent, fact.channel});
    channel.agents.erase(fact.agent);
  }
}

// Another channel that the files named alike may look the same.
void forget_look(State& state, const Channel& channel) {
  const std::pair<TeamId, std::string> look{channel.team, unicode::skeleton(channel.name)};
  const auto found = state.channel_looks.find(look);
  if (found == state.channel_looks.end() || found->second != channel.id) return;
  state.channel_looks.erase(found);
  for (const auto& [id, other] : state.channels)
    if (id != channel.id && other.team == channel.team && !other.archived &&
        unicode::skeleton(other.name) == look.second)
      state.channel_looks.try_emplace(look, id);
}

bool binds(const Channel& channel, const Room& room) {
  return !channel.archived && std::find(channel.rooms.begin(), channel.rooms.end(), room) != channel.rooms.end();
}

// The configuration binds a room to one channel. While a change of files hands it on it may stand in two, and then it
// is the older one's, live as after a start.
void bind_rooms(State& state, const Channel& channel) {
  if (channel.archived) return;
  for (const Room& room : channel.rooms) {
    const auto [at, fresh] = state.rooms.try_emplace(room, channel.id);
    if (!fresh) at->second = std::min(at->second, channel.id);
  }
}

// The rooms that the channel had and has no more go to another that lists them.
void release_rooms(State& state, const Channel& before, const Channel& now) {
  for (const Room& room : before.rooms) {
    const auto held = state.rooms.find(room);
    if (binds(now, room) || held == state.rooms.end() || held->second != before.id) continue;
    const auto next = std::find_if(state.channels.begin(), state.channels.end(),
                                   [&](const auto& one) { return one.first != before.id && binds(one.second, room); });
    if (next == state.channels.end())
      state.rooms.erase(held);
    else
      held->second = next->first;
  }
}

void apply_one(State& state, const Read& fact) {
  Mark& mark = state.marks[{fact.person, fact.channel}];
  mark.read = fact.number;
  mark.last = fact.message;
}

}  // namespace

ChannelId named(const State& state, const TeamId& team, std::string_view name) {
  std::string folded = unicode::fold_name(name);
  if (!folded.starts_with('#')) folded.insert(folded.begin(), '#');
  const auto found = state.channel_names.find({team, folded});
  return found == state.channel_names.end() ? ChannelId{} : found->second;
}

void declare(Turn& turn, Channel channel) {
  channel.agents.clear();
  turn.emit(channels::Fact{Declared{std::move(channel)}});
}

void reconcile(Turn& turn, std::vector<Ulid>& fresh) {
  std::set<ChannelId> declared;
  for (const RosterTeam& team : turn.roster().teams) {
    for (const RosterChannel& wanted : team.channels) {
      Channel channel;
      if (const ChannelId known = named(turn.state(), team.name, wanted.name)) {
        channel = *turn.state().channel(known);
      } else {
        channel.id = ChannelId{fresh.back()};
        channel.created = turn.now();
        fresh.pop_back();
      }
      declared.insert(channel.id);
      Channel now = as_declared(turn, std::move(channel), team, wanted);
      const Channel* before = turn.state().channel(now.id);
      if (before == nullptr || *before != now) declare(turn, std::move(now));
    }
  }
  std::vector<Channel> left;
  for (const auto& [id, channel] : turn.state().channels)
    if (channel.from_file && !channel.archived && !declared.contains(id)) left.push_back(channel);
  for (Channel& channel : left) {
    channel.archived = true;
    channel.from_file = false;
    declare(turn, std::move(channel));
  }
}

void remember(State& state, Channel channel) {
  if (const Channel* before = state.channel(channel.id)) release_rooms(state, *before, channel);
  bind_rooms(state, channel);
  const std::pair<TeamId, std::string> name{channel.team, channel.folded};
  if (channel.archived) {
    state.channel_names.erase(name);
    forget_look(state, channel);
  } else {
    state.channel_names.insert_or_assign(name, channel.id);
    state.channel_looks.try_emplace({channel.team, unicode::skeleton(channel.name)}, channel.id);
  }
  const ChannelId id = channel.id;
  state.channels.insert_or_assign(id, std::move(channel));
}

void remember_member(State& state, const ChannelId& channel, const AgentId& agent, Sequence since) {
  const auto found = state.channels.find(channel);
  CHECK(found != state.channels.end(), "an agent is in a channel that State doesn't hold");
  state.memberships.try_emplace({agent, channel}, since);
  found->second.agents.insert(agent);
}

void count(State& state, const Message& message, Sequence sequence) {
  Tally& tally = state.tallies[message.channel];
  tally.messages = message.number;
  tally.last = message.id;
  tally.at = sequence;
  if (message.everybody) tally.to_everybody = message.number;
  // Who writes has read what stands above.
  if (message.person) {
    Mark& own = state.marks[{message.person, message.channel}];
    own.read = message.number;
    own.last = message.id;
  }
  for (const PersonId& person : message.people)
    if (person != message.person) state.marks[{person, message.channel}].mentioned = message.number;
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::channels
