// Channels: found by name, declared by files, joined by people.
#pragma once

#include "core/turn.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace askd::core::channels {

// Names are unique in a team after NFKC and case folding; the '#' may be left out.
ChannelId named(const State& state, const TeamId& team, std::string_view name);

// By id, or by name within the team. Nothing for one of another team, and for one that is archived.
const Channel* in_team(const State& state, const TeamId& team, std::string_view which);

// Whether the one who asks belongs to the channel's team, and so may know that it is there. The operator knows all; an
// archived one is known to nobody, and nothing to a revoked agent.
bool knows(const State& state, const Channel& channel, const Actor& by);
bool is_member(const Channel& channel, const Actor& by);
// Members read a channel and speak in it, and so do owners of the team; the operator only reads.
bool reads(const State& state, const Channel& channel, const Actor& by);

// The channels that the agent is in.
std::vector<ChannelId> of_agent(const State& state, const AgentId& agent);

// Makes the channel as it is here. Who is in it comes and goes by facts of its own: its agents stay.
void declare(Turn& turn, Channel channel);
// The agent comes in, if it isn't in already.
void join(Turn& turn, const ChannelId& channel, const AgentId& agent);
void leave_all(Turn& turn, const AgentId& agent);

// What a person hasn't read.
struct Unread {
  std::uint64_t messages = 0;
  bool mentioned = false;
  MessageId last = {};  // the last one that they read
};
Unread unread_by(const State& state, const PersonId& person, const ChannelId& channel);

void decide(Turn& turn, const CreationRequested& input);
void decide(Turn& turn, const ChangeRequested& input);
void decide(Turn& turn, const MembershipRequested& input);
void decide(Turn& turn, const ReadingMoved& input);

// Makes the channels of the files as the files say, adopts those of the same name, and archives those that left.
void reconcile(Turn& turn, std::vector<Ulid>& fresh);

void apply(State& state, const Fact& fact);
// Puts a channel into State with its index, as apply() and a start do.
void remember(State& state, Channel channel);
void remember_member(State& state, const ChannelId& channel, const AgentId& agent, Sequence since);
// Counts a message that was said there. `sequence` is its record's number.
void count(State& state, const Message& message, Sequence sequence);

}  // namespace askd::core::channels
