// All that a door may do: submit, read what is on disk, and wait for more.
#pragma once

#include "core/core.hpp"
#include "core/streams/streams.hpp"
#include "store/keys.hpp"

#include "askd/async.hpp"
#include "askd/result.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace askd {
class IdSource;
}
namespace askd::net {
class Signal;
}
namespace askd::store {
class Store;
}

namespace askd::engine {

class Pump;

// An ask with the copies of it, as of one moment.
struct AskView {
  core::Ask ask = {};
  std::vector<core::Delivery> deliveries = {};
  core::Sequence activity = 0;  // of its conversation
};
struct NoticeView {
  core::Notice notice = {};
  std::vector<core::Delivery> deliveries = {};
};

// A page of a listing: `next` is where the following page starts, if there is one.
template <class T>
struct Page {
  std::vector<T> items = {};
  std::string next = {};
};

// Which asks a listing holds. `visible` decides who may see what, and is asked for every ask.
struct AskFilter {
  core::TeamId team = {};  // whose asks, unless `agent` says it
  std::optional<AgentId> agent = {};
  std::optional<core::AskState> state = {};
  bool ended = false;      // any state but open
  std::string words = {};  // all of them in title, body, context or answer, without regard to case
  std::vector<core::Label> labels = {};
  std::function<bool(const core::Ask&)> visible = {};
};

// Keeps a signal registered: it fires after every commit that touched the conversation.
class Watch {
 public:
  Watch(std::function<void()> forget) : forget_(std::move(forget)) {}
  ~Watch() {
    if (forget_) forget_();
  }
  Watch(Watch&& other) noexcept : forget_(std::exchange(other.forget_, {})) {}
  Watch& operator=(Watch&&) = delete;

 private:
  std::function<void()> forget_;
};

// One reader of an agent's stream: stored entries, then live ones, in order, none missing.
class Follower;
// One reader of a person's live hints.
class HintFollower;

class Service {
 public:
  Service(Pump& pump, store::Store& store, IdSource& ids);
  ~Service();

  // Completes once the input's facts are on disk. The input counts even if its sender is gone by then.
  Async<core::Outcome> submit(core::Input input);

  // The roster takes effect between two inputs; `fresh` holds ids for the people and channels it may bring along.
  Async<core::Outcome> reconfigure(core::Roster roster, std::vector<Ulid> fresh);

  // State may be read after this, until the next co_await.
  Async<> settled();
  const core::State& state() const;
  const core::Roster& roster() const;
  Instant now() const;
  IdSource& ids() { return ids_; }

  // What is in memory, or else in the rows; nothing if there is no such thing.
  Async<std::optional<AskView>> ask(AskId id);
  Async<std::optional<NoticeView>> notice(NoticeId id);
  Async<std::optional<core::Conversation>> conversation(ConversationId id);
  // All that was ever asked and posted in it, oldest first; at most the last 200 of each.
  Async<std::vector<AskId>> asks_of(ConversationId id);
  Async<std::vector<NoticeId>> notices_of(ConversationId id);
  // Newest first. A page can be shorter than `limit` and still have a next one: a search looks at a bounded number of
  // asks for each page. An unknown cursor is an error.
  Async<Result<Page<AskView>>> asks(AskFilter filter, std::string cursor, std::size_t limit);
  Async<Result<Page<NoticeView>>> notices(core::TeamId team, std::optional<AgentId> agent,
                                          std::function<bool(const core::Notice&)> visible, std::string cursor,
                                          std::size_t limit);
  // Oldest first, behind `after` and before `before`; where there are more than `limit`, those at that end.
  enum class End : std::uint8_t { oldest, newest };
  Async<std::vector<core::Message>> messages(store::Where where, MessageId after, MessageId before, std::size_t limit,
                                             End end);
  Async<std::optional<core::Message>> message(store::Where where, MessageId id);
  // Those that hold all of `words`, without regard to case, and lie before `before`: oldest first, the newest that
  // there are. `next` is the `before` of the page with older ones; a page looks at a bounded number of messages.
  Async<Page<core::Message>> find_messages(store::Where where, std::string words, MessageId before, std::size_t limit);
  // Lines of JSON, oldest first, from record number `from` on. With `hashed`, long texts stand as their hashes, which
  // is what the chain is made of; otherwise they stand in their places.
  Async<std::vector<std::string>> records(core::Sequence from, std::size_t limit, bool hashed = false);

  // `signal` must outlive the watch.
  [[nodiscard]] Watch watch(ConversationId id, net::Signal& signal);
  // `signal` fires when the agent's tokens change.
  [[nodiscard]] Watch watch_tokens(AgentId id, net::Signal& signal);
  // Without `after` it starts behind the stored cursor. An unknown one is invalid, one that retention passed is gone.
  Result<std::unique_ptr<Follower>> follow(AgentId agent, std::optional<core::Sequence> after, net::Signal& signal);
  std::unique_ptr<HintFollower> hints(net::Signal& signal);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  IdSource& ids_;
};

class Follower {
 public:
  virtual ~Follower() = default;
  // The next entries, at most `most`; empty if there are none yet: wait for the signal.
  virtual Async<std::vector<core::Event>> next(std::size_t most) = 0;
};

class HintFollower {
 public:
  virtual ~HintFollower() = default;
  // What changed since the last call. `missed` says that some were dropped: the reader must read everything again.
  struct Hints {
    std::vector<core::Hint> hints = {};
    core::Sequence cursor = 0;
    bool missed = false;
  };
  virtual Hints take() = 0;
};

}  // namespace askd::engine
