#include "core/cards/outcome.hpp"

#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/answers/wording.hpp"
#include "core/cards/cards.hpp"
#include "core/cards/cut.hpp"

#include <algorithm>
#include <chrono>

namespace askd::core::cards {
namespace {

using answers::in_one_line;

// An outcome is one line under a card: long answers and notes stand whole in the conversation.
constexpr std::size_t answer_max = 200;
constexpr std::size_t note_max = 300;

std::string padded(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// "14:02 UTC", or with its date if that isn't the day on which the ask was opened.
std::string time_text(Instant at, Instant opened) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss clock(at - day);
  std::string text;
  if (day != std::chrono::floor<std::chrono::days>(opened)) {
    const std::chrono::year_month_day date(day);
    text = std::to_string(static_cast<int>(date.year())) + "-" + padded(static_cast<unsigned>(date.month())) + "-" +
           padded(static_cast<unsigned>(date.day())) + " ";
  }
  return text + padded(static_cast<unsigned>(clock.hours().count())) + ":" +
         padded(static_cast<unsigned>(clock.minutes().count())) + " UTC";
}

std::string name_of(const Answer& answer) {
  const std::string name = in_one_line(answer.by_name);
  return name.empty() ? "someone" : name;
}

bool is_approval(const Ask& ask) { return std::holds_alternative<Approval>(ask.question.form); }

std::string value_text(const Ask& ask, const Value& value) {
  return cut_line(answers::describe(ask.question.form, value), answer_max);
}

// All whose votes made the answer; the last one decided.
std::string deciders(const Ask& ask, const Answer& answer) {
  std::vector<std::string> names;
  for (const Answer& vote : ask.votes) {
    if (vote.value == answer.value) names.push_back(name_of(vote));
  }
  return answers::listed(names, "and");
}

std::string place_of(const Ask& ask, const Answer& answer) {
  const auto elsewhere = [&](const Answer& vote) {
    return vote.value == answer.value && vote.backend != answer.backend;
  };
  if (answer.backend.empty() || std::ranges::any_of(ask.votes, elsewhere)) return {};
  return answer.backend == inbox_backend ? " in the inbox" : " in " + in_one_line(answer.backend);
}

std::string what_happened(const Ask& ask, const Answer& answer) {
  if (!is_approval(ask)) return "Answered “" + value_text(ask, answer.value) + "”";
  return answer.value == Value("approve") ? "Approved" : "Denied";
}

std::string answered_text(const Ask& ask, const Answer& answer) {
  const std::string time = time_text(answer.at, ask.created);
  const std::string note = cut_line(in_one_line(answer.note.text), note_max);
  std::string text;
  switch (answer.decided_by) {
    case DecidedBy::default_:
      text = "Filled in by its default (" + value_text(ask, answer.value) + ") at " + time;
      break;
    case DecidedBy::policy:
      text = what_happened(ask, answer) + " by policy, " + time;
      break;
    case DecidedBy::grant:
      text = what_happened(ask, answer) + " by a grant, " + time;
      break;
    case DecidedBy::human:
      text = what_happened(ask, answer) + " by " + deciders(ask, answer) + place_of(ask, answer) + ", " + time;
      break;
  }
  return note.empty() ? text : text + ": " + note;
}

std::string cancelled_text(const Ask& ask) {
  if (ask.superseded_by) return "Replaced by a corrected ask";
  const std::string reason = cut_line(in_one_line(ask.reason), note_max);
  const std::string text = "Cancelled by " + in_one_line(ask.agent_name);
  return reason.empty() ? text : text + ": " + reason;
}

std::string expired_text(const Ask& ask) {
  const auto at = ask.ended ? ask.ended : ask.expires;
  const std::string when = at ? " " + time_text(*at, ask.created) : std::string();
  const std::string votes = ask.votes.empty() ? std::string() : " (" + progress_of(ask) + ")";
  return "Expired" + when + " without an answer" + votes;
}

// The votes for one value, in the order in which they came.
struct Tally {
  Value value;
  std::vector<std::string> names;
};

std::vector<Tally> tallies_of(const Ask& ask) {
  std::vector<Tally> tallies;
  for (const Answer& vote : ask.votes) {
    const auto found = std::ranges::find(tallies, vote.value, &Tally::value);
    if (found == tallies.end()) {
      tallies.push_back({vote.value, {name_of(vote)}});
    } else {
      found->names.push_back(name_of(vote));
    }
  }
  return tallies;
}

}  // namespace

std::string progress_of(const Ask& ask) {
  if (ask.question.required <= 1) return {};
  const std::string needed = " of " + std::to_string(ask.question.required);
  const auto tallies = tallies_of(ask);
  if (tallies.empty()) return "0" + needed + (is_approval(ask) ? " approvals" : " equal votes");
  std::vector<std::string> parts;
  for (const Tally& tally : tallies) {
    const bool approvals = is_approval(ask) && tally.value == Value("approve");
    const std::string votes = approvals ? " approvals" : " votes for “" + value_text(ask, tally.value) + "”";
    parts.push_back(std::to_string(tally.names.size()) + needed + votes + ": " + answers::listed(tally.names, "and"));
  }
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : "; ").append(part);
  return text;
}

bool outcome_is_cut(const Ask& ask) {
  if (ask.state == AskState::cancelled) {
    return !ask.superseded_by && unicode::length(in_one_line(ask.reason)) > note_max;
  }
  const Answer* answer = ask.answer();
  if (!answer) return false;
  const std::string value = answers::describe(ask.question.form, answer->value);
  const bool note_is_cut = unicode::length(in_one_line(answer->note.text)) > note_max;
  return note_is_cut || unicode::length(value) > answer_max;
}

std::string outcome_of(const Ask& ask) {
  switch (ask.state) {
    case AskState::open:
      return {};
    case AskState::answered:
      return answered_text(ask, *ask.answer());
    case AskState::expired:
      return expired_text(ask);
    case AskState::cancelled:
      return cancelled_text(ask);
  }
  return {};
}

}  // namespace askd::core::cards
