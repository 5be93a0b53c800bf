// What people press, pick and write.
#include "adapter_suite/checks.hpp"

#include <algorithm>

namespace askd::adapter_suite {
namespace {

std::string kind_of(CardInput input) {
  switch (input) {
    case CardInput::none:
      return "nothing";
    case CardInput::buttons:
      return "buttons";
    case CardInput::select:
      return "a list to pick one from";
    case CardInput::several:
      return "a list to pick several from";
    case CardInput::text:
      return "a text";
    case CardInput::fields:
      return "a form";
  }
  return {};
}

std::optional<Inbound> act(Stage& stage, const PostRef& post, DeliveryId id, const Gesture& gesture) {
  const std::string kind = kind_of(gesture.input) + (gesture.note.empty() ? "" : " with a note");
  const auto event = stage.peer->act(post, gesture);
  if (!stage.expect(event.has_value(), "A post with " + kind + " doesn't show how to answer it.")) return std::nullopt;
  auto what = stage.next_inbound("an answer by " + kind);
  if (!what) return std::nullopt;
  stage.expect(what->delivery == id, "An answer by " + kind + " doesn't name the delivery that was posted.");
  stage.expect(what->pressed, "An answer by " + kind + " isn't told as a press.");
  stage.expect(!what->key.empty(), "An answer by " + kind + " has no key.");
  stage.expect(!what->who.empty(), "An answer by " + kind + " is nobody's.");
  stage.expect(what->thread == post, "An answer by " + kind + " doesn't name the post that was pressed on.");
  return what;
}

// Posted by one askd and answered under the next, which remembers nothing: what a press needs is in the post.
std::optional<Inbound> answer(Stage& stage, const Card& card, const Gesture& gesture) {
  const DeliveryId id = stage.fresh();
  const auto post = stage.post(card, id);
  if (!post) return std::nullopt;
  stage.restart();
  if (!stage.listen_until_caught_up()) return std::nullopt;
  return act(stage, *post, id, gesture);
}

void expect_one(Stage& stage, const Inbound& what, const std::string& value) {
  const bool as_list = what.said.empty() && what.values == std::vector<std::string>{value};
  stage.expect((what.said == value && what.values.empty()) || as_list,
               "Picking one option gives “" + what.said + "” instead of its value “" + value + "”.");
}

Problems press(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (stage.adapter->capabilities().buttons_max == 0) return {};
  const Gesture gesture{CardInput::buttons, {"Option 2"}};
  if (const auto what = answer(stage, card_of(CardInput::buttons), gesture)) expect_one(stage, *what, "value-2");
  return stage.found();
}

// The same without a restart between, for what an adapter remembers may be wrong.
Problems press_at_once(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (stage.adapter->capabilities().buttons_max == 0 || !stage.listen_until_caught_up()) return stage.found();
  const DeliveryId first = stage.fresh(), second = stage.fresh();
  const auto one = stage.post(card_of(CardInput::buttons), first);
  const auto two = stage.post(card_of(CardInput::buttons), second);
  if (!one || !two) return stage.found();
  stage.expect(*one != *two, "Two deliveries become one post.");
  const Gesture gesture{CardInput::buttons, {"Option 1"}};
  if (const auto what = act(stage, *one, first, gesture)) expect_one(stage, *what, "value-1");
  if (const auto what = act(stage, *two, second, gesture)) expect_one(stage, *what, "value-1");
  return stage.found();
}

Problems select(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (stage.adapter->capabilities().select_max == 0) return {};
  const Gesture gesture{CardInput::select, {"Option 3"}};
  if (const auto what = answer(stage, card_of(CardInput::select), gesture)) expect_one(stage, *what, "value-3");
  return stage.found();
}

Problems several(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (stage.adapter->capabilities().several_max == 0) return {};
  const Gesture gesture{CardInput::several, {"Option 1", "Option 3"}};
  const auto what = answer(stage, card_of(CardInput::several), gesture);
  if (what) {
    std::vector<std::string> values = what->values;
    std::sort(values.begin(), values.end());
    stage.expect(values == std::vector<std::string>{"value-1", "value-3"} && what->said.empty(),
                 "Picking two options doesn't give their values.");
  }
  return stage.found();
}

Problems none_of_several(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (stage.adapter->capabilities().several_max == 0) return {};
  const Gesture gesture{CardInput::several};
  if (const auto what = answer(stage, card_of(CardInput::several), gesture))
    stage.expect(what->values.empty() && what->said.empty(), "Picking no option gives some.");
  return stage.found();
}

Problems text(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.adapter->capabilities().text_input) return {};
  Gesture gesture{CardInput::text};
  gesture.text = "Ship it & <tell> *me*.\nToday, Łódź 🎉";
  if (const auto what = answer(stage, card_of(CardInput::text), gesture))
    stage.expect(what->said == gesture.text, "What was written arrives as “" + what->said + "”.");
  return stage.found();
}

Problems fields(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.adapter->capabilities().field_input) return {};
  Gesture gesture{CardInput::fields};
  gesture.fields = {
      {"Field 1", "a & b"}, {"Field 2", "12.5"}, {"Field 3", "7"}, {"Field 4", "yes"}, {"Field 5", "Europe"}};
  const auto what = answer(stage, card_of(CardInput::fields), gesture);
  if (!what) return stage.found();
  const std::vector<std::pair<std::string, std::vector<std::string>>> wanted = {{"field_1", {"a & b"}},
                                                                                {"field_2", {"12.5"}},
                                                                                {"field_3", {"7"}},
                                                                                {"field_4", {"true", "yes", "Yes"}},
                                                                                {"field_5", {"eu", "Europe"}}};
  for (const auto& [name, values] : wanted) {
    const std::string& field = name;  // clang 14 captures no structured binding
    const auto filled = std::find_if(what->filled.begin(), what->filled.end(),
                                     [&field](const auto& one) { return one.first == field; });
    const bool right = filled != what->filled.end() && std::count(values.begin(), values.end(), filled->second) == 1;
    stage.expect(right, "The field " + field + " doesn't arrive as it was filled in.");
  }
  stage.expect(what->filled.size() == wanted.size(), "A form arrives with fields more or less than it has.");
  return stage.found();
}

