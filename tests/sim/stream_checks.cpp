// What agents' streams hold, beside what the log says they must.
#include "sim/checks.hpp"

#include "core/streams/streams.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace askd::sim {

// Told once: in the log, and numbered within its channel without a gap.
void Checks::messages_are_there() const {
  std::map<ChannelId, std::uint64_t> numbers;
  std::set<MessageId> said;
  for (const core::Fact& fact : shown.log_) {
    const core::Message* one = core::said_in(fact);
    if (one == nullptr || !one->channel) continue;
    said.insert(one->id);
    require(one->number == ++numbers[one->channel], "I10: a channel's messages aren't counted");
    const auto row = shown.store_->message(one->channel, one->id);
    require(row && *row == *one, "I10: a message has no row");
  }
  for (const MessageId& id : shown.told_messages_)
    require(said.contains(id), "I2: somebody was told of a message that isn't there");
}

// What is said in one room of a channel is said in the channel once, and once in each of its other rooms.
void Checks::rooms_hear_each_other() const {
  const std::set<std::string> spoken(shown.spoken_.begin(), shown.spoken_.end());
  std::map<std::string, const core::Message*> said;
  std::map<Ulid, std::size_t> queued;
  for (const core::Fact& fact : shown.log_) {
    // What was replied to words in a room is said in the channel too, but people say that in the same words.
    const core::Message* message = core::said_in(fact);
    if (message != nullptr && message->channel && !message->room.empty() && spoken.contains(message->content.text))
      require(said.emplace(message->content.text, message).second, "I12: said in a room, and heard twice");
    const auto* deliveries = std::get_if<core::deliveries::Fact>(&fact);
    const auto* one = deliveries == nullptr ? nullptr : std::get_if<core::deliveries::Queued>(deliveries);
    if (one != nullptr && !one->delivery.conversation) ++queued[core::subject_of(one->delivery.id)];
  }
  for (const std::string& words : shown.spoken_) {
    const auto heard = said.find(words);
    require(heard != said.end(), "I12: said in a room, and not in its channel");
    require(queued[heard->second->id.value] == shown.platforms_.size() - 1, "I12: another room wasn't told");
  }
}

// The stream of each agent: what is its own, and what was said in its channels while it was there.
void Checks::streams_are_the_log() const {
  core::State all;
  std::map<AgentId, std::vector<core::Sequence>> own;
  std::map<ChannelId, std::vector<core::Sequence>> in_channel;
  for (const core::Fact& fact : shown.log_) {
    core::apply(all, fact);
    const auto event = core::event_of(all, fact, all.sequence, Instant{});
    if (!event) continue;
    if (event->agent)
      own[event->agent].push_back(event->cursor);
    else
      in_channel[event->channel].push_back(event->cursor);
  }
  for (const auto& [id, agent] : all.agents) {
    std::vector<core::Sequence> expected = own[id];
    std::vector<store::Store::Heard> heard;
    for (const auto& [member, since] : all.memberships) {
      if (member.first != id) continue;
      heard.push_back({member.second, since});
      for (const core::Sequence cursor : in_channel[member.second])
        if (cursor > since) expected.push_back(cursor);
    }
    std::sort(expected.begin(), expected.end());
    // In pages, as a follower reads.
    std::vector<core::Sequence> read;
    for (core::Sequence after = 0;;) {
      const auto page = shown.store_->events(id, heard, after, all.sequence, 7);
      require(page.has_value(), "I11: a stream can't be read");
      for (const core::Event& event : *page) read.push_back(event.cursor);
      if (page->size() < 7) break;
      after = page->back().cursor;
    }
    require(read == expected, "I11: the stream of " + agent.name + " isn't what the log makes of it");
  }
}

}  // namespace askd::sim
