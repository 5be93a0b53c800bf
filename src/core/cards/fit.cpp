// Cuts a card to what a platform can hold, and says so.
#include "base/check.hpp"
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/answers/matching.hpp"
#include "core/answers/wording.hpp"
#include "core/cards/cards.hpp"
#include "core/cards/cut.hpp"
#include "core/cards/fields.hpp"
#include "core/cards/labels.hpp"
#include "core/cards/listing.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::cards {
namespace {

using answers::in_one_line;

// What a card shows of one entry of context, whatever the platform.
constexpr std::size_t context_name_max = 100;
constexpr std::size_t context_text_max = 1'000;

class Fitting {
 public:
  Fitting(Card card, const Capabilities& capabilities, const Form* form)
      : card_(std::move(card)), can_(capabilities), form_(form), whole_title_(card_.title), body_(card_.body) {
    CHECK(form_ || card_.input == CardInput::none, "A card that can be answered needs its form to be fitted.");
  }

  Card done() {
    const Card whole = card_;
    if (!card_.cut.empty()) left_out_.push_back("a part of the outcome");
    choose_input();
    cut_title();
    cut_context();
    lay_out_body();
    card_.cut = cut_sentence(left_out_, card_.url);
    if (!card_.cut.empty()) card_.whole = document_of(whole);
    return std::move(card_);
  }

 private:
  void choose_input() {
    switch (card_.input) {
      case CardInput::none:
        break;
      case CardInput::buttons:
      case CardInput::select:
        choose_among_buttons();
        break;
      case CardInput::several:
        choose_for_several();
        break;
      case CardInput::text:
        card_.hint = answers::hint(*form_);
        break;
      case CardInput::fields:
        choose_for_fields();
        break;
    }
    const bool typed = card_.input == CardInput::text || card_.input == CardInput::none;
    card_.note = card_.note && can_.text_input && !typed;
  }

  // Full labels on buttons, else in a list; then cut ones, in a list or else on buttons; else people type.
  void choose_among_buttons() {
    const std::size_t count = card_.buttons.size();
    const bool in_list = count <= can_.select_max;
    const bool on_buttons = count <= can_.buttons_max;
    if (labels_fit(card_.buttons, can_.button_label_max) && (on_buttons || in_list)) {
      card_.input = on_buttons ? CardInput::buttons : CardInput::select;
    } else if (may_number_labels() && (in_list || on_buttons)) {
      card_.input = in_list ? CardInput::select : CardInput::buttons;
      number_all_labels();
    } else {
      type_an_option();
    }
  }

  void choose_for_several() {
    const bool in_list = card_.buttons.size() <= can_.several_max;
    if (in_list && labels_fit(card_.buttons, can_.button_label_max)) return;
    if (in_list && may_number_labels()) {
      number_all_labels();
    } else {
      type_an_option();
    }
  }

  void choose_for_fields() {
    if (can_.field_input) {
      for (CardField& field : card_.fields) field = fit_field(std::move(field), can_);
      return;
    }
    listing_.lead = "To fill in:";
    listing_.what = "what the fields say about themselves";
    listing_.text_needed = false;
    for (const CardField& field : card_.fields) {
      listing_.lines.push_back({"- **" + as_markdown(in_one_line(field.name)) + "**: ", field_text(field)});
    }
    card_.fields.clear();
    type_it();
  }

  // Two words that everybody knows are better typed than cut.
  bool may_number_labels() const {
    return std::holds_alternative<Choice>(*form_) && numbers_are_clear() &&
           numbers_fit(card_.buttons.size(), can_.button_label_max);
  }

  bool numbers_are_clear() const {
    const auto* choice = std::get_if<Choice>(form_);
    return choice && answers::Matcher(choice->options).numbers_are_clear();
  }

  void number_all_labels() {
    list_options("The options in full:", "the full labels of the options");
    listing_.answer_needs_it = false;
    number_labels(card_.buttons, can_.button_label_max);
  }

  void type_an_option() {
    if (std::holds_alternative<Choice>(*form_)) list_options("Options:", "the full labels of the options");
    card_.buttons.clear();
    type_it();
  }

  void type_it() {
    card_.input = CardInput::text;
    card_.hint = answers::hint(*form_);
  }

  void list_options(std::string lead, std::string what) {
    listing_.lead = std::move(lead);
    listing_.what = std::move(what);
    const bool numbers = numbers_are_clear();
    for (std::size_t i = 0; i < card_.buttons.size(); ++i) {
      listing_.lines.push_back({numbers ? std::to_string(i + 1) + ". " : "- ", card_.buttons[i].label});
    }
  }

  void cut_title() {
    card_.title = cut_line(whole_title_, can_.title_max);
    title_is_cut_ = card_.title != whole_title_;
  }

