// Random asks on random platforms: nothing exceeds a limit, nothing is lost, and nothing is cut in silence.
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/cards/cards.hpp"
#include "core/cards/cut.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::cards {
namespace {

const std::string url = "https://askd.example/asks/1";

// SplitMix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
  }
  bool coin() { return below(2) == 0; }

  template <std::size_t N>
  std::size_t one_of(const std::array<std::size_t, N>& sizes) {
    return sizes[below(N)];
  }

 private:
  std::uint64_t state_;
};

std::string random_text(Chance& chance, std::size_t pieces, bool lines) {
  static constexpr std::array<std::string_view, 22> words = {"a",
                                                             "word",
                                                             "Österreich",
                                                             "日本語",
                                                             "👩‍👩‍👧",
                                                             "*b*",
                                                             "`c`",
                                                             "https://example.com/x",
                                                             "e\u0301",
                                                             "\u202e",
                                                             "\u200b",
                                                             "12. ",
                                                             "[x](y)",
                                                             "& <i>",
                                                             "# head",
                                                             "🇩🇪",
                                                             "2",
                                                             "- item",
                                                             "",
                                                             "_",
                                                             "👍🏽",
                                                             "\\"};
  static constexpr std::array<std::string_view, 8> breaks = {"\n",   "\n\n",      "\n```\n", "\n~~~~\n",
                                                             "\n> ", "\n- ```\n", "\r\n",    "\n    "};
  std::string text;
  for (std::size_t i = 0; i < pieces; ++i) {
    text += words[chance.below(words.size())];
    text += lines && chance.below(6) == 0 ? breaks[chance.below(breaks.size())] : " ";
  }
  return text;
}

std::vector<Option> random_options(Chance& chance, std::size_t count) {
  std::vector<Option> options;
  const std::size_t words = 1 + chance.one_of(std::array<std::size_t, 3>{0, 3, 30});
  for (std::size_t i = 0; i < count; ++i) {
    const std::string value = chance.below(8) == 0 ? std::to_string(chance.below(30)) : "v" + std::to_string(i);
    options.push_back({value, "L" + std::to_string(i) + " " + random_text(chance, words, false)});
  }
  return options;
}

Form random_form(Chance& chance) {
  switch (chance.below(5)) {
    case 0:
      return Approval{.note = chance.coin()};
    case 1:
      return Text{};
    case 2: {
      Fields form;
      const std::size_t count = 1 + chance.below(8);
      for (std::size_t i = 0; i < count; ++i) {
        FormField field{.name = "f" + std::to_string(i), .type = static_cast<FormField::Type>(chance.below(6))};
        field.description = random_text(chance, chance.below(20), true);
        for (const Option& option : random_options(chance, 2 + chance.below(30))) {
          field.options.emplace_back(option.value, option.label);
        }
        form.fields.push_back(std::move(field));
      }
      return form;
    }
    default:
      return Choice{
          .options = random_options(chance, 2 + chance.below(24)), .multiple = chance.coin(), .note = chance.coin()};
  }
}

Ask random_ask(Chance& chance) {
  Ask ask;
  ask.agent_name = "agent-" + std::to_string(chance.below(100));
  ask.question.title = random_text(chance, 1 + chance.below(30), false);
  ask.question.body.text = random_text(chance, chance.one_of(std::array<std::size_t, 4>{0, 5, 60, 600}), true);
  ask.question.form = random_form(chance);
  ask.question.required = chance.coin() ? 1 : 2;
  const std::size_t entries = chance.one_of(std::array<std::size_t, 3>{0, 3, 15});
  for (std::size_t i = 0; i < entries; ++i) {
    const std::string text = random_text(chance, 1 + chance.below(10), true);
    ask.question.context.push_back({"key" + std::to_string(i), text, false});
  }
  return ask;
}

Capabilities random_capabilities(Chance& chance) {
  Capabilities can;
  can.title_max = chance.one_of(std::array<std::size_t, 4>{0, 1, 40, 150});
  can.text_max = chance.one_of(std::array<std::size_t, 7>{0, 1, 30, 250, 700, 3'000, 30'000});
  can.context_max = chance.one_of(std::array<std::size_t, 3>{0, 2, 10});
  can.buttons_max = chance.one_of(std::array<std::size_t, 3>{0, 3, 25});
  can.button_label_max = chance.one_of(std::array<std::size_t, 6>{0, 1, 5, 9, 30, 75});
  can.select_max = chance.one_of(std::array<std::size_t, 3>{0, 5, 100});
  can.several_max = chance.one_of(std::array<std::size_t, 3>{0, 5, 100});
  can.text_input = chance.coin();
  can.field_input = chance.coin();
  return can;
}

bool is_listed(const Card& card) { return card.input == CardInput::buttons || card.input == CardInput::select; }

void expect_within_limits(const Card& card, const Capabilities& can) {
  EXPECT_LE(unicode::length(card.title), can.title_max);
  EXPECT_LE(unicode::length(card.body), can.text_max);
  EXPECT_LE(card.context.size(), can.context_max);
  if (card.input == CardInput::buttons) {
    EXPECT_LE(card.buttons.size(), can.buttons_max);
  }
  if (card.input == CardInput::select) {
    EXPECT_LE(card.buttons.size(), can.select_max);
  }
  if (card.input == CardInput::several) {
    EXPECT_LE(card.buttons.size(), can.several_max);
  }
  if (card.input == CardInput::fields) {
    EXPECT_TRUE(can.field_input);
  }
  if (card.note) {
    EXPECT_TRUE(can.text_input);
  }
  for (const Button& button : card.buttons) {
    EXPECT_LE(unicode::length(button.label), can.button_label_max);
    EXPECT_FALSE(button.label.empty());
  }
  for (const CardField& field : card.fields) {
    EXPECT_LE(field.options.size(), can.select_max);
    for (const Button& option : field.options) EXPECT_LE(unicode::length(option.label), can.button_label_max);
  }
}

