// What inputs and doors read of things that aren't in memory.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/describe.hpp"
#include "store/keys.hpp"
#include "store/pack.hpp"
#include "store/store.hpp"
#include "store/table.hpp"

namespace askd::store {
namespace {

template <class T>
Result<std::optional<T>> read(const View& view, const std::string& key) {
  const auto row = view.get(key);
  if (!row) return row.error();
  if (!*row) return std::optional<T>{};
  std::optional<T> value{T{}};
  if (!unpack(**row, *value)) {
    const std::size_t noun = key.rfind('/', key.size() > 16 ? key.size() - 16 : key.size());
    return damaged_row(std::string_view(key).substr(0, noun == key.npos ? 0 : noun + 1), key);
  }
  return value;
}

// The row of what has ended, or else that of what lives.
template <class T, class MakeKey, class Id>
Result<std::optional<T>> read_either(const View& view, MakeKey make_key, Id id) {
  auto ended = read<T>(view, make_key(Place::ended, id));
  if (!ended || *ended) return ended;
  return read<T>(view, make_key(Place::live, id));
}

Result<std::vector<core::Delivery>> deliveries_of(const View& view, Ulid subject) {
  std::map<DeliveryId, core::Delivery> found;
  for (const Place place : {Place::live, Place::ended}) {
    const KeyRange range{keys::delivery(place, core::first_delivery_of(subject)),
                         keys::delivery(place, core::last_delivery_of(subject)) + '\0'};
    std::optional<Error> error;
    const auto scanned = view.scan(range, Order::ascending, [&](std::string_view key, std::string_view row) {
      core::Delivery delivery;
      if (unpack(row, delivery)) {
        found.try_emplace(delivery.id, std::move(delivery));
        return true;
      }
      error = damaged_row(place == Place::live ? keys::live_deliveries : "delivery/", key);
      return false;
    });
    if (!scanned) return scanned.error();
    if (error) return *error;
  }
  std::vector<core::Delivery> deliveries;
  deliveries.reserve(found.size());
  for (auto& [id, delivery] : found) deliveries.push_back(std::move(delivery));
  return deliveries;
}

template <class Stored, class Noun, class MakeKey, class Id>
Result<std::optional<Stored>> read_with_deliveries(const View& view, Noun Stored::*noun, MakeKey make_key, Id id) {
  auto row = read_either<Noun>(view, make_key, id);
  if (!row) return row.error();
  if (!*row) return std::optional<Stored>{};
  auto deliveries = deliveries_of(view, id.value);
  if (!deliveries) return deliveries.error();
  std::optional<Stored> stored{Stored{}};
  (*stored).*noun = std::move(**row);
  stored->deliveries = std::move(*deliveries);
  return stored;
}

Result<std::optional<StoredAsk>> read_ask(const View& view, AskId id) {
  return read_with_deliveries(view, &StoredAsk::ask, keys::ask, id);
}
Result<std::optional<StoredNotice>> read_notice(const View& view, NoticeId id) {
  return read_with_deliveries(view, &StoredNotice::notice, keys::notice, id);
}

// The ids at the end of the index's keys, newest first.
template <class Id>
Result<std::vector<Id>> newest_ids(const View& view, const std::string& first, std::string end, std::size_t limit) {
  std::vector<Id> ids;
  if (limit == 0) return ids;
  const auto scanned = view.scan({first, std::move(end)}, Order::descending, [&](std::string_view key, auto) {
    ids.push_back(Id{keys::last_ulid(key).value_or(Ulid{})});
    return ids.size() < limit;
  });
  if (!scanned) return scanned.error();
  return ids;
}

// Appends the first `limit` entries of the range.
Result<> read_events(const View& view, const KeyRange& range, std::size_t limit, std::vector<core::Event>& events) {
  const std::size_t most = events.size() + limit;
  std::optional<Error> error;
  const auto scanned = view.scan(range, Order::ascending, [&](auto key, std::string_view row) {
    if (!unpack(row, events.emplace_back())) error = damaged_row("event/", key);
    return !error && events.size() < most;
  });
  if (!scanned) return scanned.error();
  if (error) return *error;
  return {};
}

// Keeps the first `limit` entries, in order. What lies behind the last of them needn't be read any more: returns the
// new end, so that an agent in thousands of channels costs no more memory than one page.
core::Sequence keep_first(std::vector<core::Event>& events, std::size_t limit, core::Sequence until) {
  std::sort(events.begin(), events.end(), [](const auto& one, const auto& other) { return one.cursor < other.cursor; });
  if (events.size() > limit) events.resize(limit);
  return events.size() < limit ? until : std::min(until, events.back().cursor);
}

constexpr Ulid greatest_ulid{~std::uint64_t{0}, ~std::uint64_t{0}};

// Reads one page of a listing. `of_team` and `of_agent` make the keys of its index.
template <class Stored, class Id, class OfTeam, class OfAgent, class ReadOne>
Result<std::vector<Stored>> read_page(const View& view, const Whose& whose, Id before, std::size_t limit,
                                      OfTeam of_team, OfAgent of_agent, ReadOne read_one) {
  const auto key = [&](Id id) {
    if (const auto* team = std::get_if<core::TeamId>(&whose)) return of_team(*team, id);
    return of_agent(std::get<AgentId>(whose), id);
  };
  const auto ids = newest_ids<Id>(view, key(Id{}), key(before ? before : Id{greatest_ulid}), limit);
  if (!ids) return ids.error();
  std::vector<Stored> page;
  page.reserve(ids->size());
  for (const Id& id : *ids) {
    auto one = read_one(view, id);
    if (!one) return one.error();
    if (*one) page.push_back(std::move(**one));
  }
  return page;
}

// Fetches one row key after the other into `loaded`.
class Fetching {
 public:
  Fetching(const View& view, core::Loaded& loaded) : view_(view), loaded_(loaded) {}