  // What there are no places for goes into the body, as far as there is room.
  void cut_context() {
    bool cut = false;
    for (auto& [name, text] : card_.context) {
      cut = cut || unicode::length(name) > context_name_max || unicode::length(text) > context_text_max;
      name = cut_line(name, context_name_max);
      text = cut_line(text, context_text_max);
    }
    if (cut) left_out_.push_back("the end of an entry of context");
    context_count_ = card_.context.size();
    const auto first = card_.context.begin() + static_cast<std::ptrdiff_t>(std::min(context_count_, can_.context_max));
    for (auto entry = first; entry != card_.context.end(); ++entry) {
      more_context_.push_back("- **" + as_markdown(entry->first) + "**: " + as_markdown(entry->second));
    }
    card_.context.erase(first, card_.context.end());
  }

  // In the order of their weight: what answering needs, the title, the text, more context.
  void lay_out_body() {
    room_ = can_.text_max;
    const std::string list = lay_out_listing();
    const std::string title = lay_out_title();
    const std::string context = lay_out_context();
    const std::string text = lay_out_text();
    card_.body.clear();
    for (const std::string& part : {title, text, context, list}) {
      if (!part.empty()) card_.body.append(card_.body.empty() ? "" : gap).append(part);
    }
  }

  std::string lay_out_listing() {
    if (listing_.empty()) return {};
    const std::size_t others = std::min(unicode::length(body_), can_.text_max / 4);
    const std::size_t reserved = others == 0 ? 0 : others + gap.size();
    const std::string whole = listing_.markdown();
    std::string list = listing_.markdown_within(can_.text_max - std::min(can_.text_max, reserved));
    if (list.empty()) list = listing_.markdown_within(can_.text_max);
    if (list != whole) left_out_.push_back(listing_.what);
    if (list.empty() && listing_.answer_needs_it) answer_elsewhere();
    take(list);
    return list;
  }

  // Nobody answers what isn't shown.
  void answer_elsewhere() {
    card_.input = CardInput::none;
    card_.note = false;
    card_.hint = "This can't be answered here, since its form doesn't fit: answer it ";
    card_.hint += card_.url.empty() ? "in the inbox." : "at " + card_.url;
  }

  std::string lay_out_title() {
    if (!title_is_cut_) return {};
    const std::string whole = "**" + as_markdown(whole_title_) + "**";
    const bool fits = unicode::length(whole) <= room_ / (body_.empty() ? 1 : 2);
    if (!fits && can_.title_max > 0) {
      left_out_.push_back("the end of the title");
      return {};
    }
    std::string title = fits ? whole : as_markdown(cut_line(whole_title_, room_ / 4));
    if (!fits) left_out_.push_back("the end of the title");
    take(title);
    return title;
  }

  std::string lay_out_context() {
    const std::size_t text = body_.empty() ? 0 : unicode::length(body_) + gap.size();
    std::size_t budget = std::max(room_ / 4, room_ - std::min(room_, text));
    std::string list;
    std::size_t shown = 0;
    for (const std::string& line : more_context_) {
      const std::size_t size = unicode::length(line) + 1;
      if (size > budget) break;
      budget -= size;
      list.append(list.empty() ? "" : "\n").append(line);
      ++shown;
    }
    const std::size_t missing = more_context_.size() - shown;
    if (missing > 0) {
      left_out_.push_back(std::to_string(missing) + " of " + std::to_string(context_count_) + " entries of context");
    }
    take(list);
    return list;
  }

  // What follows the text, here or in the adapter, mustn't be swallowed by a fence of code that the text leaves open.
  std::string lay_out_text() {
    if (body_.empty()) return {};
    std::string text = body_;
    const std::string closing = closing_fence(text);
    if (!closing.empty()) text.append("\n").append(closing);
    if (unicode::length(text) <= room_) return text;
    left_out_.push_back(room_ < 2 ? "the text" : "the end of the text");
    return cut_markdown(text, room_);
  }

  // A part of the body takes its own room and the gap to the next part.
  void take(const std::string& part) {
    if (part.empty()) return;
    room_ -= std::min(room_, unicode::length(part) + gap.size());
  }

  static constexpr std::string_view gap = "\n\n";

  Card card_;
  const Capabilities& can_;
  const Form* form_;
  std::string whole_title_;
  std::string body_;
  Listing listing_ = {};
  std::vector<std::string> more_context_ = {};
  std::vector<std::string> left_out_ = {};
  std::size_t context_count_ = 0;
  std::size_t room_ = 0;
  bool title_is_cut_ = false;
};

}  // namespace

Card fit(Card card, const Capabilities& capabilities, const Form* form) {
  return Fitting(std::move(card), capabilities, form).done();
}

}  // namespace askd::core::cards