bool everything_is_readable(const Card& card) {
  bool readable = unicode::all_visible(card.title, unicode::Lines::one) && unicode::all_visible(card.body) &&
                  unicode::valid_utf8(card.body) && unicode::valid_utf8(card.title);
  for (const Button& button : card.buttons) {
    readable = readable && unicode::all_visible(button.label, unicode::Lines::one) && unicode::valid_utf8(button.label);
  }
  return readable;
}

std::size_t count_lines(std::string_view text, std::string_view list) {
  const std::size_t begin = text.rfind(list);
  if (begin == std::string_view::npos) return 0;
  const std::string_view lines = text.substr(begin + list.size());
  return static_cast<std::size_t>(std::ranges::count(lines, '\n')) + 1;
}

bool labels_are_whole(const Card& card, const Card& whole) {
  return std::ranges::equal(card.buttons, whole.buttons, {}, &Button::label, &Button::label);
}

bool lists_in_full(const Card& card, const Card& whole) {
  return std::ranges::all_of(whole.buttons, [&](const Button& button) {
    return card.body.find(as_markdown(button.label)) != std::string::npos;
  });
}

// Every option can be pressed, or stands in the list; or the card says that nobody can answer here, and where.
void expect_all_options(const Card& card, const Card& whole, const Choice& form, const Capabilities& can) {
  const bool full = labels_are_whole(card, whole);
  if (is_listed(card) || card.input == CardInput::several) {
    ASSERT_EQ(card.buttons.size(), form.options.size());
    for (std::size_t i = 0; i < form.options.size(); ++i) EXPECT_EQ(card.buttons[i].value, form.options[i].value);
    if (!full) {
      EXPECT_TRUE(lists_in_full(card, whole) || !card.cut.empty());
    }
    return;
  }
  if (card.input == CardInput::none) {
    EXPECT_LT(can.text_max, 250U);
    EXPECT_FALSE(card.cut.empty());
    EXPECT_NE(card.hint.find(url), std::string::npos);
    return;
  }
  EXPECT_EQ(card.input, CardInput::text);
  EXPECT_EQ(count_lines(card.body, "Options:\n\n"), form.options.size());
  EXPECT_TRUE(lists_in_full(card, whole) || !card.cut.empty());
}

void expect_answerable(const Card& card, const Card& whole, const Ask& ask, const Capabilities& can) {
  const Form& form = ask.question.form;
  if (const auto* choice = std::get_if<Choice>(&form)) return expect_all_options(card, whole, *choice, can);
  if (std::holds_alternative<Text>(form)) {
    EXPECT_EQ(card.input, CardInput::text);
  } else if (std::holds_alternative<Approval>(form)) {
    EXPECT_EQ(card.buttons.size(), is_listed(card) ? 2U : 0U);
    EXPECT_TRUE(is_listed(card) || card.input == CardInput::text);
    EXPECT_TRUE(labels_are_whole(card, whole) || card.buttons.empty());
  } else if (card.input == CardInput::fields) {
    EXPECT_EQ(card.fields.size(), whole.fields.size());
  } else if (card.input == CardInput::text) {
    EXPECT_EQ(count_lines(card.body, "To fill in:\n\n"), whole.fields.size());
  } else {
    EXPECT_LT(can.text_max, 250U);
    EXPECT_NE(card.hint.find(url), std::string::npos);
  }
  if (card.input == CardInput::text) {
    EXPECT_EQ(card.hint, answers::hint(form));
  }
}

// What isn't in its place stands in the body, or `cut` isn't empty.
void expect_nothing_cut_in_silence(const Card& card, const Card& whole) {
  EXPECT_EQ(card.whole.empty(), card.cut.empty());
  if (!card.cut.empty()) {
    EXPECT_TRUE(card.cut.ends_with("The whole is at " + url)) << card.cut;
    return;
  }
  EXPECT_TRUE(card.title == whole.title || card.body.find(as_markdown(whole.title)) != std::string::npos);
  EXPECT_NE(card.body.find(whole.body), std::string::npos);
  for (std::size_t i = 0; i < whole.context.size(); ++i) {
    const bool in_place = i < card.context.size() && card.context[i] == whole.context[i];
    EXPECT_TRUE(in_place || card.body.find(as_markdown(whole.context[i].second)) != std::string::npos);
  }
}

TEST(FitProperty, HoldsForRandomAsksOnRandomPlatforms) {
  for (std::uint64_t seed = 1; seed <= 800; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Chance chance(seed);
    const Ask ask = random_ask(chance);
    const Capabilities can = random_capabilities(chance);
    const Card whole = card_of(ask, url);
    const Card card = fit(whole, can, &ask.question.form);
    EXPECT_EQ(card.agent, ask.agent_name);
    expect_within_limits(card, can);
    expect_answerable(card, whole, ask, can);
    expect_nothing_cut_in_silence(card, whole);
    EXPECT_EQ(closing_fence(card.body), "");
    EXPECT_TRUE(everything_is_readable(card));
    EXPECT_EQ(fit(whole, can, &ask.question.form), card);
    if (testing::Test::HasFailure()) break;
  }
}

}  // namespace
}  // namespace askd::core::cards
