// Who comes in by which link, and as whom.
#include "core/people/people.hpp"
#include "core/rig.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace askd::core::people {
namespace {

class Entry : public ::testing::Test {
 protected:
  // As askd --quick-start does it: nobody is named yet.
  PersonId start() {
    Bootstrapped first;
    first.owner.id = office.fresh<PersonId>();
    first.agent.id = office.fresh<AgentId>();
    first.agent.name = "first-agent";
    first.channel.id = office.fresh<ChannelId>();
    first.channel.name = first.channel.folded = "#general";
    Invite invite = link(Digest{1});
    invite.kind = InviteKind::owner;
    first.invite = invite;
    const PersonId owner = first.owner.id;
    const Outcome outcome = office.decide(people::Input{std::move(first)});
    EXPECT_FALSE(outcome.error);
    return owner;
  }

  Invite link(Digest hash) {
    Invite invite;
    invite.id = office.fresh<InviteId>();
    invite.hash = hash;
    invite.expires = office.now + std::chrono::hours(1);
    return invite;
  }

  Outcome come_in(Digest hash, std::string name, std::string email) {
    Accepted accepted;
    accepted.hash = hash;
    accepted.id = office.fresh<PersonId>();
    accepted.name = std::move(name);
    accepted.email = std::move(email);
    accepted.password = Sealed{"a hash"};
    accepted.session.id = office.fresh<SessionId>();
    accepted.session.hash = Digest{90, ++sessions_};
    accepted.session.expires = office.now + std::chrono::hours(1);
    return office.decide(people::Input{std::move(accepted)});
  }

  Office office;

 private:
  std::uint8_t sessions_ = 0;
};

TEST_F(Entry, TheFirstOwnerIsWhomTheFilesName) {
  const PersonId placeholder = start();
  const PersonId ana = office.person("ana");
  const Outcome outcome = come_in(Digest{1}, "Ana", "ana@example.org");
  ASSERT_FALSE(outcome.error) << outcome.error->message;
  EXPECT_EQ(outcome.subject, ana.value);
  const Person& owner = *office.state.person(ana);
  EXPECT_TRUE(owner.owns_all);
  EXPECT_EQ(owner.name, "Ana Lima") << "the file names them";
  EXPECT_EQ(owner.password.text, "a hash");
  EXPECT_TRUE(office.channel("#general").people.contains(ana));
  EXPECT_FALSE(office.channel("#general").people.contains(placeholder));
  EXPECT_FALSE(office.state.person(placeholder)->active);
  EXPECT_FALSE(office.state.person(placeholder)->owns_all);
  EXPECT_EQ(come_in(Digest{1}, "Ana", "ana@example.org").error->fault, Fault::not_found) << "the link opens once";
}

TEST_F(Entry, TheFirstOwnerIsNobodyWhoCameIn) {
  const PersonId placeholder = start();
  Invite invite = link(Digest{2});
  invite.email = "ben@example.org";
  ASSERT_FALSE(office.decide(people::Input{InviteRequested{invite, {}, true}}).error);
  ASSERT_FALSE(come_in(Digest{2}, "Ben", "ben@example.org").error);
  const Outcome outcome = come_in(Digest{1}, "Somebody", "ben@example.org");
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->fault, Fault::conflict);
  EXPECT_NE(outcome.error->message.find("Sign in"), std::string::npos);
  EXPECT_TRUE(office.state.person(placeholder)->owns_all);
  EXPECT_FALSE(come_in(Digest{1}, "Somebody", "somebody@example.org").error) << "the link still opens";
  EXPECT_EQ(office.state.person(placeholder)->name, "Somebody");
}

TEST_F(Entry, AnInvitationMakesNobodyAnybodyElse) {
  start();
  Invite invite = link(Digest{2});
  ASSERT_FALSE(office.decide(people::Input{InviteRequested{invite, {}, true}}).error);
  const Outcome outcome = come_in(Digest{2}, "Mallory", "ana@example.org");
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->fault, Fault::conflict);
  EXPECT_NE(outcome.error->message.find("has not come in yet"), std::string::npos);
  EXPECT_TRUE(office.state.person(office.person("ana"))->password.text.empty());
}

TEST_F(Entry, TheFirstLinkIsTheOwnersOnceTheyCameIn) {
  const PersonId owner = start();
  ASSERT_FALSE(come_in(Digest{1}, "Cleo", "cleo@example.org").error);
  Invite again = link(Digest{3});
  again.kind = InviteKind::owner;
  again.person = owner;
  ASSERT_FALSE(office.decide(people::Input{InviteRequested{again, {}, true}}).error);
  EXPECT_TRUE(come_in(Digest{3}, "Ana", "ana@example.org").error) << "who came in is somebody";
  EXPECT_TRUE(office.state.person(owner)->owns_all);
}

}  // namespace
}  // namespace askd::core::people
