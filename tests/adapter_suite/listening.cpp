// What is heard: nothing is lost, nothing is acknowledged too soon, and what comes twice can be told.
#include "adapter_suite/checks.hpp"

#include <algorithm>

namespace askd::adapter_suite {
namespace {

using namespace std::chrono_literals;

// Something to reply to, with an adapter that listens.
std::optional<PostRef> listening_with_a_post(Stage& stage) {
  if (!stage.listen_until_caught_up()) return std::nullopt;
  return stage.post(card_of(CardInput::buttons), stage.fresh());
}

// Everything that a person can do with the post; a press, where there is something to press.
std::vector<Event> say_and_press(Stage& stage, const PostRef& post) {
  std::vector<Event> events = {stage.peer->reply(post, "Yes.")};
  const Gesture gesture{CardInput::buttons, {"Option 1"}};
  if (const auto press = stage.peer->act(post, gesture)) events.push_back(*press);
  return events;
}

Problems acknowledged_when_kept(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = listening_with_a_post(stage);
  if (!post) return stage.found();
  stage.host.holding = true;
  const std::vector<Event> events = say_and_press(stage, *post);
  stage.world.until([&] { return stage.host.held > 0; }, 10min);
  stage.expect(stage.host.held > 0, "Nothing is heard of what a person did.");
  // Whoever sends again meanwhile must not be told that it has arrived, either.
  stage.world.pass(2s);
  for (const Event event : events)
    stage.expect(!stage.peer->acknowledged(event), "An event is acknowledged before heard() has completed.");
  stage.host.let_go();
  const auto all = [&] {
    return std::all_of(events.begin(), events.end(), [&](Event event) { return stage.peer->acknowledged(event); });
  };
  stage.expect(stage.world.until(all, 10min), "An event is never acknowledged, though heard() has completed.");
  return stage.found();
}

Problems not_acknowledged_when_lost(const MakePeer& make_peer) {
  Problems out;
  for (const bool pressed : {false, true}) {
    Stage stage(make_peer);
    const auto post = listening_with_a_post(stage);
    if (!post) return stage.found();
    stage.host.failing = true;
    const Gesture gesture{CardInput::buttons, {"Option 1"}};
    const auto event = pressed ? stage.peer->act(*post, gesture) : stage.peer->reply(*post, "Yes.");
    if (!event) continue;
    stage.world.pass(1min);
    stage.expect(!stage.peer->acknowledged(*event), "An event is acknowledged though heard() threw.");
    const Problems found = stage.found();
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

Problems same_key(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = listening_with_a_post(stage);
  if (!post) return stage.found();
  const std::vector<Event> events = say_and_press(stage, *post);
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < events.size(); ++i)
    if (const auto what = stage.next_inbound("what a person did")) keys.push_back(what->key);
  if (keys.size() != events.size()) return stage.found();
  for (const Event event : events) stage.peer->repeat(event);
  stage.world.pass(1min);
  // An adapter may hold the second one back, and then tells of none.
  const std::vector<Inbound> all = stage.inbounds();
  for (std::size_t i = events.size(); i < all.size(); ++i)
    stage.expect(std::count(keys.begin(), keys.end(), all[i].key) == 1,
                 "An event that comes twice has two keys: " + all[i].key + ".");
  for (const Event event : events)
    stage.expect(stage.peer->acknowledged(event), "An event that comes twice isn't acknowledged.");
  const std::size_t before = stage.inbounds().size();
  stage.peer->reply(*post, "Yes.");
  stage.world.until([&] { return stage.inbounds().size() > before; }, 10min);
  if (stage.expect(stage.inbounds().size() > before, "The same words said again aren't heard."))
    stage.expect(std::count(keys.begin(), keys.end(), stage.inbounds().back().key) == 0,
                 "Two events have one key: " + stage.inbounds().back().key + ".");
  return stage.found();
}

Problems resumes(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = listening_with_a_post(stage);
  if (!post) return stage.found();
  stage.peer->reply(*post, "One.");
  if (!stage.next_inbound("a reply")) return stage.found();
  stage.restart();
  const std::string committed = stage.host.cursor();
  stage.peer->reply(*post, "Two.");
  if (!stage.listen_until_caught_up()) return stage.found();
  const auto from = stage.peer->resumed_from();
  stage.expect(!from || *from == committed, "listen() resumes from “" + from.value_or("") + "” instead of “" +
                                                committed + "”, the cursor committed last.");
  stage.expect(from || committed.empty(), "There is a cursor, but listen() doesn't resume from it.");
  const std::vector<Inbound> all = stage.inbounds();
  const auto is_two = [](const Inbound& what) { return what.said == "Two."; };
  stage.expect(std::any_of(all.begin(), all.end(), is_two), "What was said while nobody listened is never heard.");
  return stage.found();
}

// heard() is held back: until it lets go, what was missed hasn't been heard.
void catch_up(Stage& stage, const std::string& when) {
  const std::size_t before = stage.host.caught_up_after.size(), heard = stage.inbounds().size();
  stage.world.until([&] { return stage.host.held > 0; }, 1h);
  stage.expect(stage.host.held > 0, "What was missed " + when + " is never heard.");
  stage.world.pass(5min);
  stage.expect(stage.host.caught_up_after.size() == before,
               "caught_up() is said before what was missed " + when + " has been heard.");
  stage.host.let_go();
  stage.world.until([&] { return stage.host.caught_up_after.size() > before; }, 1h);
  stage.expect(stage.host.caught_up_after.size() > before, "caught_up() isn't said " + when + ".");
  stage.expect(stage.inbounds().size() > heard, "What was missed " + when + " is lost.");
}

Problems caught_up_at_the_start(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = stage.post(card_of(CardInput::buttons), stage.fresh());
  if (!post) return stage.found();
  stage.peer->reply(*post, "Yes.");
  stage.host.holding = true;
  stage.listen();
  catch_up(stage, "before listen()");
  return stage.found();
}

Problems caught_up_after_a_gap(const MakePeer& make_peer) {
  Stage stage(make_peer);
  const auto post = listening_with_a_post(stage);
  if (!post) return stage.found();
  for (const std::string_view when : {"in a first gap", "in a second gap"}) {
    const std::size_t before = stage.host.caught_up_after.size();
    stage.host.away = true;
    if (!stage.peer->cut()) return stage.found();
    stage.world.pass(5min);
    stage.expect(stage.host.caught_up_after.size() == before, "caught_up() is said while the platform is away.");
    stage.expect(stage.is_listening(), "A connection that is cut ends listen().");
    stage.peer->reply(*post, std::string(when));
    stage.host.holding = true;
    stage.host.away = false;
    catch_up(stage, std::string(when));
  }
  return stage.found();
}

Problems waits(const MakePeer& make_peer) {
  Problems out;
  for (const bool reachable : {false, true}) {
    Stage stage(make_peer);
    stage.peer->trouble = reachable ? Trouble::broken : Trouble::none;
    stage.host.away = !reachable;
    stage.listen();
    stage.world.pass(2h);
    if (!stage.expect(stage.is_listening(), "A platform that is away for two hours ends listen().")) {
      const Problems found = stage.found();
      out.insert(out.end(), found.begin(), found.end());
      continue;
    }
    const std::vector<std::string>& reports = stage.host.reports;
    const bool silent = stage.host.caught_up_after.empty() && (reports.empty() || reports.back().empty());
    stage.expect(!silent, "The operator isn't told of a platform that is away.");
    stage.host.away = false;
    stage.peer->trouble = Trouble::none;
    if (stage.host.caught_up_after.empty()) stage.listen_until_caught_up();
    stage.expect(stage.host.reports.empty() || stage.host.reports.back().empty(),
                 "The operator is told of a trouble that is over: " +
                     (stage.host.reports.empty() ? "" : stage.host.reports.back()));
    const Problems found = stage.found();
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

Problems revoked(const MakePeer& make_peer) {
  Stage stage(make_peer);
  stage.peer->trouble = Trouble::unauthenticated;
  stage.listen();
  stage.world.until([&] { return !stage.is_listening(); }, 1h);
  const auto ended = stage.listening_ended();
  if (stage.expect(ended.has_value(), "A token that was revoked doesn't end listen()."))
    stage.expect(!*ended && ended->error().fault == Fault::unauthenticated,
                 "listen() with a token that was revoked doesn't end with Fault::unauthenticated.");
  return stage.found();
}

}  // namespace

std::vector<Check> listening_checks() {
  return {{"NothingIsAcknowledgedBeforeItIsKept", acknowledged_when_kept},
          {"WhatCouldNotBeKeptIsNotAcknowledged", not_acknowledged_when_lost},
          {"AnEventThatComesTwiceHasOneKey", same_key},
          {"ListeningResumesFromTheCursorThatWasCommitted", resumes},
          {"WhatWasMissedBeforeTheStartIsHeardBeforeCaughtUpIsSaid", caught_up_at_the_start},
          {"WhatWasMissedInAGapIsHeardBeforeCaughtUpIsSaid", caught_up_after_a_gap},
          {"APlatformThatIsAwayIsWaitedFor", waits},
          {"ARevokedTokenEndsListening", revoked}};
}

}  // namespace askd::adapter_suite
