// What the doors see of the engine, the store and the hub.
#include "engine/service.hpp"

#include "core/channels/channels.hpp"
#include "engine/hub.hpp"
#include "engine/listing.hpp"
#include "engine/pump.hpp"
#include "net/io.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <utility>

namespace askd::engine {
namespace {

// Of a conversation: more asks or notices than this aren't shown together.
constexpr std::size_t parts_max = 200;

std::vector<core::Delivery> deliveries_of(const core::State& state, Ulid subject) {
  std::vector<core::Delivery> found;
  const auto last = core::last_delivery_of(subject);
  for (auto at = state.deliveries.lower_bound(core::first_delivery_of(subject));
       at != state.deliveries.end() && at->first <= last; ++at)
    found.push_back(at->second);
  return found;
}

core::Sequence activity_of(const core::State& state, const ConversationId& id) {
  const core::Conversation* conversation = state.conversation(id);
  return conversation == nullptr ? 0 : conversation->activity;
}

// What is said in channels is told to agents that may read them.
bool reads_channels(const core::State& state, AgentId id) {
  const core::Agent* agent = state.agent(id);
  return agent != nullptr && agent->capabilities.contains(core::Capability::read_channels);
}

// The channels in which something was said behind `after` that the agent was there for.
std::vector<store::Store::Heard> heard_in(const core::State& state, AgentId agent, core::Sequence after) {
  std::vector<store::Store::Heard> heard;
  if (!reads_channels(state, agent)) return heard;
  for (const ChannelId& channel : core::channels::of_agent(state, agent)) {
    const auto tally = state.tallies.find(channel);
    if (tally != state.tallies.end() && tally->second.at > after)
      heard.push_back({channel, state.memberships.at({agent, channel})});
  }
  return heard;
}

// Reads stored entries first and goes live when there are none left.
class StreamFollower : public Follower {
 public:
  StreamFollower(Pump& pump, store::Store& store, Hub& hub, AgentId agent, core::Sequence after, net::Signal& signal)
      : pump_(pump),
        store_(store),
        agent_(agent),
        position_(after),
        tail_{&signal, {}, false},
        watch_(hub.watch(agent, tail_)) {}

  Async<std::vector<core::Event>> next(std::size_t most) override {
    if (!tail_.live) co_return co_await stored(most);
    std::vector<core::Event> entries;
    while (!tail_.entries.empty() && entries.size() < most) {
      core::Event entry = std::move(tail_.entries.front());
      tail_.entries.pop_front();
      if (entry.cursor <= position_) continue;
      position_ = entry.cursor;
      entries.push_back(std::move(entry));
    }
    co_return entries;
  }

 private:
  // Everything up to where State stands now is read; what is committed meanwhile arrives in the tail.
  Async<std::vector<core::Event>> stored(std::size_t most) {
    co_await pump_.settled();
    const core::State& state = pump_.engine().state();
    const core::Sequence until = state.sequence;
    tail_.live = true;
    tail_.entries.clear();
    std::function<std::vector<core::Event>()> read = [&store = store_, agent = agent_, after = position_, until, most,
                                                      channels = heard_in(state, agent_, position_)] {
      return store.events(agent, channels, after, until, most).value();
    };
    auto entries = co_await pump_.reading(std::move(read));
    if (entries.size() >= most) {
      tail_.live = false;
      tail_.entries.clear();
      position_ = entries.back().cursor;
    } else {
      position_ = until;
    }
    co_return entries;
  }

  Pump& pump_;
  store::Store& store_;
  AgentId agent_;
  core::Sequence position_;
  Tail tail_;
  Watch watch_;
};

class PageFollower : public HintFollower {
 public:
  PageFollower(Hub& hub, net::Signal& signal) : tail_{&signal, {}}, watch_(hub.watch(tail_)) {}
  Hints take() override { return std::exchange(tail_.waiting, {}); }

