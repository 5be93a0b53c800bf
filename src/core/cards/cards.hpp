// An ask or a notice as people see it, cut to what a platform can show.
#pragma once

#include "core/asks/ask.hpp"
#include "core/notices/notice.hpp"

#include "askd/capabilities.hpp"
#include "askd/words.hpp"

#include <string>
#include <string_view>

namespace askd::core::cards {

// The whole card, with control, bidirectional and zero-width characters made visible. `url` is its page in the inbox.
// While an ask that needs several people is open, the first entry of context is its progress ("1 of 2 approvals: Ana").
// Once it has ended there is nothing to press and no expiry, and `outcome` says how it ended.
Card card_of(const Ask& ask, std::string_view url);
Card card_of(const Notice& notice, std::string_view url);

// The whole card as a document in Markdown, as a file for people whose platform can't show all of it.
std::string document_of(const Card& card);

// Cuts to what the platform can hold, never silently: a cut text ends in "…", and `card.cut` says in a sentence what
// was left out and where the whole is. What there is no place for elsewhere goes into the body, if there is room: a
// title that is too long, more entries of context, options whose labels must be cut. What can't be pressed is typed
// (`card.hint`), with its options or fields listed in the body; if not even that list fits, nobody can answer here, and
// the hint says where. `form` may be null for a notice and for an ask that has ended.
Card fit(Card card, const Capabilities& capabilities, const Form* form);

// "Approved by Ana in ops-chat, 14:02 UTC"; empty while the ask is open. Times are UTC, with their date if that isn't
// the day on which the ask was opened. A long answer or note is cut with "…".
std::string outcome_of(const Ask& ask);

}  // namespace askd::core::cards
