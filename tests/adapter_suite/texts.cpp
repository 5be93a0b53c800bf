// Cards as large as they come, and texts that are up to something.
#include "adapter_suite/checks.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace askd::adapter_suite {
namespace {

// What the API of askd takes, where Capabilities has no limit: code points.
constexpr std::size_t agent_max = 64, value_max = 64, context_name_max = 100, context_text_max = 1'000;
constexpr std::size_t buttons_most = 100, fields_most = 10, hint_max = 300;

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// As many code points at most.
std::string cut(std::string_view text, std::size_t most) {
  std::size_t count = 0, end = 0;
  for (; end < text.size(); ++end)
    if ((text[end] & 0xC0) != 0x80 && ++count > most) break;
  return std::string(text.substr(0, end));
}

// Exactly so long, with a space now and then, and ending in `end`.
std::string filled(std::string_view letter, std::size_t most, std::string_view end) {
  if (most <= end.size()) return std::string(end.substr(0, most));
  std::string out;
  for (std::size_t i = 0; i + end.size() + 1 < most; ++i) out.append(i % 12 == 11 ? " " : letter);
  return out.append(" ").append(end);
}

// A label or a value of its own, exactly so long if there is room for its number.
std::string numbered(std::size_t number, std::string_view letter, std::size_t most) {
  std::string out = std::to_string(number) + "-";
  for (std::size_t i = out.size(); i < most; ++i) out += letter;
  return out;
}

Card largest(const Capabilities& can, CardInput input, std::string_view letter) {
  Card card = card_of(input);
  card.agent = filled(letter, agent_max, "agent");
  card.title = filled(letter, can.title_max, "title");
  card.body = filled(letter, can.text_max, "body");
  for (std::size_t i = 0; i < can.context_max; ++i)
    card.context.emplace_back(filled(letter, context_name_max, "name"), filled(letter, context_text_max, "context"));
  card.expires = Instant(std::chrono::hours(500'000));
  card.cut = filled(letter, hint_max, "cut");
  card.note = can.text_input && input != CardInput::text;
  card.buttons.clear();
  std::size_t buttons = 0;
  if (input == CardInput::buttons) buttons = can.buttons_max;
  if (input == CardInput::select) buttons = can.select_max;
  if (input == CardInput::several) buttons = can.several_max;
  for (std::size_t i = 1; i <= std::min(buttons, buttons_most); ++i)
    card.buttons.push_back({numbered(i, "v", value_max), numbered(i, letter, can.button_label_max)});
  if (input != CardInput::fields) return card;
  card.fields.clear();
  for (std::size_t i = 1; i <= fields_most; ++i) {
    CardField field{"field_" + std::to_string(i), numbered(i, letter, can.button_label_max)};
    field.hint = filled(letter, hint_max, "hint");
    if (i % 2 == 0 && can.select_max > 0) {
      field.kind = CardField::Kind::choice;
      for (std::size_t option = 1; option <= std::min<std::size_t>(can.select_max, 10); ++option)
        field.options.push_back({numbered(option, "v", value_max), numbered(option, letter, can.button_label_max)});
    }
    card.fields.push_back(std::move(field));
  }
  return card;
}

std::vector<CardInput> offered(const Capabilities& can) {
  std::vector<CardInput> out = {CardInput::none};
  if (can.buttons_max > 0) out.push_back(CardInput::buttons);
  if (can.select_max > 0) out.push_back(CardInput::select);
  if (can.several_max > 0) out.push_back(CardInput::several);
  if (can.text_input) out.push_back(CardInput::text);
  if (can.field_input) out.push_back(CardInput::fields);
  return out;
}

// What a person does to the last thing on such a card, and what must be heard of it.
std::pair<Gesture, std::string> last_answer(const Card& card) {
  Gesture gesture{card.input};
  std::string wanted;
  if (card.input == CardInput::text) {
    gesture.text = wanted = "So be it.";
  } else if (card.input == CardInput::fields) {
    gesture.fields = {{card.fields.back().title,
                       card.fields.back().options.empty() ? "So be it." : card.fields.back().options.back().label}};
    wanted = card.fields.back().options.empty() ? "So be it." : card.fields.back().options.back().value;
  } else {
    gesture.labels = {card.buttons.back().label};
    wanted = card.buttons.back().value;
  }
  return {gesture, wanted};
}

bool holds(const Inbound& what, const std::string& wanted) {
  return what.said == wanted || what.values == std::vector<std::string>{wanted} ||
         (!what.filled.empty() && what.filled.back().second == wanted);
}

// Whoever types knows what a label begins with, but not where the adapter cut it.
void answer_the_last(Stage& stage, const PostRef& post, const Card& card) {
  const auto [gesture, wanted] = last_answer(card);
  const std::string kind = "the largest card of the kind " + std::to_string(static_cast<int>(card.input));
  const auto event = stage.peer->act(post, gesture);
  if (!stage.expect(event.has_value(), "The last of what can be answered on " + kind + " isn't shown.")) return;
  const auto what = stage.next_inbound("an answer to " + kind);
  if (what) stage.expect(holds(*what, wanted), "The last answer on " + kind + " doesn't arrive with its value.");
}

// What was cut within a character reads as U+FFFD.
void expect_unbroken(Stage& stage, const Card& card) {
  constexpr std::string_view broken = "\uFFFD";
  const bool own = card.body.find(broken) != std::string::npos || card.title.find(broken) != std::string::npos;
  stage.expect(own || stage.peer->last_shown().text.find(broken) == std::string::npos,
               "A text is cut within a character.");
}

void post_largest(Stage& stage, std::string_view letter, bool whole) {
  if (!stage.listen_until_caught_up()) return;
  const Capabilities can = stage.adapter->capabilities();
  for (const CardInput input : offered(can)) {
    const Card card = largest(can, input, letter);
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card, id);
    if (!post) return;
    expect_unbroken(stage, card);
    const std::string text = stage.peer->last_shown().text;
    stage.expect(text.find("agent") != std::string::npos, "A large card doesn't name its agent.");
    const auto shown = [&](const char* end) { return text.find(end) != std::string::npos; };
    stage.expect(!whole || text.find(card.title) != std::string::npos, "A title of the length allowed isn't whole.");
    stage.expect(!whole || shown("body"), "A body of the length allowed isn't whole.");
    stage.expect(!whole || can.context_max == 0 || shown("context"), "Context of the length allowed isn't whole.");
    stage.expect(shown("cut"), "A card that was cut doesn't say so.");
    if (input != CardInput::none && whole) answer_the_last(stage, *post, card);
    if (can.edits) stage.edit(*post, id, card);
    Words words{"Ana", card.body};
    stage.reply(*post, words);
  }
}

Problems large(const MakePeer& make_peer) {
  Stage stage(make_peer);
  post_largest(stage, "x", true);
  return stage.found();
}

Problems large_in_other_letters(const MakePeer& make_peer) {
  Stage stage(make_peer);
  post_largest(stage, "ж", true);
  return stage.found();
}

// Of four bytes and two units of UTF-16, or five and more characters as an entity: an adapter may have to cut these.
Problems large_in_wide_letters(const MakePeer& make_peer) {
  Problems out;
  for (const char* letter : {"🎉", "&", "<", "*", "\\"}) {
    Stage stage(make_peer);
    post_largest(stage, letter, false);
    const Problems found = stage.found();
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

// Whatever an agent calls an option, it can be picked.
Problems wide_values(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.listen_until_caught_up()) return stage.found();
  const Capabilities can = stage.adapter->capabilities();
  for (const CardInput input : offered(can)) {
    Card card = card_of(input);
    if (card.buttons.empty()) continue;
    for (std::size_t i = 0; i < card.buttons.size(); ++i) card.buttons[i].value = numbered(i + 1, "🎉", value_max);
    const auto post = stage.post(card, stage.fresh());
    if (!post) continue;
    answer_the_last(stage, *post, card);
  }
  return stage.found();
}

constexpr std::string_view hostile_line =
    "*b* _i_ ~s~ `c` **b** ||s|| <!channel> <@U0ANA|x> <https://evil.example|askd> @channel @here @everyone <b>x</b> "
    "[x](https://evil.example) &lt;!here&gt; \x1b[31m \xe2\x80\xae";
// Without what is mark-up in askd's own Markdown.
constexpr std::string_view hostile_body =
    "<!channel> <@U0ANA|x> <#C0OPS> @channel @everyone <script>alert(1)</script> <b>x</b> &lt;!channel&gt; {{x}} "
    "@[x](user:1) tg://user?id=1 \x1b[31m";

// All that an agent can say, said by `line` and `body`.
Card saying(const Capabilities& can, CardInput input, std::string_view line, std::string_view body) {
  // There is a number before it.
  const std::string label = cut(line, std::max(can.button_label_max, std::size_t{2}) - 2);
  Card card = card_of(input);
  card.agent = cut(line, agent_max);
  card.title = cut(line, can.title_max);
  card.body = body;
  if (can.context_max > 0) card.context = {{cut(line, context_name_max), std::string(line)}};
  card.cut = line;
  card.hint = line;
  for (std::size_t i = 0; i < card.buttons.size(); ++i) card.buttons[i].label = numbered(i + 1, "", 0) + label;
  for (CardField& field : card.fields) {
    field.title = label;
    field.hint = line;
  }
  if (input != CardInput::none) return card;
  card.outcome = line;
  card.links = {{label, "https://askd.example/"}};
  return card;
}

// Mark-up may be there, but none that a text brought with it: it is the same with any text.
void compare(Stage& stage, const Shown& calm, const Shown& hostile, const std::string& what) {
  std::string list;
  for (const std::string& one : hostile.markup) list.append(list.empty() ? "" : ", ").append(one);
  stage.expect(calm.markup == hostile.markup, "A text within " + what + " becomes mark-up: " + list + ".");
}

Problems harmless(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const Capabilities can = stage.adapter->capabilities();
  for (const CardInput input : offered(can)) {
    const std::string kind = "a card of the kind " + std::to_string(static_cast<int>(input));
    const DeliveryId id = stage.fresh();
    const std::string calm_line(hostile_line.size(), 'x'), calm_body(hostile_body.size(), 'x');
    const Card calm = saying(can, input, calm_line, calm_body);
    const Card hostile = saying(can, input, hostile_line, hostile_body);
    if (!stage.post(calm, id)) return stage.found();
    const Shown before = stage.peer->last_shown();
    const auto post = stage.post(hostile, stage.fresh());
    if (!post) return stage.found();
    compare(stage, before, stage.peer->last_shown(), kind);
    stage.expect(stage.peer->last_shown().text.find(hostile.title) != std::string::npos,
                 "A title isn't shown as it was written.");
    if (!can.edits || !stage.edit(*post, id, hostile)) continue;
    compare(stage, before, stage.peer->last_shown(), kind + " that was edited");
  }
  return stage.found();
}

Problems harmless_words(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = stage.post(card_of(CardInput::buttons), stage.fresh());
  if (!post) return stage.found();
  const std::string calm_line(agent_max, 'x'), calm_body(hostile_body.size(), 'x');
  const Words calm{calm_line, calm_body}, hostile{cut(hostile_line, agent_max), std::string(hostile_body)};
  if (!stage.reply(*post, calm)) return stage.found();
  const Shown before = stage.peer->last_shown();
  if (stage.reply(*post, hostile)) compare(stage, before, stage.peer->last_shown(), "words");
  return stage.found();
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto last = [&out](std::uint32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    last(c);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    last(c >> 6);
    last(c);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    last(c >> 12);
    last(c >> 6);
    last(c);
  }
}

// Every code point once in a body, and many in a title and in labels. Controls come made visible.
Problems unicode(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const Capabilities can = stage.adapter->capabilities();
  Card card = card_of(can.buttons_max > 0 ? CardInput::buttons : CardInput::text);
  card.body.clear();
  for (std::uint32_t c = 0x20; c <= 0x10FFFF; ++c) {
    const bool skipped = (c >= 0x7F && c <= 0x9F) || (c >= 0xD800 && c <= 0xDFFF);
    if (!skipped) append_utf8(card.body, c);
    const std::size_t count = c % 0x100 == 0xFF || c == 0x10FFFF ? length(card.body) : 0;
    if (count + 0x100 <= can.text_max && c != 0x10FFFF) continue;
    card.title = cut(card.body, std::max(can.title_max, std::size_t{1}) - 1) + "…";
    if (!card.buttons.empty()) card.buttons[0].label = cut(card.body, can.button_label_max - 1) + "…";
    if (!stage.post(card, stage.fresh())) break;
    expect_unbroken(stage, card);
    card.body.clear();
  }
  return stage.found();
}

}  // namespace

std::vector<Check> text_checks() {
  return {{"ACardAsLargeAsAllowedIsShownWhole", large},
          {"ACardAsLargeAsAllowedIsShownWholeInOtherLetters", large_in_other_letters},
          {"ACardAsLargeAsAllowedIsTakenWhateverItsLetters", large_in_wide_letters},
          {"AnOptionCanBePickedWhateverItsValue", wide_values},
          {"NothingThatAnAgentSaysBecomesMarkUp", harmless},
          {"NothingThatAPersonSaysBecomesMarkUp", harmless_words},
          {"EveryCharacterMayStandInACard", unicode}};
}

}  // namespace askd::adapter_suite