  Result<> operator()(const AskId& id) {
    auto stored = read_ask(view_, id);
    if (!stored) return stored.error();
    if (!*stored) return {};
    loaded_.asks.push_back(std::move((*stored)->ask));
    return take(std::move((*stored)->deliveries));
  }
  Result<> operator()(const NoticeId& id) {
    auto stored = read_notice(view_, id);
    if (!stored) return stored.error();
    if (!*stored) return {};
    loaded_.notices.push_back(std::move((*stored)->notice));
    return take(std::move((*stored)->deliveries));
  }
  Result<> operator()(const ConversationId& id) {
    return append(read_either<core::Conversation>(view_, keys::conversation, id), loaded_.conversations);
  }
  Result<> operator()(const DeliveryId& id) {
    return append(read_either<core::Delivery>(view_, keys::delivery, id), loaded_.deliveries);
  }
  Result<> operator()(const PostRef& post) {
    const auto id = read<DeliveryId>(view_, keys::post(post));
    if (!id) return id.error();
    if (*id) loaded_.posts.emplace_back(post, **id);
    return {};
  }
  Result<> operator()(const core::TakenKey& key) {
    const auto at = read<Instant>(view_, keys::taken(key));
    if (!at) return at.error();
    if (*at) loaded_.taken.push_back(key);
    return {};
  }
  Result<> operator()(const core::RetryKey& key) {
    const auto retried = read<core::Retried>(view_, keys::retry(key));
    if (!retried) return retried.error();
    if (*retried) loaded_.retries.emplace_back(key, **retried);
    return {};
  }

 private:
  Result<> take(std::vector<core::Delivery> deliveries) {
    std::move(deliveries.begin(), deliveries.end(), std::back_inserter(loaded_.deliveries));
    return {};
  }
  template <class T>
  static Result<> append(Result<std::optional<T>> row, std::vector<T>& to) {
    if (!row) return row.error();
    if (*row) to.push_back(std::move(**row));
    return {};
  }

