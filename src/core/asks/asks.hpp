// Asks: opened, answered or ended otherwise. The first valid outcome wins, and there is never a second.
#pragma once

#include "core/answers/answers.hpp"
#include "core/turn.hpp"

#include <string>

namespace askd::core::asks {

// Someone tries to answer.
struct Attempt {
  AskId ask = {};
  answers::Reading reading = {};
  PersonId by = {};  // nobody, where no person is linked to the identity
  std::string by_name = {};
  std::string who = {};  // the platform's id
  Assurance assurance = Assurance::session;
  BackendId backend = {};
  std::string room = {};
  std::string link = {};
};

enum class Verdict : std::uint8_t { decided, counted, late, may_not_answer, voted_already };

// Decides an attempt: it ends the ask, counts as a vote, is kept as late, or is refused. A fact is made in each case.
Verdict answer(Turn& turn, Attempt attempt);

// What became of the ask, in a sentence for whoever was too late.
std::string already(const Ask& ask);

void decide(Turn& turn, const Requested& input);
void decide(Turn& turn, const Cancelled& input);
void decide(Turn& turn, const Replied& input);
// Ends what is past its time.
void tick(Turn& turn);

void apply(State& state, const Fact& fact);

}  // namespace askd::core::asks
