// One page of asks, newest first, from what is open in memory and what has ended in the store.
#pragma once

#include "engine/service.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace askd::engine {

std::optional<AskView> stored_ask(store::Store& store, AskId id);
std::optional<NoticeView> stored_notice(store::Store& store, NoticeId id);

// What to read of the ended asks; `visible` is asked later, where State may be looked at.
struct EndedPlan {
  AskFilter filter = {};
  AskId before = {};
  std::size_t limit = 0;
};
// Candidates, newest first. `last` is the last ask that was looked at; `more` says that there are older ones.
struct EndedScan {
  std::vector<AskView> items = {};
  AskId last = {};
  bool more = false;
};
EndedScan scan_ended(store::Store& store, const EndedPlan& plan);

struct NoticeScan {
  std::vector<NoticeView> items = {};
  std::string next = {};
};
NoticeScan scan_notices(store::Store& store, const core::TeamId& team, std::optional<AgentId> agent, NoticeId before,
                        std::size_t limit);

// Messages that hold all the words, oldest first, before `before`.
Page<core::Message> scan_messages(store::Store& store, const store::Where& where, const std::string& words,
                                  MessageId before, std::size_t limit);

class Listing {
 public:
  Listing(AskFilter filter, AskId before, std::size_t limit);

  void scan_open(const core::State& state);
  bool wants_ended() const;
  EndedPlan ended_plan() const;
  void merge(EndedScan ended, const core::State& state);
  Page<AskView> take(const core::State& state);

 private:
  struct Entry {
    AskId id = {};
    std::optional<AskView> view = {};  // of an ended ask; an open one is looked up when the page is taken
  };

  AskFilter filter_;
  AskId before_;
  std::size_t limit_;
  std::vector<Entry> entries_ = {};  // newest first
  AskId open_stopped_at_ = {};       // how far the open asks were looked at, if not to the end
  AskId ended_stopped_at_ = {};
};

// Whether all of `words` stand in the ask, without regard to case.
bool mentions(const core::Ask& ask, const std::string& words);

}  // namespace askd::engine
