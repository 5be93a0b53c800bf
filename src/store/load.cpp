// Reads tables in parallel and builds every index in one sorted pass.
#include "store/load.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/crypto.hpp"
#include "base/unicode.hpp"
#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/describe.hpp"
#include "core/people/people.hpp"
#include "core/registrations/registrations.hpp"
#include "store/keys.hpp"
#include "store/pack.hpp"
#include "store/rows.hpp"
#include "store/table.hpp"

namespace askd::store {

Error damaged_row(std::string_view kind, std::string_view key) {
  const std::string_view name = key.substr(std::min(kind.size(), key.size()));
  return Error{Fault::corrupt, "The row " + std::string(kind) + crypto::hex(name) +
                                   " of the store can't be read: it is damaged, or a later version of askd wrote it."};
}

namespace {

struct Nothing {};

// An ask's retry key with its first bytes at hand: sorting by the whole text would fetch it from afar each time.
struct Retry {
  AgentId agent;
  std::array<std::uint64_t, 2> start;
  const core::Ask* ask;

  explicit Retry(const core::Ask& of)
      : agent(of.agent), start{word_at(of.retry_key, 0), word_at(of.retry_key, 8)}, ask(&of) {}
  bool operator<(const Retry& other) const {
    if (const auto order = std::tie(agent, start) <=> std::tie(other.agent, other.start); order != 0) return order < 0;
    return ask->retry_key < other.ask->retry_key;
  }

