// Whatever an adapter does can be called off, wherever it waits, and leaves nothing behind.
#include "adapter_suite/checks.hpp"

namespace askd::adapter_suite {
namespace {

using namespace std::chrono_literals;

// More than any of this takes; a check that gets there has no end.
constexpr int steps_max = 3'000;
// Not every adapter notices that it was cut off for a moment.
constexpr std::chrono::minutes patience{2};

// Nothing may wait any more, and no connection be held, once all has ended.
void expect_nothing_left(Stage& stage, const std::string& what) {
  stage.expect(stage.world.is_still(), what + " leaves something behind that goes on after it was cancelled.");
  stage.expect(stage.host.open_connections() == 0, what + " leaves a connection open after it was cancelled.");
}

Problems verb_stops(const MakePeer& make_peer, Verb verb) {
  for (int steps = 0; steps < steps_max; ++steps) {
    Stage stage(make_peer);
    if (verb == Verb::edit && !stage.adapter->capabilities().edits) return {};
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card_of(CardInput::buttons), id);
    if (!post) return stage.found();
    stage.restart();
    const auto started = stage.begin(verb, *post, verb == Verb::post ? stage.fresh() : id);
    for (int i = 0; i < steps && !started.ended(); ++i) stage.world.step();
    const bool whole = started.ended();
    started.cancel();
    stage.world.settle();
    if (stage.expect(started.ended(), name_of(verb) + " goes on after it was cancelled."))
      expect_nothing_left(stage, name_of(verb));
    const Problems found = stage.found();
    if (whole || !found.empty()) return found;
  }
  return {name_of(verb) + " takes too many steps to be cancelled at each."};
}

Problems post_stops(const MakePeer& make_peer) { return verb_stops(make_peer, Verb::post); }
Problems edit_stops(const MakePeer& make_peer) { return verb_stops(make_peer, Verb::edit); }
Problems reply_stops(const MakePeer& make_peer) { return verb_stops(make_peer, Verb::reply); }
Problems identify_stops(const MakePeer& make_peer) { return verb_stops(make_peer, Verb::identify); }

// What happens while the adapter listens: what was missed is read, people act, connections are cut, and it catches up.
class Story {
 public:
  Story(Stage& stage, const PostRef& post) : stage_(stage), post_(post) {}

  // The next part of the story, once the one before is through; false at its end.
  bool go_on() {
    const std::size_t heard = stage_.inbounds().size(), caught_up = stage_.host.caught_up_after.size();
    const bool waits = heard < wanted_heard_ || caught_up < wanted_caught_up_;
    if (waits && stage_.world.now() < since_ + patience) return true;
    since_ = stage_.world.now();
    switch (part_++) {
      case 0:
        ++wanted_caught_up_;
        return true;
      case 1:
        stage_.peer->reply(post_, "Yes.");
        wanted_heard_ = heard + 1;
        return true;
      case 2:
        press(heard);
        return true;
      case 3:
        if (stage_.peer->cut()) ++wanted_caught_up_;
        return true;
      default:
        return false;
    }
  }

 private:
  void press(std::size_t heard) {
    const Gesture gesture{CardInput::buttons, {"Option 1"}};
    if (stage_.peer->act(post_, gesture)) wanted_heard_ = heard + 1;
  }

  Stage& stage_;
  PostRef post_;
  int part_ = 0;
  std::size_t wanted_heard_ = 0, wanted_caught_up_ = 0;
  Instant since_ = stage_.world.now();
};

Problems listen_stops(const MakePeer& make_peer) {
  for (int steps = 0; steps < steps_max; ++steps) {
    Stage stage(make_peer);
    const auto post = stage.post(card_of(CardInput::buttons), stage.fresh());
    if (!post) return stage.found();
    stage.restart();
    stage.peer->reply(*post, "Hello?");
    stage.listen();
    Story story(stage, *post);
    bool whole = false;
    for (int i = 0; i < steps && !whole; ++i) {
      whole = !story.go_on();
      if (!whole) stage.world.step();
    }
    stage.expect(stage.is_listening(), "listen() ends by itself.");
    stage.stop();
    expect_nothing_left(stage, "listen()");
    const Problems found = stage.found();
    if (whole || !found.empty()) return found;
  }
  return {"listen() takes too many steps to be cancelled at each."};
}

// Long after all that there was to do is done.
Problems waiting_stops(const MakePeer& make_peer) {
  Stage stage(make_peer);
  if (!stage.listen_until_caught_up()) return stage.found();
  stage.world.pass(1h);
  stage.expect(stage.is_listening(), "listen() ends by itself.");
  stage.stop();
  expect_nothing_left(stage, "listen()");
  return stage.found();
}

Problems failing_stops(const MakePeer& make_peer) {
  Stage stage(make_peer);
  stage.host.away = true;
  stage.listen();
  stage.world.pass(1h);
  stage.stop();
  expect_nothing_left(stage, "listen()");
  return stage.found();
}

}  // namespace

std::vector<Check> ending_checks() {
  return {{"PostingCanBeCancelledAtAnyAwait", post_stops},
          {"EditingCanBeCancelledAtAnyAwait", edit_stops},
          {"ReplyingCanBeCancelledAtAnyAwait", reply_stops},
          {"IdentifyingCanBeCancelledAtAnyAwait", identify_stops},
          {"ListeningCanBeCancelledAtAnyAwait", listen_stops},
          {"ListeningCanBeCancelledWhileNothingHappens", waiting_stops},
          {"ListeningCanBeCancelledWhileThePlatformIsAway", failing_stops}};
}

}  // namespace askd::adapter_suite
