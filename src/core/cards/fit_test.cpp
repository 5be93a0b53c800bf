// Cards on platforms of all sizes.
#include "base/unicode.hpp"
#include "core/cards/cards.hpp"
#include "core/cards/cut.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace askd::core::cards {
namespace {

const std::string url = "https://askd.example/asks/1";

Capabilities roomy() {
  Capabilities can;
  can.buttons_max = 5;
  can.button_label_max = 20;
  can.select_max = 25;
  can.several_max = 25;
  can.text_input = true;
  can.field_input = true;
  return can;
}

Capabilities typing_only() { return Capabilities{.title_max = 100, .text_max = 500}; }

Ask ask_of(Form form) {
  Ask ask;
  ask.agent_name = "deploy-bot";
  ask.question.title = "Where?";
  ask.question.form = std::move(form);
  return ask;
}

Card fitted(const Ask& ask, const Capabilities& can) { return fit(card_of(ask, url), can, &ask.question.form); }

Choice choice_of(std::vector<std::string> labels, bool multiple = false) {
  Choice form{.options = {}, .multiple = multiple};
  for (std::size_t i = 0; i < labels.size(); ++i) form.options.push_back({"v" + std::to_string(i), labels[i]});
  return form;
}

std::vector<std::string> labels_of(const Card& card) {
  std::vector<std::string> labels;
  for (const Button& button : card.buttons) labels.push_back(button.label);
  return labels;
}

TEST(FitButtons, StayWhereTheyFit) {
  const Card card = fitted(ask_of(choice_of({"Oslo", "Rome"})), roomy());
  EXPECT_EQ(card.input, CardInput::buttons);
  EXPECT_EQ(labels_of(card), (std::vector<std::string>{"Oslo", "Rome"}));
  EXPECT_EQ(card.body + card.hint + card.cut, "");
  EXPECT_TRUE(card.note);
}

TEST(FitButtons, BecomeAListAndThenTyping) {
  const Ask ask = ask_of(choice_of({"A", "B", "C", "D", "E", "F"}));
  Capabilities can = roomy();
  EXPECT_EQ(fitted(ask, can).input, CardInput::select);
  can.select_max = 5;
  const Card typed = fitted(ask, can);
  EXPECT_EQ(typed.input, CardInput::text);
  EXPECT_TRUE(typed.buttons.empty());
  EXPECT_FALSE(typed.note);
  EXPECT_EQ(typed.body, "Options:\n\n1. A\n2. B\n3. C\n4. D\n5. E\n6. F");
  EXPECT_EQ(typed.hint, "Reply with a number from 1 to 6. A note may follow on the next lines.");
  EXPECT_EQ(typed.cut, "");
}

TEST(FitButtons, CutLabelsAreNumberedAndShownInFull) {
  const Ask ask = ask_of(choice_of({"Deploy to production in Europe", "Deploy to production in *Asia*"}));
  const Card in_list = fitted(ask, roomy());
  EXPECT_EQ(in_list.input, CardInput::select);
  EXPECT_EQ(labels_of(in_list), (std::vector<std::string>{"1. Deploy to produc…", "2. Deploy to produc…"}));
  EXPECT_EQ(in_list.body,
            "The options in full:\n\n1. Deploy to production in Europe\n2. Deploy to production in \\*Asia\\*");
  EXPECT_EQ(in_list.cut, "");
  Capabilities can = roomy();
  can.select_max = 0;
  EXPECT_EQ(fitted(ask, can).input, CardInput::buttons);
  can.button_label_max = 3;
  EXPECT_EQ(labels_of(fitted(ask, can)), (std::vector<std::string>{"1", "2"}));
  can.button_label_max = 0;
  EXPECT_EQ(fitted(ask, can).input, CardInput::text);
  can.button_label_max = 20;
  can.text_max = 60;
  const Card cramped = fitted(ask, can);
  EXPECT_EQ(cramped.input, CardInput::buttons);
  EXPECT_EQ(cramped.body, "The options in full:\n\n1. Deploy to prod…\n2. Deploy to prod…");
  EXPECT_EQ(cramped.cut, "Left out here: the full labels of the options. The whole is at " + url);
}

TEST(FitButtons, NumbersThatMisleadAreNotShown) {
  Choice form = choice_of({"Two servers, as many as we have today", "One"});
  form.options[0].value = "2";
  const Card card = fitted(ask_of(form), roomy());
  EXPECT_EQ(card.input, CardInput::text);
  EXPECT_EQ(card.body, "Options:\n\n- Two servers, as many as we have today\n- One");
  EXPECT_EQ(card.hint, "Reply with one of the options, word for word. A note may follow on the next lines.");
}

TEST(FitButtons, AnApprovalIsTypedRatherThanCut) {
  Capabilities can = roomy();
  can.button_label_max = 4;
  const Card card = fitted(ask_of(Approval{}), can);
  EXPECT_EQ(card.input, CardInput::text);
  EXPECT_EQ(card.body, "");
  EXPECT_EQ(card.hint, "Reply “approve” or “deny”. A note may follow on the next lines.");
}

TEST(FitButtons, ANoteNeedsAPlaceForText) {
  Capabilities can = roomy();
  can.text_input = false;
  const Card card = fitted(ask_of(Approval{}), can);
  EXPECT_EQ(card.input, CardInput::buttons);
  EXPECT_FALSE(card.note);
}

TEST(FitSeveral, NeedsAListOfItsOwn) {
  const Ask ask = ask_of(choice_of({"Oslo", "Rome", "Bonn"}, true));
  EXPECT_EQ(fitted(ask, roomy()).input, CardInput::several);
  Capabilities can = roomy();
  can.several_max = 2;
  const Card typed = fitted(ask, can);
  EXPECT_EQ(typed.input, CardInput::text);
  EXPECT_EQ(typed.body, "Options:\n\n1. Oslo\n2. Rome\n3. Bonn");
}

Fields server() {
  Fields form;
  form.fields = {{.name = "cost", .title = "Cost", .type = FormField::Type::integer, .required = true},
                 {.name = "region",
                  .type = FormField::Type::choice,
                  .options = {{"eu", "Europe and all that is near"}, {"us", "America"}}}};
  return form;
}

TEST(FitFields, AModalOrTypedLines) {
  const Card modal = fitted(ask_of(server()), roomy());
  EXPECT_EQ(modal.input, CardInput::fields);
  EXPECT_EQ(modal.fields[1].options[0].label, "1. Europe and all…");
  EXPECT_EQ(modal.fields[1].hint, "1. Europe and all that is near; 2. America.");
  Capabilities no_lists = roomy();
  no_lists.select_max = 1;
  EXPECT_EQ(fitted(ask_of(server()), no_lists).fields[1].kind, CardField::Kind::text);
  const Card typed = fitted(ask_of(server()), typing_only());
  EXPECT_EQ(typed.input, CardInput::text);
  EXPECT_TRUE(typed.fields.empty());
  EXPECT_EQ(typed.body,
            "To fill in:\n\n- **cost**: Cost. A whole number. Required.\n"
            "- **region**: One of “Europe and all that is near” or “America”.");
  EXPECT_EQ(typed.hint, "Reply with one line for each field: “cost: …” and “region: …”.");
}

TEST(FitBody, GivesWayToWhatAnsweringNeeds) {
  Ask ask = ask_of(choice_of({"Oslo", "Rome"}));
  for (int i = 0; i < 100; ++i) ask.question.body.text += "word ";
  Capabilities can = typing_only();
  can.text_max = 100;
  const Card card = fitted(ask, can);
  EXPECT_TRUE(card.body.ends_with("word …\n\nOptions:\n\n1. Oslo\n2. Rome")) << card.body;
  EXPECT_LE(unicode::length(card.body), 100U);
  EXPECT_EQ(card.cut, "Left out here: the end of the text. The whole is at " + url);
  EXPECT_EQ(card.whole, document_of(card_of(ask, url)));
  EXPECT_NE(card.whole.find(ask.question.body.text), std::string::npos);
}

TEST(FitBody, NobodyAnswersWhatIsNotShown) {
  Capabilities can = typing_only();
  can.text_max = 10;
  const Card card = fitted(ask_of(choice_of({"Oslo", "Rome"})), can);
  EXPECT_EQ(card.input, CardInput::none);
  EXPECT_EQ(card.hint, "This can't be answered here, since its form doesn't fit: answer it at " + url);
  EXPECT_EQ(card.cut, "Left out here: the full labels of the options. The whole is at " + url);
}

TEST(FitBody, AFenceLeftOpenDoesNotSwallowTheOptions) {
  Ask ask = ask_of(choice_of({"Oslo", "Rome"}));
  ask.question.body.text = "```\ncode";
  EXPECT_EQ(fitted(ask, typing_only()).body, "```\ncode\n```\n\nOptions:\n\n1. Oslo\n2. Rome");
}

TEST(FitTitle, ALongOneStandsInTheBody) {
  Ask ask = ask_of(Text{});
  ask.question.title = "Deploy _now_ to all servers?";
  ask.question.body.text = "Body.";
  Capabilities can = typing_only();
  can.title_max = 12;
  const Card card = fitted(ask, can);
  EXPECT_EQ(card.title, "Deploy _now…");
  EXPECT_EQ(card.body, "**Deploy \\_now\\_ to all servers?**\n\nBody.");
  EXPECT_EQ(card.cut, "");
  can.title_max = 0;
  EXPECT_EQ(fitted(ask, can).title, "");
  EXPECT_EQ(fitted(ask, can).body, card.body);
  can.title_max = 12;
  can.text_max = 20;
  EXPECT_EQ(fitted(ask, can).body, "Body.");
  EXPECT_EQ(fitted(ask, can).cut, "Left out here: the end of the title. The whole is at " + url);
}

TEST(FitContext, MovesIntoTheBody) {
  Ask ask = ask_of(Text{});
  ask.question.body.text = "Body.";
  ask.question.context = {{"a", "1", false}, {"b", "2", false}, {"c", std::string(600, 'c'), false}};
  Capabilities can = typing_only();
  can.context_max = 1;
  const Card card = fitted(ask, can);
  EXPECT_EQ(card.context.size(), 1U);
  EXPECT_EQ(card.body, "Body.\n\n- **b**: 2");
  EXPECT_EQ(card.cut, "Left out here: 1 of 3 entries of context. The whole is at " + url);
}

struct CutCase {
  std::string text;
  std::size_t most;
  std::string want;
};

TEST(CutMarkdown, StopsAtABoundaryAndClosesFences) {
  const std::vector<CutCase> cases = {
      {"short", 5, "short"},
      {"some words here", 12, "some words …"},
      {"abcdefghij", 5, "abcd…"},
      {"äöüäöüäöü", 4, "äöü…"},
      {"one two three.\n\nfour", 18, "one two three.\n\n…"},
      {"```\na\nb\nc\nd\n```", 13, "```\na\nb\n```\n…"},
      {"````py\nlong line of code\n````", 24, "````py\nlong line\n````\n…"},
      {"- x\n  ~~~\n  abc def ghi jkl", 23, "- x\n  ~~~\n  abc\n  ~~~\n…"},
      {"> ```\n> abc def ghi jkl", 21, "> ```\n> abc\n> ```\n…"},
      {"> ```\n> abc\n\nplain text goes on", 28, "> ```\n> abc\n\nplain text …"},
      {"see https://example.com/a/long/path", 20, "see …"},
      {"https://example.com/a/long/path", 20, "…"},
      {"~~~~\n# head\n~~~~\nÖsterreich", 19, "~~~~\n# head\n~~~~\n…"},
      {"👩‍👩‍👧 family", 3, "👩…"},
      {"anything", 1, "…"},
      {"anything", 0, ""},
      {"```\ncode", 3, "``…"},
  };
  for (const CutCase& one : cases) {
    const std::string cut = cut_markdown(one.text, one.most);
    EXPECT_EQ(cut, one.want) << one.text;
    EXPECT_LE(unicode::length(cut), one.most) << one.text;
  }
}

TEST(ClosingFence, KnowsWhatIsOpen) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"```", "```"},
      {"```\n```", ""},
      {"~~~~\n```\n~~~", "~~~~"},
      {"`` no fence", ""},
      {"``` inline ``` code", ""},
      {"1. ```\n   a", "   ```"},
      {"- ```\n  a\nno longer in the item", ""},
      {"- a\n\ntext\n  ```\nb", "  ```"},
      {"> ```\n> a\nnot quoted", ""},
      {"```\n``` not closed by this", "```"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(closing_fence(text), want) << text;
}

TEST(AsMarkdown, ShowsAPlainLineAsItIs) {
  EXPECT_EQ(as_markdown("a *b* [c](d) <e> `f` g_h & i|j~"), "a \\*b\\* \\[c\\](d) \\<e\\> \\`f\\` g\\_h \\& i\\|j\\~");
  EXPECT_EQ(as_markdown("# no heading - #1"), "\\# no heading - #1");
  EXPECT_EQ(as_markdown("- no item"), "\\- no item");
  EXPECT_EQ(as_markdown("12. no item"), "12\\. no item");
  EXPECT_EQ(as_markdown(".5"), ".5");
}

}  // namespace
}  // namespace askd::core::cards
