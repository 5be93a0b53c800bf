// The whole card of an ask or a notice.
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/answers/matching.hpp"
#include "core/answers/wording.hpp"
#include "core/cards/cards.hpp"
#include "core/cards/cut.hpp"
#include "core/cards/fields.hpp"
#include "core/cards/outcome.hpp"

namespace askd::core::cards {
namespace {

using answers::in_one_line;

// Markdown may have any line end; only "\n" stays, and what can't be seen is spelled out.
std::string shown_markdown(std::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      lines += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      lines += '\n';
    }
  }
  return unicode::visible(lines);
}

std::vector<Button> buttons_of(const std::vector<Option>& options) {
  std::vector<Button> buttons;
  for (const Option& option : options) {
    buttons.push_back({option.value, in_one_line(option.label.empty() ? option.value : option.label), option.style});
  }
  return buttons;
}

void put_form(Card& card, const Text& form) {
  card.input = CardInput::text;
  card.hint = answers::hint(form);
}

void put_form(Card& card, const Approval& form) {
  card.input = CardInput::buttons;
  card.buttons = buttons_of(answers::approval_options());
  card.note = form.note;
}

void put_form(Card& card, const Choice& form) {
  card.input = form.multiple ? CardInput::several : CardInput::buttons;
  card.buttons = buttons_of(form.options);
  card.note = form.note;
}

void put_form(Card& card, const Fields& form) {
  card.input = CardInput::fields;
  for (const FormField& field : form.fields) card.fields.push_back(field_of(field));
  card.note = form.note;
}

std::string shown_agent(const std::string& name, const AgentId& id) {
  const std::string shown = in_one_line(name);
  return shown.empty() ? id.text() : shown;
}

}  // namespace

Card card_of(const Ask& ask, std::string_view url) {
  const Question& question = ask.question;
  Card card;
  card.agent = shown_agent(ask.agent_name, ask.agent);
  card.title = in_one_line(question.title);
  card.body = shown_markdown(question.body.text);
  card.urgency = question.urgency;
  card.url = url;
  const bool open = ask.state == AskState::open;
  if (const std::string progress = progress_of(ask); open && !progress.empty()) {
    card.context.emplace_back("Progress", progress);
  }
  for (const ContextEntry& entry : question.context) {
    card.context.emplace_back(in_one_line(entry.name), in_one_line(entry.text));
  }
  if (open) {
    card.expires = ask.expires;
    std::visit([&](const auto& form) { put_form(card, form); }, question.form);
    return card;
  }
  card.outcome = outcome_of(ask);
  if (outcome_is_cut(ask)) card.cut = cut_sentence({"a part of the outcome"}, card.url);
  return card;
}

Card card_of(const Notice& notice, std::string_view url) {
  Card card;
  card.agent = shown_agent(notice.agent_name, notice.agent);
  card.title = in_one_line(notice.title);
  card.body = shown_markdown(notice.body.text);
  card.severity = notice.severity;
  card.url = url;
  for (const Link& link : notice.links) card.links.push_back({in_one_line(link.label), in_one_line(link.url)});
  return card;
}

}  // namespace askd::core::cards