 private:
  HintTail tail_;
  Watch watch_;
};

}  // namespace

struct Service::Impl {
  Pump& pump;
  store::Store& store;
  Hub hub = {};
};

Service::Service(Pump& pump, store::Store& store, IdSource& ids) : impl_(new Impl{pump, store}), ids_(ids) {
  // The engine calls it from the loop only, which has ended when the service goes.
  pump.engine().observe([this](const core::State& state, const core::Outcome& outcome, Instant at) {
    impl_->hub.observe(state, outcome, at);
  });
}

Service::~Service() = default;

Async<core::Outcome> Service::submit(core::Input input) { return impl_->pump.submit(std::move(input)); }

Async<core::Outcome> Service::reconfigure(core::Roster roster, std::vector<Ulid> fresh) {
  return impl_->pump.reconfigure(std::move(roster), std::move(fresh));
}

Async<> Service::settled() { return impl_->pump.settled(); }
const core::State& Service::state() const { return impl_->pump.engine().state(); }
const core::Roster& Service::roster() const { return impl_->pump.engine().roster(); }
Instant Service::now() const { return impl_->pump.clock().now(); }

Async<std::optional<AskView>> Service::ask(AskId id) {
  co_await settled();
  const core::State& now = state();
  if (const core::Ask* live = now.ask(id))
    co_return AskView{*live, deliveries_of(now, id.value), activity_of(now, live->conversation)};
  std::function<std::optional<AskView>()> read = [&store = impl_->store, id] { return stored_ask(store, id); };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<std::optional<NoticeView>> Service::notice(NoticeId id) {
  co_await settled();
  const core::State& now = state();
  if (const core::Notice* live = now.notice(id)) co_return NoticeView{*live, deliveries_of(now, id.value)};
  std::function<std::optional<NoticeView>()> read = [&store = impl_->store, id] { return stored_notice(store, id); };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<std::optional<core::Conversation>> Service::conversation(ConversationId id) {
  co_await settled();
  if (const core::Conversation* live = state().conversation(id)) co_return *live;
  std::function<std::optional<core::Conversation>()> read = [&store = impl_->store, id] {
    return store.conversation(id).value();
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<std::vector<AskId>> Service::asks_of(ConversationId id) {
  std::function<std::vector<AskId>()> read = [&store = impl_->store, id] {
    return store.ended_in(id, parts_max).value();
  };
  std::vector<AskId> asks = co_await impl_->pump.reading(std::move(read));
  co_await settled();
  const core::Conversation* live = state().conversation(id);
  if (live == nullptr) co_return asks;
  // One that ended while this was reading stands in neither of the two, or in both.
  for (const AskId& open : live->open)
    if (std::find(asks.begin(), asks.end(), open) == asks.end()) asks.push_back(open);
  if (live->last_ask && std::find(asks.begin(), asks.end(), live->last_ask) == asks.end())
    asks.push_back(live->last_ask);
  std::sort(asks.begin(), asks.end());
  co_return asks;
}

Async<std::vector<NoticeId>> Service::notices_of(ConversationId id) {
  std::function<std::vector<NoticeId>()> read = [&store = impl_->store, id] {
    return store.notices_in(id, parts_max).value();
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<Result<Page<AskView>>> Service::asks(AskFilter filter, std::string cursor, std::size_t limit) {
  AskId before;
  if (!cursor.empty()) {
    const auto parsed = AskId::parse(cursor);
    if (!parsed) co_return invalid("The cursor is not one that a listing gave.");
    before = *parsed;
  }
  co_await settled();
  Listing listing(std::move(filter), before, limit);
  listing.scan_open(state());
  if (!listing.wants_ended()) co_return listing.take(state());
  std::function<EndedScan()> read = [&store = impl_->store, plan = listing.ended_plan()] {
    return scan_ended(store, plan);
  };
  EndedScan ended = co_await impl_->pump.reading(std::move(read));
  co_await settled();
  listing.merge(std::move(ended), state());
  co_return listing.take(state());
}

Async<Result<Page<NoticeView>>> Service::notices(core::TeamId team, std::optional<AgentId> agent,
                                                 std::function<bool(const core::Notice&)> visible, std::string cursor,
                                                 std::size_t limit) {
  NoticeId before;
  if (!cursor.empty()) {
    const auto parsed = NoticeId::parse(cursor);
    if (!parsed) co_return invalid("The cursor is not one that a listing gave.");
    before = *parsed;
  }
  std::function<NoticeScan()> read = [&store = impl_->store, team, agent, before, limit] {
    return scan_notices(store, team, agent, before, limit);
  };
  NoticeScan scan = co_await impl_->pump.reading(std::move(read));
  co_await settled();
  Page<NoticeView> page;
  page.next = std::move(scan.next);
  for (NoticeView& view : scan.items)
    if (!visible || visible(view.notice)) page.items.push_back(std::move(view));
  co_return page;
}

Async<std::vector<core::Message>> Service::messages(store::Where where, MessageId after, MessageId before,
                                                    std::size_t limit, End end) {
  std::function<std::vector<core::Message>()> read = [&store = impl_->store, where, after, before, limit, end] {
    return store.messages(where, after, before, limit, end == End::newest).value();
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<std::optional<core::Message>> Service::message(store::Where where, MessageId id) {
  if (const auto* channel = std::get_if<ChannelId>(&where))
    if (auto recent = impl_->hub.recent(*channel, id)) co_return recent;
  std::function<std::optional<core::Message>()> read = [&store = impl_->store, where, id] {
    return store.message(where, id).value();
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<Page<core::Message>> Service::find_messages(store::Where where, std::string words, MessageId before,
                                                  std::size_t limit) {
  std::function<Page<core::Message>()> read = [&store = impl_->store, where, words, before, limit] {
    return scan_messages(store, where, words, before, limit);
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Async<std::vector<std::string>> Service::records(core::Sequence from, std::size_t limit, bool hashed) {
  std::function<std::vector<std::string>()> read = [&store = impl_->store, from, limit, hashed] {
    return store.records(from, limit, hashed ? store::Texts::hashed : store::Texts::resolved).value();
  };
  co_return co_await impl_->pump.reading(std::move(read));
}

Watch Service::watch_tokens(AgentId id, net::Signal& signal) { return impl_->hub.watch_tokens(id, signal); }

Watch Service::watch(ConversationId id, net::Signal& signal) { return impl_->hub.watch(id, signal); }

Result<std::unique_ptr<Follower>> Service::follow(AgentId agent, std::optional<core::Sequence> after,
                                                  net::Signal& signal) {
  const core::Agent* known = state().agent(agent);
  if (known == nullptr) return Error{Fault::unauthenticated, "This agent is not known (any more).", {}};
  if (after && *after > state().sequence) return invalid("This cursor was never handed out.");
  const core::Sequence from = after.value_or(known->acknowledged);
  return std::unique_ptr<Follower>(
      std::make_unique<StreamFollower>(impl_->pump, impl_->store, impl_->hub, agent, from, signal));
}

std::unique_ptr<HintFollower> Service::hints(net::Signal& signal) {
  return std::make_unique<PageFollower>(impl_->hub, signal);
}

}  // namespace askd::engine
