// Posts of ours and of others, and what becomes of them.
#include "adapter_suite/checks.hpp"

namespace askd::adapter_suite {
namespace {

Problems identified(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const DeliveryId first = stage.fresh(), second = stage.fresh();
  const auto one = stage.post(card_of(CardInput::buttons), first);
  const auto two = stage.post(card_of(CardInput::none), second);
  if (!one || !two) return stage.found();
  for (const bool restarted : {false, true}) {
    if (restarted) stage.restart();
    const std::string when = restarted ? " after a restart." : ".";
    const auto found = stage.identify(*one), other = stage.identify(*two);
    stage.expect(found && *found && **found == first, "identify() doesn't find the delivery of an ask's post" + when);
    stage.expect(other && *other && **other == second,
                 "identify() doesn't find the delivery of a notice's post" + when);
  }
  return stage.found();
}

Problems identified_after_an_edit(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.adapter->capabilities().edits) return {};
  const DeliveryId id = stage.fresh();
  const auto post = stage.post(card_of(CardInput::buttons), id);
  if (!post || !stage.edit(*post, id, ended_card())) return stage.found();
  stage.restart();
  const auto found = stage.identify(*post);
  stage.expect(found && *found && **found == id, "identify() doesn't find the delivery of a post that was edited.");
  return stage.found();
}

Problems strangers(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const DeliveryId id = stage.fresh();
  const auto ours = stage.post(card_of(CardInput::buttons), id);
  const PostRef theirs = stage.peer->post_of_stranger(id);
  const auto found = stage.identify(theirs);
  stage.expect(found && *found && !**found, "identify() takes somebody else's post for ours.");
  if (!ours) return stage.found();
  stage.peer->remove(*ours);
  const auto gone = stage.identify(*ours);
  stage.expect(gone && *gone && !**gone, "identify() of a post that is gone doesn't say that it is none of ours.");
  return stage.found();
}

Problems echo(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.listen_until_caught_up()) return stage.found();
  const DeliveryId id = stage.fresh();
  const auto post = stage.post(card_of(CardInput::buttons), id);
  if (!post || !stage.reply(*post, Words{"Ana", "The cost is $12."})) return stage.found();
  stage.peer->echo(*post);
  stage.world.pass(std::chrono::minutes(1));
  stage.expect(stage.inbounds().empty(), "A post of ours that comes back is taken for a person's words.");
  for (const Inbound& what : stage.host.inbounds) {
    if (!what.own || what.thread != *post) continue;
    stage.expect(what.delivery == id, "A post of ours that comes back doesn't name its delivery.");
    stage.expect(what.said.empty() && !what.pressed, "A post of ours that comes back says something.");
  }
  return stage.found();
}

Problems edited(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.adapter->capabilities().edits) return {};
  for (const CardInput input : {CardInput::buttons, CardInput::several, CardInput::text}) {
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card_of(input), id);
    if (!post) return stage.found();
    stage.restart();
    const Card ended = ended_card();
    if (!stage.edit(*post, id, ended)) return stage.found();
    const std::string text = stage.peer->last_shown().text;
    stage.expect(text.find(ended.outcome) != std::string::npos, "An edited post doesn't show the outcome.");
    stage.expect(text.find(ended.title) != std::string::npos, "An edited post doesn't show the title any more.");
    Gesture gesture{input};
    if (input == CardInput::text)
      gesture.text = "Too late.";
    else
      gesture.labels = {"Option 1"};
    stage.expect(!stage.peer->act(*post, gesture), "An edited post can still be answered.");
  }
  return stage.found();
}

Problems edited_but_gone(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.adapter->capabilities().edits) return {};
  const DeliveryId id = stage.fresh();
  const auto post = stage.post(card_of(CardInput::buttons), id);
  if (!post) return stage.found();
  stage.peer->remove(*post);
  const auto edited = stage.run(Verb::edit, *post, id);
  if (edited)
    stage.expect(!*edited && edited->error().fault == Fault::not_found,
                 "edit() of a post that is gone doesn't say Fault::not_found.");
  return stage.found();
}

}  // namespace

std::vector<Check> post_checks() {
  return {{"IdentifyFindsTheDeliveryOfAPost", identified},
          {"IdentifyFindsTheDeliveryOfAnEditedPost", identified_after_an_edit},
          {"APostOfSomebodyElseIsNoneOfOurs", strangers},
          {"OurOwnPostIsNotTakenForAPersonsWords", echo},
          {"AnEditShowsTheOutcomeAndTakesTheAnswersAway", edited},
          {"AnEditOfAPostThatIsGoneSaysSo", edited_but_gone}};
}

}  // namespace askd::adapter_suite