Problems note(const MakePeer& make_peer) {
  Problems out;
  for (const CardInput input : {CardInput::buttons, CardInput::several, CardInput::fields}) {
    Stage stage(make_peer);
    const Capabilities can = stage.adapter->capabilities();
    const bool offered = (input == CardInput::buttons && can.buttons_max > 0) ||
                         (input == CardInput::several && can.several_max > 0) ||
                         (input == CardInput::fields && can.field_input);
    if (!can.text_input || !offered) continue;
    Card card = card_of(input);
    card.note = true;
    Gesture gesture{input};
    if (input == CardInput::fields)
      gesture.fields = {{"Field 1", "x"}};
    else
      gesture.labels = {"Option 1"};
    gesture.note = "But only on Monday.";
    if (const auto what = answer(stage, card, gesture)) {
      stage.expect(what->note == gesture.note, "A note to " + kind_of(input) + " is lost.");
      if (input == CardInput::buttons) expect_one(stage, *what, "value-1");
    }
    const Problems found = stage.found();
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

// The least that every platform can do.
Problems reply(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = stage.post(card_of(CardInput::buttons), stage.fresh());
  if (!post) return stage.found();
  stage.restart();
  if (!stage.listen_until_caught_up()) return stage.found();
  stage.peer->reply(*post, "Yes & <no>");
  const auto what = stage.next_inbound("a reply");
  if (!what) return stage.found();
  stage.expect(what->said == "Yes & <no>", "A reply arrives as “" + what->said + "”.");
  stage.expect(!what->pressed, "A reply is told as a press.");
  stage.expect(!what->key.empty(), "A reply has no key.");
  stage.expect(!what->who.empty(), "A reply is nobody's.");
  stage.expect(what->thread == *post, "A reply doesn't name the post that it replies to.");
  return stage.found();
}

}  // namespace

std::vector<Check> input_checks() {
  return {{"APressBringsBackItsDeliveryAfterARestart", press},
          {"TwoPostsAreToldApartByTheirPresses", press_at_once},
          {"OneOptionCanBePickedFromAList", select},
          {"SeveralOptionsCanBePicked", several},
          {"NoneOfSeveralOptionsCanBePicked", none_of_several},
          {"ATextCanBeWritten", text},
          {"AFormCanBeFilledIn", fields},
          {"ANoteGoesWithAnAnswer", note},
          {"AReplyIsHeard", reply}};
}

std::vector<Check> all_checks() {
  std::vector<Check> out;
  for (const auto& list :
       {input_checks(), post_checks(), text_checks(), listening_checks(), trouble_checks(), ending_checks()})
    out.insert(out.end(), list.begin(), list.end());
  return out;
}

}  // namespace askd::adapter_suite