 private:
  // Eight bytes as a number that sorts as they do.
  static std::uint64_t word_at(std::string_view text, std::size_t at) {
    std::uint64_t word = 0;
    for (std::size_t i = at; i < at + 8; ++i)
      word = (word << 8) | (i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0);
    return word;
  }
};

// What the indexes need to know of the asks in one piece.
struct Gathered {
  std::vector<std::pair<ConversationId, const core::Ask*>> open;
  std::vector<std::pair<Instant, AskId>> deadlines;
  std::vector<Retry> retries;
  std::vector<std::pair<ConversationId, Ulid>> ended;
  std::map<AgentId, std::uint32_t> open_asks;
};

void gather(Gathered& gathered, const core::Ask& ask) {
  if (!ask.retry_key.empty()) gathered.retries.emplace_back(ask);
  if (ask.state != core::AskState::open) {
    gathered.ended.emplace_back(ask.conversation, ask.id.value);
    return;
  }
  gathered.open.emplace_back(ask.conversation, &ask);
  if (ask.expires) gathered.deadlines.emplace_back(*ask.expires, ask.id);
  ++gathered.open_asks[ask.agent];
}

using AskPieces = std::vector<Piece<AskId, core::Ask, Gathered>>;

// One list of all pieces', sorted.
template <class T, class Less = std::less<>>
std::vector<T> collect(AskPieces& pieces, std::vector<T> Gathered::*list, Less less = {}) {
  std::size_t count = 0;
  for (const auto& piece : pieces) count += (piece.extra.*list).size();
  std::vector<T> all;
  all.reserve(count);
  for (auto& piece : pieces) {
    std::move((piece.extra.*list).begin(), (piece.extra.*list).end(), std::back_inserter(all));
    (piece.extra.*list) = {};
  }
  std::sort(all.begin(), all.end(), less);
  return all;
}

template <class Container, class T>
void insert_sorted(Container& into, std::vector<T> sorted) {
  for (T& one : sorted) into.insert(into.end(), std::move(one));
}

// Whether the row knows of exactly these open asks. One that doesn't is older than the opening of its only ask, which
// wrote no row because opened_by() makes the same.
bool knows(const core::Conversation& row, const std::vector<const core::Ask*>& open) {
  return row.open.size() == open.size() && std::all_of(open.begin(), open.end(), [&](const core::Ask* ask) {
           return std::find(row.open.begin(), row.open.end(), ask->id) != row.open.end();
         });
}

// Gives each open ask its conversation: its row, or what opened_by() makes.
std::optional<Error> build_conversations(core::State& state, AskPieces& asks) {
  auto open = collect(asks, &Gathered::open, [](const auto& one, const auto& other) {
    return std::tie(one.first, one.second->id) < std::tie(other.first, other.second->id);
  });
  std::map<ConversationId, core::Conversation> rows;
  rows.swap(state.conversations);
  auto row = rows.begin();
  const auto take_rows_before = [&](const ConversationId* id) {
    while (row != rows.end() && (id == nullptr || row->first < *id))
      state.conversations.insert(state.conversations.end(), rows.extract(row++));
  };
  std::vector<const core::Ask*> together;
  for (std::size_t i = 0; i < open.size();) {
    const ConversationId id = open[i].first;
    together.clear();
    for (; i < open.size() && open[i].first == id; ++i) together.push_back(open[i].second);
    take_rows_before(&id);
    const bool known = row != rows.end() && row->first == id;
    if (known && knows(row->second, together)) {
      state.conversations.insert(state.conversations.end(), rows.extract(row++));
    } else if (together.size() == 1) {
      if (known) ++row;
      state.conversations.emplace_hint(state.conversations.end(), id, opened_by(*together.front()));
    } else {
      return damaged_row(keys::live_conversations, keys::conversation(Place::live, id));
    }
  }
  take_rows_before(nullptr);
  return std::nullopt;
}

std::optional<Error> load_asks(const Kv& kv, const View& view, core::State& state, unsigned threads) {
  auto conversations = read_pieces<ConversationId, core::Conversation, Nothing>(
      kv, view, keys::live_conversations, threads, [](Nothing&, const core::Conversation&) {});
  if (auto error = error_in(conversations)) return error;
  join_pieces(conversations, state.conversations);

  auto asks = read_pieces<AskId, core::Ask, Gathered>(kv, view, keys::live_asks, threads, gather);
  if (auto error = error_in(asks)) return error;
  for (const auto& piece : asks)
    for (const auto& [agent, count] : piece.extra.open_asks) state.open_asks[agent] += count;

  std::optional<Error> error;
  const std::array<std::function<void()>, 3> jobs{
      [&] { error = build_conversations(state, asks); }, [&] { join_pieces(asks, state.asks); },
      [&] {
        for (const Retry& retry : collect(asks, &Gathered::retries))
          state.retries.emplace_hint(state.retries.end(),
                                     core::RetryKey{retry.agent, core::Operation::ask, retry.ask->retry_key},
                                     core::Retried{retry.ask->id.value, retry.ask->retry_digest});
        insert_sorted(state.deadlines, collect(asks, &Gathered::deadlines));
        insert_sorted(state.subjects, collect(asks, &Gathered::ended));
      }};
  run_each(jobs.size(), threads, [&](std::size_t i) { jobs[i](); });
  return error;
}

std::optional<Error> load_notices(const Kv& kv, const View& view, core::State& state, unsigned threads) {
  auto notices = read_pieces<NoticeId, core::Notice, Nothing>(kv, view, keys::live_notices, threads,
                                                              [](Nothing&, const core::Notice&) {});
  if (auto error = error_in(notices)) return error;
  join_pieces(notices, state.notices);
  for (const auto& [id, notice] : state.notices) {
    state.subjects.emplace(notice.conversation, id.value);
    if (!notice.retry_key.empty())
      state.retries.emplace(core::RetryKey{notice.agent, core::Operation::notice, notice.retry_key},
                            core::Retried{id.value, notice.retry_digest});
  }
  return std::nullopt;
}

std::optional<Error> load_deliveries(const Kv& kv, const View& view, core::State& state, unsigned threads) {
  auto deliveries = read_pieces<DeliveryId, core::Delivery, Nothing>(kv, view, keys::live_deliveries, threads,
                                                                     [](Nothing&, const core::Delivery&) {});
  if (auto error = error_in(deliveries)) return error;
  join_pieces(deliveries, state.deliveries);
  Ulid last_subject = {};
  for (const auto& [id, delivery] : state.deliveries) {
    for (const core::Copy& copy : delivery.copies) state.posts.insert_or_assign(copy.post, id);
    const bool words = delivery.subject == core::Subject::words;
    if (words) state.subjects.emplace(core::kept_with(delivery), core::subject_of(id));
    if (!words && delivery.stage == core::Stage::queued)
      ++state.posting[{delivery.room.backend, delivery.room.person ? std::string{} : delivery.room.name}];
    if (const Ulid subject = core::subject_of(id); subject != last_subject) {
      core::deliveries::refresh_owed(state, subject);
      last_subject = subject;
    }
  }
  return std::nullopt;
}

// Calls `take(key, row)` for every row under `prefix`.
template <class T, class Take>
std::optional<Error> each_row(const View& view, std::string_view prefix, Take take) {
  std::optional<Error> error;
  const auto scanned = view.scan(keys::all(std::string(prefix)), Order::ascending, [&](auto key, auto value) {
    T row{};
    if (unpack(value, row) && take(key, row)) return true;
    error = damaged_row(prefix, key);
    return false;
  });
  if (!scanned) return scanned.error();
  return error;
}

// The core folds names, and only text can be folded. The doors let no other in, so another is damage.
template <class T>
bool names_are_text(const T& row) {
  if constexpr (std::is_same_v<T, core::Person>)
    return unicode::valid_utf8(row.key) && unicode::valid_utf8(row.name);
  else if constexpr (requires { row.name; })
    return unicode::valid_utf8(row.name);
  else
    return true;
}

// Reads rows whose indexes the core builds by itself.
template <class T, class Remember>
std::optional<Error> remember_each(const View& view, std::string_view prefix, Remember remember) {
  return each_row<T>(view, prefix, [&](std::string_view, T& row) {
    if (!names_are_text(row)) return false;
    remember(std::move(row));
    return true;
  });
}

// Who is in which channel, what was said there and how far people read.
std::optional<Error> load_members(const View& view, core::State& state) {
  auto error =
      each_row<core::Sequence>(view, keys::memberships, [&](std::string_view key, const core::Sequence& since) {
        const auto ids = keys::last_ulids(key);
        if (!ids || !state.channels.contains(ChannelId{ids->second})) return false;
        core::channels::remember_member(state, ChannelId{ids->second}, AgentId{ids->first}, since);
        return true;
      });
  if (error) return error;
  error = each_row<core::Tally>(view, keys::tallies, [&](std::string_view key, const core::Tally& tally) {
    const auto id = keys::last_ulid(key);
    if (id) state.tallies.emplace(ChannelId{*id}, tally);
    return id.has_value();
  });
  if (error) return error;
  return each_row<core::Mark>(view, keys::marks, [&](std::string_view key, const core::Mark& mark) {
    const auto ids = keys::last_ulids(key);
    if (ids) state.marks.emplace(std::pair{PersonId{ids->first}, ChannelId{ids->second}}, mark);
    return ids.has_value();
  });
}

std::optional<Error> load_nouns(const View& view, core::State& state) {
  if (auto error = remember_each<core::Agent>(
          view, keys::agents, [&](core::Agent agent) { core::agents::remember(state, std::move(agent)); }))
    return error;
  if (auto error = remember_each<core::Person>(
          view, keys::people, [&](core::Person person) { core::people::remember(state, std::move(person)); }))
    return error;
  if (auto error = remember_each<core::Invite>(
          view, keys::invites, [&](const core::Invite& invite) { core::people::remember(state, invite); }))
    return error;
  if (auto error = remember_each<core::Session>(
          view, keys::sessions, [&](const core::Session& session) { core::people::remember(state, session); }))
    return error;
  if (auto error = remember_each<core::Channel>(
          view, keys::channels, [&](core::Channel channel) { core::channels::remember(state, std::move(channel)); }))
    return error;
  if (auto error = load_members(view, state)) return error;
  if (auto error = remember_each<core::Registration>(
          view, keys::registrations, [&](const core::Registration& one) { core::registrations::remember(state, one); }))
    return error;
  return each_row<std::string>(view, keys::cursors, [&](std::string_view key, std::string& cursor) {
    auto backend = keys::backend_of_cursor(key);
    if (backend) state.cursors.emplace(std::move(*backend), std::move(cursor));
    return backend.has_value();
  });
}

std::optional<Error> load_parked(const View& view, core::State& state) {
  auto error = each_row<core::conversations::Parked>(view, keys::live_parked,
                                                     [&](std::string_view, core::conversations::Parked& parked) {
                                                       core::TakenKey key{parked.backend, parked.what.key};
                                                       state.parked.emplace(std::move(key), std::move(parked));
                                                       return true;
                                                     });
  if (error) return error;
  std::set<BackendId> backends;
  for (const auto& [key, parked] : state.parked) backends.insert(key.backend);
  for (const BackendId& backend : backends) core::deliveries::refresh_parked(state, backend);
  return std::nullopt;
}

}  // namespace

Result<core::State> load_state(const Kv& kv, const Head& head, unsigned threads) {
  const auto view = kv.view();
  core::State state;
  if (auto error = load_nouns(*view, state)) return *error;
  if (auto error = load_asks(kv, *view, state, threads)) return *error;
  if (auto error = load_notices(kv, *view, state, threads)) return *error;
  if (auto error = load_deliveries(kv, *view, state, threads)) return *error;
  if (auto error = load_parked(*view, state)) return *error;
  state.newly_owed.clear();  // all of it is owed; nothing is new
  state.sequence = head.seq;
  return state;
}

}  // namespace askd::store