  const View& view_;
  core::Loaded& loaded_;
};

}  // namespace

Result<core::Loaded> Store::fetch(std::span<const core::RowKey> keys) const {
  core::Loaded loaded;
  const auto view = kv_->view();
  Fetching fetching(*view, loaded);
  for (const core::RowKey& key : keys)
    if (const auto fetched = std::visit(fetching, key); !fetched) return fetched.error();
  return loaded;
}

Result<std::optional<StoredAsk>> Store::ask(AskId id) const { return read_ask(*kv_->view(), id); }

Result<std::optional<StoredNotice>> Store::notice(NoticeId id) const { return read_notice(*kv_->view(), id); }

Result<std::optional<core::Conversation>> Store::conversation(ConversationId id) const {
  return read_either<core::Conversation>(*kv_->view(), keys::conversation, id);
}

Result<std::optional<core::Message>> Store::message(const Where& where, MessageId id) const {
  return read<core::Message>(*kv_->view(), keys::message(where, id));
}

Result<std::vector<core::Message>> Store::messages(const Where& where, MessageId after, MessageId before,
                                                   std::size_t limit, bool newest) const {
  std::vector<core::Message> messages;
  if (limit == 0) return messages;
  const KeyRange range{keys::message(where, after) + (after ? std::string(1, '\0') : std::string{}),
                       before ? keys::message(where, before) : keys::message(where, MessageId{greatest_ulid}) + '\0'};
  std::optional<Error> error;
  const auto scanned =
      kv_->view()->scan(range, newest ? Order::descending : Order::ascending, [&](auto key, std::string_view row) {
        if (!unpack(row, messages.emplace_back())) error = damaged_row("message/", key);
        return !error && messages.size() < limit;
      });
  if (!scanned) return scanned.error();
  if (error) return *error;
  if (newest) std::reverse(messages.begin(), messages.end());
  return messages;
}

Result<std::vector<core::Event>> Store::events(AgentId agent, const std::vector<Heard>& channels, core::Sequence after,
                                               core::Sequence until, std::size_t limit) const {
  std::vector<core::Event> events;
  if (limit == 0 || after >= until) return events;
  const auto view = kv_->view();
  auto read = read_events(*view, {keys::event(agent, after + 1), keys::event(agent, until + 1)}, limit, events);
  for (const Heard& heard : channels) {
    if (!read) return read.error();
    if (heard.after >= until) continue;
    const core::Sequence from = std::max(after, heard.after) + 1;
    read = read_events(*view, {keys::channel_event(heard.channel, from), keys::channel_event(heard.channel, until + 1)},
                       limit, events);
    until = keep_first(events, limit, until);
  }
  if (!read) return read.error();
  return events;
}

Result<std::vector<AskId>> Store::ended_in(ConversationId conversation, std::size_t limit) const {
  auto ids = newest_ids<AskId>(*kv_->view(), keys::ended_in(conversation, AskId{}),
                               keys::ended_in(conversation, AskId{greatest_ulid}), limit);
  if (ids) std::reverse(ids->begin(), ids->end());
  return ids;
}

Result<std::vector<NoticeId>> Store::notices_in(ConversationId conversation, std::size_t limit) const {
  auto ids = newest_ids<NoticeId>(*kv_->view(), keys::notice_in(conversation, NoticeId{}),
                                  keys::notice_in(conversation, NoticeId{greatest_ulid}), limit);
  if (ids) std::reverse(ids->begin(), ids->end());
  return ids;
}

Result<std::vector<StoredAsk>> Store::ended_asks(const Whose& whose, AskId before, std::size_t limit) const {
  return read_page<StoredAsk>(*kv_->view(), whose, before, limit, keys::ended_of_team, keys::ended_of_agent, read_ask);
}

Result<std::vector<StoredNotice>> Store::notices(const Whose& whose, NoticeId before, std::size_t limit) const {
  return read_page<StoredNotice>(*kv_->view(), whose, before, limit, keys::notice_of_team, keys::notice_of_agent,
                                 read_notice);
}

Result<std::vector<std::string>> Store::records(core::Sequence from, std::size_t limit, Texts texts) const {
  std::vector<std::string> lines;
  if (limit == 0) return lines;
  const auto view = kv_->view();
  std::optional<Error> error;
  const KeyRange range{keys::log(std::max<core::Sequence>(from, 1)), keys::all(std::string(keys::logs)).end};
  const auto scanned = view->scan(range, Order::ascending, [&](std::string_view key, std::string_view row) {
    const auto record = read_record(keys::sequence_of_log(key).value_or(0), row);
    if (!record) {
      error = record.error();
      return false;
    }
    auto line = texts == Texts::hashed ? Result<std::string>(line_of(*record)) : resolved_line_of(*record, *view);
    if (!line) {
      error = line.error();
      return false;
    }
    lines.push_back(std::move(*line));
    return lines.size() < limit;
  });
  if (!scanned) return scanned.error();
  if (error) return *error;
  return lines;
}

Result<> Store::export_log(Texts texts, const std::function<bool(std::string_view line)>& line) const {
  constexpr std::size_t at_once = 256;
  const core::Sequence last = head().seq;
  for (core::Sequence from = 1; from <= last; from += at_once) {
    const auto lines = records(from, std::min<core::Sequence>(at_once, last - from + 1), texts);
    if (!lines) return lines.error();
    for (const std::string& one : *lines)
      if (!line(one)) return {};
  }
  return {};
}

}  // namespace askd::store
