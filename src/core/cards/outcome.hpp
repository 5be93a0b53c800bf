// How an ask stands, or how it ended, in one line for people.
#pragma once

#include "core/asks/ask.hpp"

#include <string>

namespace askd::core::cards {

// "1 of 2 approvals: Ana"; empty where one vote decides.
std::string progress_of(const Ask& ask);

// True if outcome_of() cuts the answer or its note.
bool outcome_is_cut(const Ask& ask);

}  // namespace askd::core::cards
