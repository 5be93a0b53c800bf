// What agents, people, platforms and the operator do in the world.
#include "sim/world.hpp"

#include "base/planted.hpp"

#include <chrono>
#include <utility>

namespace askd::sim {

using std::chrono::milliseconds;

namespace {

core::Form some_form(Rng& rng) {
  switch (rng.below(3)) {
    case 0:
      return core::Choice{{{"red", "Red"}, {"blue", "Blue"}}, false, true};
    case 1:
      return core::Text{};
    default:
      return core::Approval{};
  }
}

std::string some_words(Rng& rng) {
  static const std::vector<std::string> words = {"approve", "deny", "1", "2", "red", "hm, why?", "yes\nbut carefully"};
  return words[static_cast<std::size_t>(rng.below(words.size()))];
}

// A value that fits the form, as a press or the inbox would send it.
std::string fitting(Rng& rng, const core::Form& form) {
  if (std::holds_alternative<core::Approval>(form)) return rng.chance(50) ? "approve" : "deny";
  if (std::holds_alternative<core::Choice>(form)) return rng.chance(50) ? "red" : "blue";
  return "some text";
}

}  // namespace

AskId World::some_ask() {
  if (asked_.empty()) return {};
  // Mostly a recent one; now and then one that left memory long ago.
  const std::size_t recent = std::min<std::size_t>(asked_.size(), rng_.chance(80) ? 5 : asked_.size());
  return asked_[asked_.size() - 1 - static_cast<std::size_t>(rng_.below(recent))];
}

core::asks::Requested World::new_question() {
  core::asks::Requested wanted;
  wanted.id = ids_.next<AskId>(now());
  wanted.agent = agent_;
  wanted.conversation = ConversationId{ids_.next_ulid(now())};
  wanted.question.title = "Ship it?";
  wanted.question.form = some_form(rng_);
  if (rng_.chance(60))
    wanted.question.to = {"#ops"};
  else if (rng_.chance(50))
    wanted.question.to = {"@ana", "@ben"};
  const bool simple = !std::holds_alternative<core::Text>(wanted.question.form);
  if (simple && rng_.chance(25)) wanted.question.required = 2;
  wanted.expires = now() + milliseconds(200 + rng_.below(4'000));
  const bool approval = std::holds_alternative<core::Approval>(wanted.question.form);
  if (approval && wanted.question.required == 1 && rng_.chance(20)) wanted.question.fallback = std::string("deny");
  if (const AskId known = some_ask(); known && rng_.chance(20)) {
    if (const core::Ask* ask = engine_->state().ask(known)) {
      wanted.conversation = ask->conversation;
      wanted.fresh_conversation = false;
    }
  }
  if (const AskId known = some_ask(); known && rng_.chance(8)) wanted.supersedes = known;
  return wanted;
}

void World::agent_asks() {
  core::asks::Requested wanted = new_question();
  if (rng_.chance(60)) {
    wanted.retry_key = "key-" + std::to_string(wishes_.size());
    wanted.retry_digest = core::Digest{static_cast<std::uint8_t>(wishes_.size())};
  }
  const std::string key = wanted.retry_key;
  wishes_.push_back(Wish{core::asks::Input{std::move(wanted)}, key});
  unconfirmed_.insert(wishes_.size() - 1);
  submit_wish(wishes_.size() - 1);
}

// The response got lost, or so the agent thinks: the same key again, with a fresh id.
void World::agent_repeats() {
  if (wishes_.empty()) return;
  const std::size_t wish = static_cast<std::size_t>(rng_.below(wishes_.size()));
  if (wishes_[wish].key.empty()) return;
  unconfirmed_.insert(wish);
  submit_wish(wish);
}

void World::submit_wish(std::size_t index) {
  const Wish& wish = wishes_[index];
  core::asks::Requested wanted = std::get<core::asks::Requested>(std::get<core::asks::Input>(wish.input));
  wanted.id = ids_.next<AskId>(now());
  if (wanted.fresh_conversation) wanted.conversation = ConversationId{ids_.next_ulid(now())};
  engine::Engine::Receipt receipt = [this, index, key = wish.key](const core::Outcome& outcome) {
    unconfirmed_.erase(index);
    told(outcome);
    if (outcome.error) return;
    const AskId made{outcome.subject};
    if (!key.empty()) {
      const auto [known, first] = made_by_key_.emplace(key, outcome.subject);
      require(first || known->second == outcome.subject, "one key made two asks");
    }
    if (!outcome.repeated) {
      asked_.push_back(made);
      ++tally_.asks;
    }
  };
  if (rng_.chance(faults_.hang_up) && wish.key.empty()) {
    unconfirmed_.erase(index);
    receipt = {};
  }
  engine_->submit(core::asks::Input{std::move(wanted)}, std::move(receipt));
}

void World::agent_writes() {
  const core::Ask* ask = engine_->state().ask(some_ask());
  if (ask == nullptr) return;
  core::conversations::Wrote wrote;
  wrote.id = ids_.next<MessageId>(now());
  wrote.conversation = ask->conversation;
  wrote.agent = agent_;
  wrote.content = "the cost is $12";
  engine_->submit(core::conversations::Input{std::move(wrote)},
                  [this](const core::Outcome& outcome) { told(outcome); });
}

void World::agent_cancels() {
  const AskId ask = some_ask();
  if (!ask) return;
  engine_->submit(core::asks::Input{core::asks::Cancelled{ask, agent_, "no longer needed"}},
                  [this](const core::Outcome& outcome) { told(outcome); });
}

void World::person_acts() {
  Platform& platform = rng_.one_of(platforms_);
  if (platform.posts().empty()) return;
  Post& post = rng_.one_of(platform.posts());
  const bool press = !rng_.chance(faults_.reply_not_press) && post.ask && !post.final;
  Act act;
  act.what.key = platform.next_key();
  act.what.thread = post.ref;
  // The fourth one is a stranger: linked to nobody.
  act.what.who = platform.id().substr(0, 1) + std::to_string(1 + rng_.below(4));
  act.what.who_name = act.what.who;
  act.what.cursor = act.what.key;
  if (press) {
    act.what.delivery = post.delivery;
    act.what.pressed = true;
    const core::Ask* ask = engine_->state().ask(post.ask);
    act.what.said = ask == nullptr ? "approve" : fitting(rng_, ask->question.form);
  } else {
    act.what.said = some_words(rng_);
  }
  post.touched = true;
  if (post.ask) deeds_.push_back(Deed{post.ask, act.what.who, act.what.key});
  ++tally_.acts;
  platform.acts().push_back(std::move(act));
}

void World::person_answers_in_inbox() {
  const core::State& state = engine_->state();
  const AskId id = some_ask();
  if (!id) return;
  std::vector<PersonId> people;
  for (const auto& [person, whom] : state.people) people.push_back(person);
  core::asks::Replied replied;
  replied.id = id;
  replied.by = rng_.one_of(people);
  const core::Ask* ask = state.ask(id);
  replied.value = ask == nullptr ? std::string("approve") : fitting(rng_, ask->question.form);
  engine_->submit(core::asks::Input{std::move(replied)}, [this](const core::Outcome& outcome) { told(outcome); });
}

void World::roster_changes() {
  roster_.open_asks_per_agent = 500 + static_cast<std::uint32_t>(rng_.below(500));
  engine_->reconfigure(roster_, {});
}

void World::tell(Platform& platform) {
  const auto index = platform.next_act(rng_, faults_);
  if (!index) return;
  Act& act = platform.acts()[*index];
  act.under_way = true;
  if (PLANTED(early_acknowledgement)) act.acknowledged = true;
  const int copies = rng_.chance(faults_.duplicate) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    core::conversations::Heard heard{ids_.next<MessageId>(now()), platform.id(), act.what};
    engine_->submit(core::conversations::Input{std::move(heard)},
                    [this, &platform, at = *index](const core::Outcome& outcome) {
                      told(outcome);
                      platform.acts()[at].acknowledged = true;
                    });
  }
}

void World::hear_back(Platform& platform) {
  auto response = platform.respond(rng_, faults_);
  if (!response) return;
  if (!response->input) return engine_->finish(response->errand);
  engine_->submit(std::move(*response->input),
                  [this, errand = response->errand](const core::Outcome&) { engine_->finish(errand); });
}

// Somebody is told of facts: of each ask's end they must hear the same for ever.
void World::told(const core::Outcome& outcome) {
  for (const core::Fact& fact : outcome.facts) {
    const auto* noun = std::get_if<core::asks::Fact>(&fact);
    const auto* answered = noun == nullptr ? nullptr : std::get_if<core::asks::Answered>(noun);
    if (answered == nullptr) continue;
    const auto [known, first] = told_ends_.emplace(answered->id, *noun);
    require(first || known->second == *noun, "two people were told different outcomes");
  }
}

}  // namespace askd::sim
