// Filters and merges: a search looks at a bounded number of asks for each page.
#include "engine/listing.hpp"

#include "store/store.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>
#include <variant>

namespace askd::engine {
namespace {

// A page of a search looks at so much at the most: others read behind it, on the same thread.
constexpr std::size_t looked_at_max = 5'000;
constexpr std::size_t bytes_max = std::size_t{1} << 20;

bool has_label(const core::Ask& ask, const core::Label& wanted) {
  const auto& labels = ask.question.labels;
  return std::find(labels.begin(), labels.end(), wanted) != labels.end();
}

// Everything that doesn't need State.
bool matches(const AskFilter& filter, const core::Ask& ask) {
  if (!filter.team.empty() && ask.team != filter.team) return false;
  if (filter.agent && ask.agent != *filter.agent) return false;
  if (filter.state && ask.state != *filter.state) return false;
  if (filter.ended && ask.state == core::AskState::open) return false;
  const auto labelled = [&](const core::Label& label) { return has_label(ask, label); };
  if (!std::all_of(filter.labels.begin(), filter.labels.end(), labelled)) return false;
  return filter.words.empty() || mentions(ask, filter.words);
}

// A conversation outlives its asks, and more may be said in it.
core::Sequence stored_activity(store::Store& store, const ConversationId& id) {
  const auto conversation = store.conversation(id).value();
  return conversation ? conversation->activity : 0;
}

bool wants_open(const AskFilter& filter) {
  return !filter.ended && (!filter.state || *filter.state == core::AskState::open);
}

void append_value(std::string& text, const core::Value& value) {
  if (const auto* word = std::get_if<std::string>(&value)) text += *word + " ";
  if (const auto* several = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& word : *several) text += word + " ";
  if (const auto* fields = std::get_if<std::vector<core::FieldValue>>(&value))
    for (const core::FieldValue& field : *fields) text += field.text + " ";
}

store::Whose whose(const core::TeamId& team, const std::optional<AgentId>& agent) {
  if (agent) return *agent;
  return team;
}

// Words as they are looked for: without regard to case.
std::vector<std::string> folded_words(const std::string& words) {
  std::istringstream folded(unicode::fold_name(words));
  return {std::istream_iterator<std::string>(folded), {}};
}

bool holds(const std::string& text, const std::vector<std::string>& words) {
  const std::string folded = unicode::fold_name(text);
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return folded.find(word) != std::string::npos; });
}

AskView view_of(const core::State& state, const core::Ask& ask) {
  AskView view;
  view.ask = ask;
  const auto last = core::last_delivery_of(ask.id.value);
  for (auto at = state.deliveries.lower_bound(core::first_delivery_of(ask.id.value));
       at != state.deliveries.end() && at->first <= last; ++at)
    view.deliveries.push_back(at->second);
  if (const core::Conversation* conversation = state.conversation(ask.conversation))
    view.activity = conversation->activity;
  return view;
}

}  // namespace

Page<core::Message> scan_messages(store::Store& store, const store::Where& where, const std::string& words,
                                  MessageId before, std::size_t limit) {
  constexpr std::size_t at_once = 50;
  const std::vector<std::string> wanted = folded_words(words);
  Page<core::Message> page;
  std::size_t bytes = 0;
  for (std::size_t looked_at = 0; looked_at < looked_at_max && bytes < bytes_max; looked_at += at_once) {
    const auto messages = store.messages(where, MessageId{}, before, at_once, true).value();
    for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
      before = message->id;
      bytes += message->content.text.size();
      if (!holds(message->content.text + " " + message->author_name, wanted)) continue;
      page.items.insert(page.items.begin(), *message);
      if (page.items.size() < limit) continue;
      page.next = before.text();
      return page;
    }
    if (messages.size() < at_once) return page;
  }
  page.next = before.text();
  return page;
}

bool mentions(const core::Ask& ask, const std::string& words) {
  std::string text = ask.question.title + " " + ask.question.body.text + " " + ask.agent_name + " ";
  for (const core::ContextEntry& entry : ask.question.context) text += entry.name + " " + entry.text + " ";
  for (const core::Answer& vote : ask.votes) {
    append_value(text, vote.value);
    text += vote.note.text + " " + vote.by_name + " ";
  }
  return holds(text, folded_words(words));
}

Listing::Listing(AskFilter filter, AskId before, std::size_t limit)
    : filter_(std::move(filter)), before_(before), limit_(limit) {}

