// The names of all rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "askd/id.hpp"
#include "askd/words.hpp"
#include "core/state.hpp"
#include "core/values.hpp"
#include "store/kv.hpp"

// The grammar. <seq> and <instant> are 8 bytes and <ulid>s are 16, big-endian, so that bytes sort as numbers do. A
// <text> is escaped and ended: 00 stands as 00 FF, and 00 01 is its end, so that no text's keys lie among another's.
//
//   log/<seq>                            record: the hash (32 bytes) and the JSON that it is of
//   live/ask/<ulid>                      ⎫
//   live/notice/<ulid>                   ⎪ what is in memory and has to be there again after a start. A conversation
//   live/conversation/<ulid>             ⎬ without a row is one that nothing ever touched but the opening of its one
//   live/delivery/<ulid>                 ⎪ ask, and is made from that
//   live/parked/<text backend><text key> ⎭
//   ask/<ulid>                           ended. It has a row under live/ as well while it still owes something
//   notice/<ulid>                        ⎫
//   conversation/<ulid>                  ⎬ out of memory
//   delivery/<ulid>                      ⎭
//   message/<ulid conversation><ulid>    what was said
//   post/<text backend><text room><text message>      id of the delivery that it shows
//   channel-message/<ulid channel><ulid>              what was said in a channel
//   event/<ulid agent><seq><byte>        what the agent's stream shows; the byte is zero
//   channel-event/<ulid channel><seq>    what the streams of all agents in the channel show
//   ended/team/<text team><ulid ask>     empty: ended asks, to be listed
//   ended/agent/<ulid agent><ulid ask>
//   ended/conversation/<ulid conversation><ulid ask>
//   notices/team/<text team><ulid notice>             empty: all notices, to be listed
//   notices/agent/<ulid agent><ulid notice>
//   notices/conversation/<ulid conversation><ulid notice>
//   retry/<ulid agent><byte operation><text key>      what the key made; of live asks and notices the key is in them
//   taken/<text backend><text key>       instant: an inbound that was decided
//   taken-at/<instant><text backend><text key>        empty: the same by time, to be dropped when old
//   cursor/<text backend>                where the backend resumes
//   agent/<ulid>  person/<ulid>  session/<ulid>  invite/<ulid>  registration/<ulid>
//   channel/<ulid>                       but for the agents that are in it
//   membership/<ulid agent><ulid channel>             the number of the record since which it is in
//   tally/<ulid channel>                 how much was said
//   mark/<ulid person><ulid channel>     how far the person read
//   text/<32 bytes>                      a long text, under its SHA-256
//   meta/format                          the number of the format, in decimal digits
//   meta/head                            number (8 bytes) and hash (32 bytes) of the last record

namespace askd::store {

enum class Place : std::uint8_t { live, ended };

// Where something was said.
using Where = std::variant<ConversationId, ChannelId>;

namespace keys {

inline constexpr std::string_view format = "meta/format";
inline constexpr std::string_view head = "meta/head";

std::string log(core::Sequence seq);
std::string text(const core::Digest& hash);

std::string ask(Place place, AskId id);
std::string notice(Place place, NoticeId id);
std::string conversation(Place place, ConversationId id);
std::string delivery(Place place, DeliveryId id);
std::string parked(const core::TakenKey& key);

std::string message(const Where& where, MessageId id);
std::string post(const PostRef& post);
std::string event(AgentId agent, core::Sequence seq);
std::string channel_event(ChannelId channel, core::Sequence seq);
std::string ended_of_team(const core::TeamId& team, AskId id);
std::string ended_of_agent(AgentId agent, AskId id);
std::string ended_in(ConversationId conversation, AskId id);
std::string notice_of_team(const core::TeamId& team, NoticeId id);
std::string notice_of_agent(AgentId agent, NoticeId id);
std::string notice_in(ConversationId conversation, NoticeId id);
std::string retry(const core::RetryKey& key);
std::string taken(const core::TakenKey& key);
std::string taken_at(Instant at, const core::TakenKey& key);
std::string cursor(const BackendId& backend);

std::string agent(AgentId id);
std::string person(PersonId id);
std::string session(SessionId id);
std::string invite(InviteId id);
std::string channel(ChannelId id);
std::string registration(RegistrationId id);
std::string membership(AgentId agent, ChannelId channel);
std::string tally(ChannelId channel);
std::string mark(PersonId person, ChannelId channel);

// Everything that begins with `prefix`.
KeyRange all(std::string prefix);

inline constexpr std::string_view logs = "log/";
inline constexpr std::string_view live_asks = "live/ask/";
inline constexpr std::string_view live_notices = "live/notice/";
inline constexpr std::string_view live_conversations = "live/conversation/";
inline constexpr std::string_view live_deliveries = "live/delivery/";
inline constexpr std::string_view live_parked = "live/parked/";
inline constexpr std::string_view cursors = "cursor/";
inline constexpr std::string_view agents = "agent/";
inline constexpr std::string_view people = "person/";
inline constexpr std::string_view sessions = "session/";
inline constexpr std::string_view invites = "invite/";
inline constexpr std::string_view channels = "channel/";
inline constexpr std::string_view registrations = "registration/";
inline constexpr std::string_view memberships = "membership/";
inline constexpr std::string_view tallies = "tally/";
inline constexpr std::string_view marks = "mark/";
inline constexpr std::string_view taken_times = "taken-at/";

// Parts of keys, read back. Nothing if the key isn't of that kind.
std::optional<core::Sequence> sequence_of_log(std::string_view key);
std::optional<Ulid> last_ulid(std::string_view key);
// Of a key that ends in two.
std::optional<std::pair<Ulid, Ulid>> last_ulids(std::string_view key);
std::optional<std::string> backend_of_cursor(std::string_view key);
struct TakenAt {
  Instant at;
  core::TakenKey key;
};
std::optional<TakenAt> read_taken_at(std::string_view key);

}  // namespace keys
}  // namespace askd::store
