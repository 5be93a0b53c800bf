// Channels as both doors show and read them.
#pragma once

#include "base/json.hpp"
#include "core/channels/channel.hpp"
#include "core/state.hpp"

#include "askd/result.hpp"

#include <cstddef>
#include <string>

namespace askd::shapes {

inline constexpr std::size_t description_max = 1'000;  // code points
inline constexpr std::size_t tags_max = 20;

// {"id", "name", "description", "tags", "member", "from_file", "answers", "people", "agents"}; for a person also
// "unread", "mentioned" and "last", the newest message there.
void write_channel(json::Writer& writer, const core::State& state, const core::Channel& channel,
                   const core::channels::Actor& reader);
std::string channel_text(const core::State& state, const core::Channel& channel, const core::channels::Actor& reader);

// [{"id", "name"}] of the channels that an agent is in.
void write_channels_of(json::Writer& writer, const core::State& state, AgentId agent);

// {"channel_id", "message_id", "unread", "mentioned"}
void write_reading(json::Writer& writer, const core::State& state, PersonId person, ChannelId channel);

// {"type", "id", "name"}; nothing is written for one that isn't there.
void write_member_of(json::Writer& writer, const core::State& state, AgentId agent);
void write_member_of(json::Writer& writer, const core::State& state, PersonId person);

// Each Fault::invalid with every problem; who asks, and about which channel, is for the caller to fill in.
Result<core::channels::CreationRequested> read_new_channel(const Json& body);
Result<core::channels::ChangeRequested> read_channel_change(const Json& body);
Result<core::channels::MembershipRequested> read_membership(const Json& body);

}  // namespace askd::shapes
