// Whole cards, and how asks ended.
#include "core/cards/cards.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace askd::core::cards {
namespace {

using namespace std::chrono_literals;

constexpr Instant morning = std::chrono::sys_days(std::chrono::year{2026} / 3 / 5) + 9h;
constexpr Instant two_past_two = std::chrono::sys_days(std::chrono::year{2026} / 3 / 5) + 14h + 2min + 59s;

Ask ask_of(Form form) {
  Ask ask;
  ask.agent_name = "deploy-bot";
  ask.question.title = "Deploy 4.2?";
  ask.question.form = std::move(form);
  ask.created = morning;
  ask.expires = morning + 2h;
  return ask;
}

Answer answer_of(Value value, std::string by, std::string backend = "ops-chat") {
  Answer answer;
  answer.value = std::move(value);
  answer.by_name = std::move(by);
  answer.backend = std::move(backend);
  answer.at = two_past_two;
  return answer;
}

Ask answered(Form form, std::vector<Answer> votes) {
  Ask ask = ask_of(std::move(form));
  ask.state = AskState::answered;
  ask.votes = std::move(votes);
  ask.ended = two_past_two;
  return ask;
}

Choice oslo() { return Choice{.options = {{"all", "All three"}, {"top", "Top one"}}}; }

TEST(CardOf, ShowsAnOpenAskWhole) {
  Ask ask = ask_of(Approval{});
  ask.question.body.text = "It is **ready**.\r\nReally.";
  ask.question.context = {{"task", "release", false}, {"cost", "12", true}};
  ask.question.urgency = Urgency::critical;
  const Card card = card_of(ask, "https://askd.example/asks/1");
  EXPECT_EQ(card.agent, "deploy-bot");
  EXPECT_EQ(card.title, "Deploy 4.2?");
  EXPECT_EQ(card.body, "It is **ready**.\nReally.");
  EXPECT_EQ(card.urgency, Urgency::critical);
  EXPECT_EQ(card.expires, morning + 2h);
  EXPECT_EQ(card.input, CardInput::buttons);
  EXPECT_TRUE(card.note);
  EXPECT_EQ(card.context, (decltype(card.context){{"task", "release"}, {"cost", "12"}}));
  EXPECT_EQ(card.buttons,
            (std::vector<Button>{{"approve", "Approve", ButtonStyle::primary}, {"deny", "Deny", ButtonStyle::danger}}));
  EXPECT_EQ(card.url, "https://askd.example/asks/1");
  EXPECT_EQ(card.outcome + card.cut + card.hint, "");
}

TEST(CardOf, MakesVisibleWhatCanNotBeSeen) {
  Ask ask = ask_of(Choice{.options = {{"a", "Pay\u202e 1"}, {"b", "Pay\u200b 1"}}});
  ask.agent_name = "deploy\u200b-bot";
  ask.question.title = "Pay \u202egnp.exe\nnow?";
  ask.question.body.text = "a\u0007b\ttab\rline";
  ask.question.context = {{"na\u2066me", "val\u2069ue\nmore", false}};
  const Card card = card_of(ask, "u");
  EXPECT_EQ(card.agent, "deploy⟨U+200B⟩-bot");
  EXPECT_EQ(card.title, "Pay ⟨U+202E⟩gnp.exe now?");
  EXPECT_EQ(card.body, "a⟨U+0007⟩b\ttab\nline");
  EXPECT_EQ(card.buttons[0].label, "Pay⟨U+202E⟩ 1");
  EXPECT_EQ(card.buttons[1].label, "Pay⟨U+200B⟩ 1");
  EXPECT_EQ(card.context.front(), (std::pair<std::string, std::string>("na⟨U+2066⟩me", "val⟨U+2069⟩ue more")));
}

TEST(CardOf, EveryFormHasItsInput) {
  EXPECT_EQ(card_of(ask_of(Text{}), "").input, CardInput::text);
  EXPECT_EQ(card_of(ask_of(oslo()), "").input, CardInput::buttons);
  EXPECT_EQ(card_of(ask_of(Choice{.options = oslo().options, .multiple = true}), "").input, CardInput::several);
  Fields form;
  form.fields = {{.name = "cost",
                  .description = "Per month",
                  .type = FormField::Type::number,
                  .required = true,
                  .minimum = "1",
                  .fallback = "5"},
                 {.name = "why", .title = "Reason", .type = FormField::Type::string, .required = true},
                 {.name = "days", .type = FormField::Type::several, .options = {{"mo", "Monday"}, {"tu", ""}}}};
  const Card card = card_of(ask_of(form), "");
  EXPECT_EQ(card.input, CardInput::fields);
  ASSERT_EQ(card.fields.size(), 3U);
  EXPECT_EQ(card.fields[0].title, "cost");
  EXPECT_EQ(card.fields[0].kind, CardField::Kind::number);
  EXPECT_FALSE(card.fields[0].required);
  EXPECT_EQ(card.fields[0].hint, "Per month. A number, at least 1. If left empty: 5.");
  EXPECT_EQ(card.fields[1].title, "Reason");
  EXPECT_TRUE(card.fields[1].required);
  EXPECT_TRUE(card.fields[1].multiline);
  EXPECT_EQ(card.fields[2].hint, "Any of “Monday” and “tu”, with commas between them.");
}

TEST(CardOf, ANoticeHasNothingToAnswer) {
  Notice notice;
  notice.agent_name = "ci";
  notice.body.text = "Done.";
  notice.severity = Severity::warning;
  notice.links = {{"the \u202erun", "https://ci.example/\u200b81"}};
  const Card card = card_of(notice, "u");
  EXPECT_EQ(card.agent, "ci");
  EXPECT_EQ(card.input, CardInput::none);
  EXPECT_EQ(card.severity, Severity::warning);
  EXPECT_EQ(card.links, (std::vector<Link>{{"the ⟨U+202E⟩run", "https://ci.example/⟨U+200B⟩81"}}));
}

TEST(CardOf, AfterTheEndThereIsNothingToPress) {
  const Card card = card_of(answered(Approval{}, {answer_of(Value("approve"), "Ana")}), "u");
  EXPECT_EQ(card.input, CardInput::none);
  EXPECT_TRUE(card.buttons.empty());
  EXPECT_FALSE(card.note);
  EXPECT_FALSE(card.expires);
  EXPECT_EQ(card.outcome, "Approved by Ana in ops-chat, 14:02 UTC");
  EXPECT_EQ(card.cut, "");
}

TEST(CardOf, ALongOutcomeIsCutAloud) {
  Answer answer = answer_of(Value("deny"), "Ana");
  answer.note.text = std::string(301, 'x');
  const Card card = card_of(answered(Approval{}, {answer}), "https://a/1");
  EXPECT_EQ(card.outcome, "Denied by Ana in ops-chat, 14:02 UTC: " + std::string(299, 'x') + "…");
  EXPECT_EQ(card.cut, "Left out here: a part of the outcome. The whole is at https://a/1");
  EXPECT_EQ(fit(card, Capabilities{}, nullptr).cut, card.cut);
}

struct Ending {
  Ask ask;
  std::string want;
};

Ask ended(AskState state, std::string reason = {}, AskId by = {}) {
  Ask ask = ask_of(Approval{});
  ask.state = state;
  ask.ended = two_past_two;
  ask.reason = std::move(reason);
  ask.superseded_by = by;
  return ask;
}

Ask with_note(Ask ask, std::string note) {
  ask.votes.back().note.text = std::move(note);
  return ask;
}

Ask decided_by(Ask ask, DecidedBy who) {
  ask.votes.back().decided_by = who;
  return ask;
}

Ask days_later(Ask ask) {
  ask.created -= 24h;
  return ask;
}

TEST(OutcomeOf, SaysWhoWhereAndWhen) {
  const Answer yes = answer_of(Value("approve"), "Ana");
  const Answer no = answer_of(Value("deny"), "Ben");
  const std::vector<Ending> endings = {
      {ask_of(Approval{}), ""},
      {answered(Approval{}, {yes}), "Approved by Ana in ops-chat, 14:02 UTC"},
      {with_note(answered(Approval{}, {no}), "too\nrisky"), "Denied by Ben in ops-chat, 14:02 UTC: too risky"},
      {answered(Approval{}, {answer_of(Value("approve"), "Ana", "inbox")}), "Approved by Ana in the inbox, 14:02 UTC"},
      {answered(Approval{}, {answer_of(Value("approve"), "", "")}), "Approved by someone, 14:02 UTC"},
      {days_later(answered(Approval{}, {yes})), "Approved by Ana in ops-chat, 2026-03-05 14:02 UTC"},
      {answered(oslo(), {answer_of(Value("top"), "Ana")}), "Answered “Top one” by Ana in ops-chat, 14:02 UTC"},
      {answered(Text{}, {answer_of(Value("two\nlines"), "A\u202ena")}),
       "Answered “two lines” by A⟨U+202E⟩na in ops-chat, 14:02 UTC"},
      {decided_by(answered(Approval{}, {answer_of(Value("deny"), "")}), DecidedBy::default_),
       "Filled in by its default (Deny) at 14:02 UTC"},
      {decided_by(answered(Approval{}, {yes}), DecidedBy::policy), "Approved by policy, 14:02 UTC"},
      {decided_by(answered(Approval{}, {yes}), DecidedBy::grant), "Approved by a grant, 14:02 UTC"},
      {ended(AskState::expired), "Expired 14:02 UTC without an answer"},
      {days_later(ended(AskState::expired)), "Expired 2026-03-05 14:02 UTC without an answer"},
      {ended(AskState::cancelled, "not needed"), "Cancelled by deploy-bot: not needed"},
      {ended(AskState::cancelled), "Cancelled by deploy-bot"},
      {ended(AskState::cancelled, "", AskId{{1, 2}}), "Replaced by a corrected ask"},
  };
  for (const Ending& ending : endings) EXPECT_EQ(outcome_of(ending.ask), ending.want);
}

TEST(OutcomeOf, NamesAllWhoDecided) {
  Ask ask = answered(Approval{}, {answer_of(Value("approve"), "Ana"), answer_of(Value("approve"), "Ben")});
  ask.question.required = 2;
  EXPECT_EQ(outcome_of(ask), "Approved by Ana and Ben in ops-chat, 14:02 UTC");
  ask.votes[0].backend = "inbox";
  EXPECT_EQ(outcome_of(ask), "Approved by Ana and Ben, 14:02 UTC");
  ask.votes[1].value = "deny";
  EXPECT_EQ(outcome_of(ask), "Denied by Ben in ops-chat, 14:02 UTC");
}

TEST(Document, HoldsAllThatACardMayHaveToCut) {
  Ask ask = ask_of(oslo());
  ask.question.body.text = "Some *words*\r\nand more.";
  ask.question.context = {{"task", "release", false}};
  EXPECT_EQ(document_of(card_of(ask, "")),
            "# Deploy 4.2?\n\nFrom deploy-bot\n\nSome *words*\nand more.\n\n- **task**: release\n\n"
            "To choose from:\n\n- All three (`all`)\n- Top one (`top`)\n");
  Card notice;
  notice.agent = "deploy-bot";
  notice.body = "Done.";
  notice.links = {{"Log", "https://example.org/log"}};
  EXPECT_EQ(document_of(notice), "# From deploy-bot\n\nDone.\n\n- Log: https://example.org/log\n");
  notice.links.clear();
  notice.fields = {{"city", "City", CardField::Kind::text, true, false, {{"oslo", "Oslo", {}}}, "Where?"}};
  EXPECT_EQ(document_of(notice),
            "# From deploy-bot\n\nDone.\n\nTo fill in:\n\n- **City**, needed: Where?\n  - Oslo (`oslo`)\n");
}

TEST(Progress, IsShownWhileTheAskIsOpen) {
  Ask ask = ask_of(Approval{});
  ask.question.required = 2;
  ask.question.context = {{"task", "release", false}};
  EXPECT_EQ(card_of(ask, "").context.front().second, "0 of 2 approvals");
  ask.votes = {answer_of(Value("approve"), "Ana")};
  EXPECT_EQ(card_of(ask, "").context.front(),
            (std::pair<std::string, std::string>("Progress", "1 of 2 approvals: Ana")));
  EXPECT_EQ(card_of(ask, "").context.back().first, "task");
  ask.state = AskState::expired;
  ask.ended = two_past_two;
  EXPECT_EQ(outcome_of(ask), "Expired 14:02 UTC without an answer (1 of 2 approvals: Ana)");
  EXPECT_EQ(card_of(ask, "").context.size(), 1U);
}

TEST(Progress, OfAChoiceCountsEveryValue) {
  Ask ask = ask_of(oslo());
  ask.question.required = 3;
  ask.votes = {answer_of(Value("top"), "Ana"), answer_of(Value("all"), "Ben"), answer_of(Value("top"), "Cy")};
  EXPECT_EQ(card_of(ask, "").context.front().second,
            "2 of 3 votes for “Top one”: Ana and Cy; 1 of 3 votes for “All three”: Ben");
}

}  // namespace
}  // namespace askd::core::cards
