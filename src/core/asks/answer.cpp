// Decides an attempt to answer: the first valid outcome wins, and whoever comes second is told.
#include "core/asks/asks.hpp"
#include "core/cards/cards.hpp"
#include "core/people/people.hpp"

#include "base/planted.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::asks {
namespace {

Answer answer_of(const Attempt& attempt, Instant now) {
  Answer answer;
  answer.value = attempt.reading.value;
  answer.note = Prose{attempt.reading.note};
  answer.by = attempt.by;
  answer.by_name = attempt.by_name;
  answer.assurance = attempt.assurance;
  answer.backend = attempt.backend;
  answer.room = attempt.room;
  answer.link = attempt.link;
  answer.at = now;
  return answer;
}

bool decides(const Ask& ask, const Value& value) {
  if (ask.question.required <= 1) return true;
  const auto* word = std::get_if<std::string>(&value);
  if (std::holds_alternative<Approval>(ask.question.form) && word != nullptr && *word == "deny") return true;
  const auto same =
      std::count_if(ask.votes.begin(), ask.votes.end(), [&](const Answer& vote) { return vote.value == value; });
  return static_cast<std::size_t>(same) + 1 >= ask.question.required;
}

bool voted(const Ask& ask, const PersonId& by) {
  if (PLANTED(double_vote)) return false;
  return std::any_of(ask.votes.begin(), ask.votes.end(), [&](const Answer& vote) { return by && vote.by == by; });
}

}  // namespace

std::string already(const Ask& ask) {
  const std::string outcome = cards::outcome_of(ask);
  return outcome.empty() ? "This ask is open." : "This ask has ended already: " + outcome + ".";
}

Verdict answer(Turn& turn, Attempt attempt) {
  const Ask& ask = *turn.state().ask(attempt.ask);
  turn.result(ask.id.value);
  const auto refuse = [&](Refusal why) {
    turn.emit(asks::Fact{Refused{ask.id, attempt.by, attempt.by_name, attempt.backend, attempt.who, why}});
  };
  const bool linked = attempt.by && people::may_answer(turn.state(), ask, attempt.by);
  if (!linked && !people::anyone_may_answer(turn.state(), ask, attempt.backend, attempt.room)) {
    refuse(Refusal::may_not_answer);
    return Verdict::may_not_answer;
  }
  if (!linked) attempt.assurance = Assurance::room;

  Answer answer = answer_of(attempt, turn.now());
  if (ask.state != AskState::open && !PLANTED(last_answer_wins)) {
    turn.emit(asks::Fact{Late{ask.id, std::move(answer)}});
    return Verdict::late;
  }
  if (ask.question.required > 1 && (!attempt.by || voted(ask, attempt.by))) {
    refuse(attempt.by ? Refusal::voted_already : Refusal::may_not_answer);
    return attempt.by ? Verdict::voted_already : Verdict::may_not_answer;
  }
  if (decides(ask, answer.value)) {
    turn.emit(asks::Fact{Answered{attempt.ask, std::move(answer)}});
    return Verdict::decided;
  }
  turn.emit(asks::Fact{Voted{attempt.ask, std::move(answer)}});
  return Verdict::counted;
}

void decide(Turn& turn, const Replied& input) {
  const Ask* ask = turn.state().ask(input.id);
  const Person* person = turn.state().person(input.by);
  if (person == nullptr) return turn.refuse(Fault::unauthenticated, "This session has ended. Sign in again.");
  if (ask == nullptr || !people::may_see(turn.state(), *ask, input.by))
    return turn.refuse(Fault::not_found, "There is no such ask.");
  turn.result(input.id.value);

  auto value = answers::check(ask->question.form, input.value);
  if (!value) {
    Error error = value.error();
    for (Problem& problem : error.problems) problem.pointer = "/value" + problem.pointer;
    return turn.refuse(std::move(error));
  }
  if (const auto note = answers::check_note(ask->question.form, input.note); !note) return turn.refuse(note.error());

  // The same person repeating what won is no second answer: the first response may have been lost.
  const Answer* won = ask->answer();
  if (won != nullptr && won->by == input.by && won->value == *value) return;
  if (ask->state == AskState::open && voted(*ask, input.by)) {
    const auto first =
        std::find_if(ask->votes.begin(), ask->votes.end(), [&](const Answer& vote) { return vote.by == input.by; });
    if (first->value == *value) return;
  }

  Attempt attempt;
  attempt.ask = input.id;
  attempt.reading = {std::move(*value), input.note};
  attempt.by = input.by;
  attempt.by_name = person->name;
  attempt.backend = input.backend;
  switch (answer(turn, std::move(attempt))) {
    case Verdict::decided:
    case Verdict::counted:
      return;
    case Verdict::late:
      return turn.refuse(Fault::conflict, already(*turn.state().ask(input.id)));
    case Verdict::voted_already:
      return turn.refuse(Fault::conflict, "You have voted already; the first vote stands.");
    case Verdict::may_not_answer:
      return turn.refuse(Fault::forbidden, "You may not answer this ask.");
  }
}

}  // namespace askd::core::asks
