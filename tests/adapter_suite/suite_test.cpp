// The suite's own exam: an adapter that keeps the contract passes, and each way to break it is found.
#include "adapter_suite.hpp"
#include "adapter_suite/toy.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace askd::adapter_suite {
namespace {

class SoundPeer : public ToyPeer {
 public:
  explicit SoundPeer(World& world) : ToyPeer(world, Flaw::none) {}
};
ASKD_ADAPTER_SUITE(SoundAdapter, SoundPeer);

struct Case {
  Flaw flaw;
  std::vector<std::string> checks;  // those that must find it
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {Flaw::acknowledges_early, {"NothingIsAcknowledgedBeforeItIsKept", "WhatCouldNotBeKeptIsNotAcknowledged"}},
      {Flaw::acknowledges_what_is_lost, {"WhatCouldNotBeKeptIsNotAcknowledged"}},
      {Flaw::forgets_the_id, {"APressBringsBackItsDeliveryAfterARestart", "IdentifyFindsTheDeliveryOfAPost"}},
      {Flaw::remembers_one_id, {"TwoPostsAreToldApartByTheirPresses", "APressBringsBackItsDeliveryAfterARestart"}},
      {Flaw::tells_labels, {"OneOptionCanBePickedFromAList", "SeveralOptionsCanBePicked"}},
      {Flaw::picks_one_of_several, {"SeveralOptionsCanBePicked"}},
      {Flaw::picks_what_nobody_picked, {"NoneOfSeveralOptionsCanBePicked"}},
      {Flaw::cuts_what_is_written, {"ATextCanBeWritten"}},
      {Flaw::forgets_fields, {"AFormCanBeFilledIn"}},
      {Flaw::forgets_notes, {"ANoteGoesWithAnAnswer"}},
      {Flaw::decodes_nothing, {"AReplyIsHeard", "ATextCanBeWritten"}},
      {Flaw::forgets_the_id_when_it_edits, {"IdentifyFindsTheDeliveryOfAnEditedPost"}},
      {Flaw::believes_strangers, {"APostOfSomebodyElseIsNoneOfOurs"}},
      {Flaw::takes_itself_for_a_person, {"OurOwnPostIsNotTakenForAPersonsWords"}},
      {Flaw::leaves_the_buttons, {"AnEditShowsTheOutcomeAndTakesTheAnswersAway"}},
      {Flaw::takes_gone_for_broken, {"AnEditOfAPostThatIsGoneSaysSo"}},
      {Flaw::allows_too_much, {"ACardAsLargeAsAllowedIsShownWhole"}},
      {Flaw::cuts_at_bytes,
       {"ACardAsLargeAsAllowedIsShownWholeInOtherLetters", "ACardAsLargeAsAllowedIsTakenWhateverItsLetters",
        "EveryCharacterMayStandInACard"}},
      {Flaw::cuts_values, {"AnOptionCanBePickedWhateverItsValue"}},
      {Flaw::escapes_nothing, {"NothingThatAnAgentSaysBecomesMarkUp"}},
      {Flaw::escapes_no_words, {"NothingThatAPersonSaysBecomesMarkUp"}},
      {Flaw::makes_keys_up, {"AnEventThatComesTwiceHasOneKey"}},
      {Flaw::forgets_its_cursor, {"ListeningResumesFromTheCursorThatWasCommitted"}},
      {Flaw::says_caught_up_at_once, {"WhatWasMissedBeforeTheStartIsHeardBeforeCaughtUpIsSaid"}},
      {Flaw::says_caught_up_in_a_gap, {"WhatWasMissedInAGapIsHeardBeforeCaughtUpIsSaid"}},
      {Flaw::gives_up, {"APlatformThatIsAwayIsWaitedFor"}},
      {Flaw::never_gives_up, {"ARevokedTokenEndsListening"}},
      {Flaw::takes_broken_for_a_bug, {"APlatformThatIsAwayIsUnavailable"}},
      {Flaw::takes_a_refusal_for_absence, {"AnUnknownTokenIsUnauthenticated"}},
      {Flaw::forgets_the_pause, {"ARateLimitCarriesItsPause"}},
      {Flaw::leaks_its_token, {"NoSecretIsTold"}},
      {Flaw::connects_without_an_end, {"NoCallIsWithoutAnEnd"}},
      {Flaw::waits_a_day, {"NoCallIsWithoutAnEnd"}},
      {Flaw::hangs_for_ever, {"APlatformThatSaidNothingIsHeardAgain"}},
      {Flaw::leaves_a_post_running, {"PostingCanBeCancelledAtAnyAwait"}},
      {Flaw::leaves_an_edit_running, {"EditingCanBeCancelledAtAnyAwait"}},
      {Flaw::leaves_a_reply_running, {"ReplyingCanBeCancelledAtAnyAwait"}},
      {Flaw::leaves_a_look_running, {"IdentifyingCanBeCancelledAtAnyAwait"}},
      {Flaw::swallows_cancellation,
       {"ListeningCanBeCancelledAtAnyAwait", "ListeningCanBeCancelledWhileNothingHappens",
        "ListeningCanBeCancelledWhileThePlatformIsAway"}},
  };
  return all;
}

TEST(Suite, FindsEachFlaw) {
  const std::vector<Check> all = all_checks();
  for (const Case& one : cases()) {
    const Flaw flaw = one.flaw;
    const MakePeer make_peer = [flaw](World& world) { return std::make_unique<ToyPeer>(world, flaw); };
    for (const std::string& name : one.checks) {
      const auto check = std::find_if(all.begin(), all.end(), [&](const Check& it) { return it.name == name; });
      ASSERT_NE(check, all.end()) << name;
      EXPECT_NE(check->problems(make_peer), Problems()) << name << " finds nothing of flaw " << static_cast<int>(flaw);
    }
  }
}

// A check that has never found anything may be blind.
TEST(Suite, HasNoCheckThatFindsNoFlaw) {
  std::set<std::string> proven;
  for (const Case& one : cases()) proven.insert(one.checks.begin(), one.checks.end());
  for (const Check& check : all_checks()) EXPECT_TRUE(proven.contains(check.name)) << check.name;
}

TEST(Suite, SaysWhatIsWrong) {
  const MakePeer make_peer = [](World& world) { return std::make_unique<ToyPeer>(world, Flaw::leaks_its_token); };
  Problems problems;
  for (const Check& check : trouble_checks())
    if (std::string(check.name) == "NoSecretIsTold") problems = check.problems(make_peer);
  EXPECT_NE(std::count(problems.begin(), problems.end(), "A secret stands in an Error of post()."), 0);
  EXPECT_NE(std::count(problems.begin(), problems.end(), "A secret stands in report()."), 0);
}

}  // namespace
}  // namespace askd::adapter_suite
