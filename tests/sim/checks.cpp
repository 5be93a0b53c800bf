// Looks at the log, the rows, the platforms, and what everybody was told.
#include "sim/checks.hpp"

#include <algorithm>
#include <optional>

namespace askd::sim {
namespace {

using core::Fact;

template <class One, class Noun>
const One* get(const Fact& fact) {
  const auto* noun = std::get_if<Noun>(&fact);
  return noun == nullptr ? nullptr : std::get_if<One>(noun);
}

template <class One>
const One* ask_fact(const Fact& fact) {
  return get<One, core::asks::Fact>(fact);
}

// The ask that a fact ends, if it ends one.
std::optional<AskId> ended_by(const Fact& fact) {
  if (const auto* one = ask_fact<core::asks::Answered>(fact)) return one->id;
  if (const auto* one = ask_fact<core::asks::Expired>(fact)) return one->id;
  if (const auto* one = ask_fact<core::asks::Withdrawn>(fact)) return one->id;
  if (const auto* one = ask_fact<core::asks::Superseded>(fact)) return one->id;
  return std::nullopt;
}

// The whole log applied, with nothing let go from memory.
core::State replay(const core::Facts& log) {
  core::State state;
  for (const Fact& fact : log) core::apply(state, fact);
  return state;
}

}  // namespace

void Checks::note(const Fact& fact) {
  if (const auto* opened = ask_fact<core::asks::Opened>(fact))
    world.opened_.emplace(opened->ask.id, opened->ask.expires);
  const auto ended = ended_by(fact);
  if (!ended) return;
  const auto& end = std::get<core::asks::Fact>(fact);
  require(world.ends_.emplace(*ended, end).second, "I1: " + ended->text() + " ended twice");
  const auto opened = world.opened_.find(*ended);
  require(opened != world.opened_.end(), "I1: an ask ended that was never opened");
  const auto expires = opened->second;
  if (const auto* expired = ask_fact<core::asks::Expired>(fact))
    require(expires && expired->at >= *expires, "I3: " + ended->text() + " expired before its time");
  const auto* answered = ask_fact<core::asks::Answered>(fact);
  if (answered != nullptr && answered->answer.decided_by == core::DecidedBy::default_)
    require(expires && answered->answer.at >= *expires, "I3: a default filled in before its time");
}

void Checks::always() {
  for (; world.checked_ < world.log_.size(); ++world.checked_) note(world.log_[world.checked_]);
  for (const auto& [id, told] : world.told_ends_) {
    const auto end = world.ends_.find(id);
    require(end != world.ends_.end() && end->second == told,
            "I2: somebody was told of an answer to " + id.text() + " that the log denies");
  }
  for (const auto& [key, subject] : world.made_by_key_)
    require(world.opened_.contains(AskId{subject}), "I2: an agent was told of an ask that isn't there");
}

void Checks::finally() {
  require(world.quiet(), "the world doesn't come to rest");
  always();
  chain();
  asks_ended();
  rows_are_the_log();
  deliveries_done();
  heard_once();
  deeds_left_a_trace();
  messages_are_there();
  rooms_hear_each_other();
  streams_are_the_log();
}

void Checks::chain() const {
  const auto verified = shown.store_->verify();
  require(verified.has_value(), "I4: " + (verified ? "" : verified.error().message));
  require(shown.store_->head().seq == shown.log_.size(), "I4: the log has another length than what was written");
}

void Checks::asks_ended() const {
  for (const auto& [id, ask] : replay(shown.log_).asks) {
    require(ask.state != core::AskState::open, "I5: " + id.text() + " never ended");
    std::set<PersonId> voters;
    for (const core::Answer& vote : ask.votes)
      require(!vote.by || voters.insert(vote.by).second, "I1: one person's votes counted twice");
  }
}

void Checks::rows_are_the_log() const {
  const auto loaded = shown.store_->load();
  require(loaded.has_value(), "I6: the rows can't be loaded");
  require(core::same_knowledge(*loaded, shown.engine_->state()), "I6: the rows differ from memory");
  const core::State all = replay(shown.log_);
  for (const auto& [id, ask] : all.asks) {
    const auto row = shown.store_->ask(id);
    require(row && *row, "I6: there is no row of " + id.text());
    require((*row)->ask == ask, "I6: the row of " + id.text() + " isn't what the log makes of it");
    const auto first = all.deliveries.lower_bound(core::first_delivery_of(id.value));
    std::vector<core::Delivery> deliveries;
    for (auto at = first; at != all.deliveries.end() && at->first <= core::last_delivery_of(id.value); ++at)
      deliveries.push_back(at->second);
    require((*row)->deliveries == deliveries,
            "I6: the deliveries of " + id.text() + " aren't what the log makes of them");
  }
  for (const auto& [id, conversation] : all.conversations) {
    const core::Conversation* live = shown.engine_->state().conversation(id);
    const auto row = shown.store_->conversation(id);
    require(live != nullptr || (row && *row), "I6: a conversation has no row");
    require((live != nullptr ? *live : **row) == conversation, "I6: a conversation isn't what the log makes of it");
  }
}

void Checks::deliveries_done() const {
  const core::State all = replay(shown.log_);
  for (const auto& [id, delivery] : all.deliveries) {
    require(delivery.stage != core::Stage::queued, "I7: a delivery was lost");
    if (delivery.stage == core::Stage::failed || delivery.subject != core::Subject::ask) continue;
    for (const core::Copy& copy : delivery.copies)
      require(copy.final || delivery.edits_given_up, "I7: a known copy was never told the outcome");
    const auto platform = std::find_if(shown.platforms_.begin(), shown.platforms_.end(),
                                       [&](const Platform& one) { return one.id() == delivery.room.backend; });
    std::size_t posts = 0;
    for (const Post& post : platform->posts()) {
      if (post.delivery != id) continue;
      ++posts;
      const bool known = std::any_of(delivery.copies.begin(), delivery.copies.end(),
                                     [&](const core::Copy& copy) { return copy.post == post.ref; });
      require(post.final || delivery.edits_given_up || !(post.touched || known),
              "I7: a copy that we could know of stays stale");
    }
    require(posts >= 1, "I7: a delivery was sent, and is posted nowhere");
    if (platform->idempotent()) require(posts == 1, "I7: posted twice where the platform can post once");
  }
}

void Checks::heard_once() const {
  std::map<std::string, int> taken;
  for (const Fact& fact : shown.log_)
    if (const auto* one = get<core::conversations::Taken, core::conversations::Fact>(fact)) ++taken[one->key];
  for (const Platform& platform : shown.platforms_)
    for (const Act& act : platform.acts()) {
      require(act.acknowledged, "I8: an inbound was never acknowledged");
      require(taken[act.what.key] == 1,
              taken[act.what.key] == 0 ? "I8: an inbound was lost" : "I8: an inbound counted twice");
    }
}

void Checks::deeds_left_a_trace() const {
  const core::State all = replay(shown.log_);
  const auto conversation_of = [&](const AskId& id) {
    const core::Ask* ask = all.ask(id);
    return ask == nullptr ? ConversationId{} : ask->conversation;
  };
  // A reply can mean another ask of the same conversation, so that is how closely a trace can be told.
  std::map<ConversationId, std::size_t> traces;
  for (const Fact& fact : shown.log_) {
    if (const auto* one = ask_fact<core::asks::Voted>(fact)) ++traces[conversation_of(one->id)];
    if (const auto* one = ask_fact<core::asks::Answered>(fact))
      traces[conversation_of(one->id)] += one->answer.decided_by == core::DecidedBy::human ? 1U : 0U;
    if (const auto* one = ask_fact<core::asks::Late>(fact)) ++traces[conversation_of(one->id)];
    if (const auto* one = ask_fact<core::asks::Refused>(fact)) ++traces[conversation_of(one->id)];
    if (const auto* one = get<core::conversations::Said, core::conversations::Fact>(fact))
      traces[one->message.conversation] += one->message.author_type == core::AuthorType::human ? 1U : 0U;
  }
  std::map<ConversationId, std::size_t> deeds;
  for (const Deed& deed : shown.deeds_) ++deeds[conversation_of(deed.ask)];
  for (const auto& [conversation, count] : deeds)
    require(traces[conversation] >= count, "I9: an act of a person left no trace");
}

}  // namespace askd::sim
