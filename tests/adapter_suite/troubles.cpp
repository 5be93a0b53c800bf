// A platform that is away, refuses, or says nothing.
#include "adapter_suite/checks.hpp"

namespace askd::adapter_suite {
namespace {

using namespace std::chrono_literals;

void append(Problems& out, const Problems& more) { out.insert(out.end(), more.begin(), more.end()); }

// Each verb about a post that was made in better times, by an adapter that knows the platform already or doesn't.
template <class Make, class Look>
Problems each_verb(const MakePeer& make_peer, Make make_trouble, Look look) {
  Problems out;
  for (const bool restarted : {false, true}) {
    Stage stage(make_peer);
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card_of(CardInput::buttons), id);
    if (!post) return stage.found();
    if (restarted) stage.restart();
    make_trouble(stage);
    for (const Verb verb : stage.verbs()) {
      const auto result = stage.run(verb, *post, verb == Verb::post ? stage.fresh() : id);
      if (!result) continue;
      if (stage.expect(result->has_error(), name_of(verb) + " succeeds although the platform is in trouble."))
        look(stage, verb, result->error());
    }
    append(out, stage.found());
  }
  return out;
}

void expect_fault(Stage& stage, Verb verb, const Error& error, Fault wanted, const char* name) {
  stage.expect(error.fault == wanted, name_of(verb) + " doesn't say Fault::" + name + ", but: " + error.message);
}

Problems unavailable(const MakePeer& make_peer) {
  const auto look = [](Stage& stage, Verb verb, const Error& error) {
    expect_fault(stage, verb, error, Fault::unavailable, "unavailable");
    stage.expect(!error.message.empty(), name_of(verb) + " doesn't say what is wrong.");
  };
  Problems out = each_verb(
      make_peer, [](Stage& stage) { stage.host.away = true; }, look);
  append(out, each_verb(
                  make_peer, [](Stage& stage) { stage.peer->trouble = Trouble::broken; }, look));
  append(out, each_verb(
                  make_peer, [](Stage& stage) { stage.peer->trouble = Trouble::nonsense; }, look));
  return out;
}

Problems unauthenticated(const MakePeer& make_peer) {
  return each_verb(
      make_peer, [](Stage& stage) { stage.peer->trouble = Trouble::unauthenticated; },
      [](Stage& stage, Verb verb, const Error& error) {
        expect_fault(stage, verb, error, Fault::unauthenticated, "unauthenticated");
      });
}

Problems limited(const MakePeer& make_peer) {
  return each_verb(
      make_peer, [](Stage& stage) { stage.peer->trouble = Trouble::limited; },
      [](Stage& stage, Verb verb, const Error& error) {
        const bool right = error.fault == Fault::rate_limited || error.fault == Fault::unavailable;
        stage.expect(right, name_of(verb) + " doesn't say Fault::rate_limited, but: " + error.message);
        stage.expect(error.retry_after == std::chrono::milliseconds(pause),
                     name_of(verb) + " doesn't pass on the pause that the platform asks for.");
      });
}

// A platform that answers with all that it must not say.
Problems secrets(const MakePeer& make_peer) {
  Problems out;
  for (const Trouble trouble :
       {Trouble::none, Trouble::broken, Trouble::nonsense, Trouble::unauthenticated, Trouble::limited}) {
    Stage stage(make_peer);
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card_of(CardInput::buttons), id);
    if (!post || !stage.listen_until_caught_up()) return stage.found();
    stage.peer->reply(*post, "Yes.");
    const Gesture gesture{CardInput::buttons, {"Option 1"}};
    stage.peer->act(*post, gesture);
    stage.world.pass(1min);
    stage.peer->trouble = trouble;
    for (const std::string& secret : stage.secrets()) stage.peer->words += secret + " ";
    for (const Verb verb : stage.verbs()) stage.run(verb, *post, verb == Verb::post ? stage.fresh() : id);
    stage.peer->cut();
    stage.world.pass(10min);
    stage.stop();
    stage.listen();
    stage.world.pass(10min);
    append(out, stage.found());
  }
  return out;
}

// Only send() ends by itself, after Request::timeout: an adapter must bound all else by a sleep of its own.
Problems endless(const MakePeer& make_peer) {
  Problems out;
  for (const bool known : {false, true}) {
    Stage stage(make_peer);
    const DeliveryId id = stage.fresh();
    const auto post = stage.post(card_of(CardInput::buttons), id);
    if (!post) return stage.found();
    if (known) stage.listen_until_caught_up();
    stage.host.silent = true;
    for (const Verb verb : stage.verbs()) {
      const Instant before = stage.world.now();
      const auto result = stage.run(verb, *post, verb == Verb::post ? stage.fresh() : id);
      stage.expect(!result || stage.world.now() - before <= 10min,
                   name_of(verb) + " waits for more than ten minutes for a platform that says nothing.");
    }
    if (known) stage.peer->cut();
    if (!stage.is_listening()) stage.listen();
    for (int i = 0; i < 30; ++i) {
      stage.world.pass(1min);
      const std::string overdue = stage.host.overdue(10min);
      if (!stage.expect(overdue.empty(), "A call of listen() has no end: " + overdue + ".")) break;
    }
    stage.host.silent = false;
    stage.expect(stage.is_listening(), "A platform that says nothing ends listen().");
    append(out, stage.found());
  }
  return out;
}

// Whoever doesn't look at the clock again is deaf for ever.
Problems recovers(const MakePeer& make_peer) {
  Stage stage(make_peer);
  stage.host.silent = true;
  stage.listen();
  stage.world.pass(30min);
  stage.host.silent = false;
  if (stage.is_listening() && stage.host.caught_up_after.empty()) stage.listen_until_caught_up();
  stage.expect(!stage.host.caught_up_after.empty(), "A platform that said nothing for half an hour is never heard.");
  return stage.found();
}

}  // namespace

std::vector<Check> trouble_checks() {
  return {{"APlatformThatIsAwayIsUnavailable", unavailable},
          {"AnUnknownTokenIsUnauthenticated", unauthenticated},
          {"ARateLimitCarriesItsPause", limited},
          {"NoSecretIsTold", secrets},
          {"NoCallIsWithoutAnEnd", endless},
          {"APlatformThatSaidNothingIsHeardAgain", recovers}};
}

}  // namespace askd::adapter_suite
