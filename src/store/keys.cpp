// Spells the grammar of keys.hpp.
#include "store/keys.hpp"

#include <chrono>
#include <utility>

#include "store/pack.hpp"

namespace askd::store::keys {
namespace {

std::string with_ulid(std::string_view prefix, Ulid id) {
  std::string key;
  key.reserve(prefix.size() + 16);
  key += prefix;
  append_ulid_bytes(key, id);
  return key;
}

std::string with_ulids(std::string_view prefix, Ulid first, Ulid second) {
  std::string key = with_ulid(prefix, first);
  append_ulid_bytes(key, second);
  return key;
}

std::string placed(Place place, std::string_view live_prefix, Ulid id) {
  constexpr std::string_view live = "live/";
  if (place == Place::ended) live_prefix.remove_prefix(live.size());
  return with_ulid(live_prefix, id);
}

void append_text(std::string& key, std::string_view text) {
  for (const char c : text) {
    key += c;
    if (c == '\0') key += '\xff';
  }
  key += '\0';
  key += '\1';
}

// Takes an escaped text off the front of `from`.
std::optional<std::string> take_text(std::string_view& from) {
  std::string text;
  for (std::size_t i = 0; i + 1 < from.size(); ++i) {
    if (from[i] != '\0') {
      text += from[i];
    } else if (from[i + 1] == '\1') {
      from.remove_prefix(i + 2);
      return text;
    } else {
      text += '\0';
      ++i;
    }
  }
  return std::nullopt;
}

std::string with_texts(std::string_view prefix, std::string_view first, std::string_view second) {
  std::string key(prefix);
  append_text(key, first);
  append_text(key, second);
  return key;
}

}  // namespace

std::string log(core::Sequence seq) {
  std::string key(logs);
  append_big_endian(key, seq);
  return key;
}

std::string text(const core::Digest& hash) {
  std::string key = "text/";
  key.append(hash.begin(), hash.end());
  return key;
}

std::string ask(Place place, AskId id) { return placed(place, live_asks, id.value); }
std::string notice(Place place, NoticeId id) { return placed(place, live_notices, id.value); }
std::string conversation(Place place, ConversationId id) { return placed(place, live_conversations, id.value); }
std::string delivery(Place place, DeliveryId id) { return placed(place, live_deliveries, id.value); }
std::string parked(const core::TakenKey& key) { return with_texts(live_parked, key.backend, key.key); }

std::string message(const Where& where, MessageId id) {
  const auto* channel = std::get_if<ChannelId>(&where);
  std::string key = channel != nullptr ? with_ulid("channel-message/", channel->value)
                                       : with_ulid("message/", std::get<ConversationId>(where).value);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string post(const PostRef& post) {
  std::string key = with_texts("post/", post.backend, post.room);
  append_text(key, post.message);
  return key;
}

std::string event(AgentId agent, core::Sequence seq) {
  std::string key = with_ulid("event/", agent.value);
  append_big_endian(key, seq);
  key += '\0';
  return key;
}

std::string channel_event(ChannelId channel, core::Sequence seq) {
  std::string key = with_ulid("channel-event/", channel.value);
  append_big_endian(key, seq);
  return key;
}

std::string ended_of_team(const core::TeamId& team, AskId id) {
  std::string key = "ended/team/";
  append_text(key, team);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string ended_of_agent(AgentId agent, AskId id) {
  std::string key = with_ulid("ended/agent/", agent.value);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string ended_in(ConversationId conversation, AskId id) {
  std::string key = with_ulid("ended/conversation/", conversation.value);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string notice_of_team(const core::TeamId& team, NoticeId id) {
  std::string key = "notices/team/";
  append_text(key, team);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string notice_of_agent(AgentId agent, NoticeId id) {
  std::string key = with_ulid("notices/agent/", agent.value);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string notice_in(ConversationId conversation, NoticeId id) {
  std::string key = with_ulid("notices/conversation/", conversation.value);
  append_ulid_bytes(key, id.value);
  return key;
}

std::string retry(const core::RetryKey& retry) {
  std::string key = with_ulid("retry/", retry.agent.value);
  key += static_cast<char>(retry.operation);
  append_text(key, retry.key);
  return key;
}

std::string taken(const core::TakenKey& key) { return with_texts("taken/", key.backend, key.key); }

std::string taken_at(Instant at, const core::TakenKey& taken) {
  std::string key(taken_times);
  append_big_endian(key, static_cast<std::uint64_t>(at.time_since_epoch().count()));
  append_text(key, taken.backend);
  append_text(key, taken.key);
  return key;
}

std::string cursor(const BackendId& backend) {
  std::string key(cursors);
  append_text(key, backend);
  return key;
}

std::string agent(AgentId id) { return with_ulid(agents, id.value); }
std::string person(PersonId id) { return with_ulid(people, id.value); }
std::string session(SessionId id) { return with_ulid(sessions, id.value); }
std::string invite(InviteId id) { return with_ulid(invites, id.value); }
std::string channel(ChannelId id) { return with_ulid(channels, id.value); }
std::string registration(RegistrationId id) { return with_ulid(registrations, id.value); }
std::string membership(AgentId agent, ChannelId channel) { return with_ulids(memberships, agent.value, channel.value); }
std::string tally(ChannelId channel) { return with_ulid(tallies, channel.value); }
std::string mark(PersonId person, ChannelId channel) { return with_ulids(marks, person.value, channel.value); }

KeyRange all(std::string prefix) {
  std::string end = prefix;
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return {std::move(prefix), std::move(end)};
}

std::optional<core::Sequence> sequence_of_log(std::string_view key) {
  if (!key.starts_with(logs) || key.size() != logs.size() + 8) return std::nullopt;
  return Unpacker(key.substr(logs.size())).big_endian();
}

std::optional<Ulid> last_ulid(std::string_view key) {
  if (key.size() < 16) return std::nullopt;
  return Unpacker(key.substr(key.size() - 16)).ulid();
}

std::optional<std::pair<Ulid, Ulid>> last_ulids(std::string_view key) {
  if (key.size() < 32) return std::nullopt;
  Unpacker both(key.substr(key.size() - 32));
  const Ulid first = both.ulid();
  return std::pair{first, both.ulid()};
}

std::optional<std::string> backend_of_cursor(std::string_view key) {
  if (!key.starts_with(cursors)) return std::nullopt;
  key.remove_prefix(cursors.size());
  return take_text(key);
}

std::optional<TakenAt> read_taken_at(std::string_view key) {
  if (!key.starts_with(taken_times) || key.size() < taken_times.size() + 8) return std::nullopt;
  Unpacker number(key.substr(taken_times.size(), 8));
  const Instant at{std::chrono::milliseconds{static_cast<std::int64_t>(number.big_endian())}};
  key.remove_prefix(taken_times.size() + 8);
  auto backend = take_text(key);
  if (!backend) return std::nullopt;
  auto name = take_text(key);
  if (!name || !key.empty()) return std::nullopt;
  return TakenAt{at, {std::move(*backend), std::move(*name)}};
}

}  // namespace askd::store::keys