void Listing::scan_open(const core::State& state) {
  if (!wants_open(filter_)) return;
  std::size_t looked_at = 0;
  auto at = before_ ? state.asks.lower_bound(before_) : state.asks.end();
  while (at != state.asks.begin()) {
    --at;
    // One more than the page holds tells that there is a next page.
    if (entries_.size() > limit_ || ++looked_at > looked_at_max) {
      open_stopped_at_ = std::next(at)->first;
      return;
    }
    const core::Ask& ask = at->second;
    if (ask.state != core::AskState::open || !matches(filter_, ask)) continue;
    if (!filter_.visible || filter_.visible(ask)) entries_.push_back(Entry{ask.id, {}});
  }
}

bool Listing::wants_ended() const { return !filter_.state || *filter_.state != core::AskState::open; }

EndedPlan Listing::ended_plan() const {
  EndedPlan plan{filter_, before_, limit_ + 1};
  plan.filter.visible = {};  // it looks at State, which the reading thread must not
  return plan;
}

EndedScan scan_ended(store::Store& store, const EndedPlan& plan) {
  EndedScan scan;
  scan.last = plan.before;
  for (std::size_t looked_at = 0; looked_at < looked_at_max;) {
    const std::size_t most = std::max<std::size_t>(plan.limit, 64);
    auto asks = store.ended_asks(whose(plan.filter.team, plan.filter.agent), scan.last, most).value();
    std::size_t taken = 0;
    for (store::StoredAsk& stored : asks) {
      ++looked_at;
      ++taken;
      scan.last = stored.ask.id;
      if (matches(plan.filter, stored.ask)) {
        const core::Sequence activity = stored_activity(store, stored.ask.conversation);
        scan.items.push_back(AskView{std::move(stored.ask), std::move(stored.deliveries), activity});
      }
      // A person may be shown few of these, so more are read than one page needs.
      if (scan.items.size() >= plan.limit * 2) break;
    }
    scan.more = asks.size() == most || taken < asks.size();
    if (!scan.more || scan.items.size() >= plan.limit * 2) return scan;
  }
  return scan;
}

void Listing::merge(EndedScan ended, const core::State& state) {
  if (ended.more) ended_stopped_at_ = ended.last;
  for (AskView& view : ended.items) {
    if (filter_.visible && !filter_.visible(view.ask)) continue;
    // It was open when the open ones were looked at, and has ended since: one entry is enough.
    const auto same = [&](const Entry& entry) { return entry.id == view.ask.id; };
    if (const auto there = std::find_if(entries_.begin(), entries_.end(), same); there != entries_.end()) continue;
    if (const core::Conversation* conversation = state.conversation(view.ask.conversation))
      view.activity = conversation->activity;
    const AskId id = view.ask.id;
    entries_.push_back(Entry{id, std::move(view)});
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.id > b.id; });
}

Page<AskView> Listing::take(const core::State& state) {
  Page<AskView> page;
  // Behind the place where one of the two scans stopped, the other one's entries would be out of order.
  const AskId stopped = std::max(open_stopped_at_, ended_stopped_at_);
  AskId last;
  bool more = static_cast<bool>(stopped);
  for (Entry& entry : entries_) {
    if (stopped && entry.id < stopped) break;
    if (page.items.size() == limit_) {
      more = true;
      break;
    }
    last = entry.id;
    if (entry.view) {
      page.items.push_back(std::move(*entry.view));
    } else if (const core::Ask* ask = state.ask(entry.id)) {
      if (!filter_.state || ask->state == *filter_.state) page.items.push_back(view_of(state, *ask));
    }
  }
  if (more) page.next = (page.items.size() == limit_ ? last : stopped).text();
  return page;
}

std::optional<AskView> stored_ask(store::Store& store, AskId id) {
  auto read = store.ask(id).value();
  if (!read) return std::nullopt;
  const core::Sequence activity = stored_activity(store, read->ask.conversation);
  return AskView{std::move(read->ask), std::move(read->deliveries), activity};
}

std::optional<NoticeView> stored_notice(store::Store& store, NoticeId id) {
  auto read = store.notice(id).value();
  if (!read) return std::nullopt;
  return NoticeView{std::move(read->notice), std::move(read->deliveries)};
}

NoticeScan scan_notices(store::Store& store, const core::TeamId& team, std::optional<AgentId> agent, NoticeId before,
                        std::size_t limit) {
  NoticeScan scan;
  auto notices = store.notices(whose(team, agent), before, limit + 1).value();
  const bool more = notices.size() > limit;
  if (more) notices.pop_back();
  for (store::StoredNotice& stored : notices)
    scan.items.push_back(NoticeView{std::move(stored.notice), std::move(stored.deliveries)});
  if (more) scan.next = scan.items.back().notice.id.text();
  return scan;
}

}  // namespace askd::engine
