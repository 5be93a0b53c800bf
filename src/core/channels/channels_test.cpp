// Who makes channels and is in them, what is said there, whom it mentions, and who has read it.
#include "core/channels/channels.hpp"
#include "core/rig.hpp"
#include "core/streams/streams.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace askd::core::channels {
namespace {

class Channels : public ::testing::Test {
 protected:
  Channels() {
    registrations::Wish wish;
    wish.secret = Digest{1};
    wish.name = "bot";
    bot = office.enroll(wish);
    wish.name = "second bot";
    other = office.enroll(wish);
    ana = office.person("ana");
    ben = office.person("ben");
  }

  Outcome create(Actor by, std::string name) {
    CreationRequested request;
    request.id = office.fresh<ChannelId>();
    request.by = by;
    request.team = default_team;
    request.name = std::move(name);
    return office.decide(channels::Input{std::move(request)});
  }

  Outcome say(AgentId agent, PersonId person, ChannelId channel, std::string text) {
    conversations::Wrote wrote;
    wrote.id = office.fresh<MessageId>();
    wrote.agent = agent;
    wrote.person = person;
    wrote.channel = channel;
    wrote.content = std::move(text);
    return office.decide(conversations::Input{std::move(wrote)});
  }

  const Message& said(const Outcome& outcome) {
    EXPECT_FALSE(outcome.error) << outcome.error->message;
    return std::get<conversations::Said>(std::get<conversations::Fact>(outcome.facts.at(0))).message;
  }

  Outcome move(Actor by, ChannelId channel, std::string agent, bool leaves) {
    return office.decide(channels::Input{MembershipRequested{channel, by, std::move(agent), {}, leaves}});
  }

  Office office;
  AgentId bot;
  AgentId other;
  PersonId ana;
  PersonId ben;
};

TEST_F(Channels, NamesAreOneInATeamAlsoForTheEye) {
  ASSERT_FALSE(create({bot, {}}, "#research").error);
  for (const char* name : {"#research", "#RESEARCH", "#ｒesearch", "#reseаrch", "#gеneral"}) {
    const Outcome outcome = create({bot, {}}, name);
    ASSERT_TRUE(outcome.error) << name;
    EXPECT_EQ(outcome.error->fault, Fault::conflict) << name;
  }
  for (const char* name : {"research", "#", "#a b", "#a/b", "#a\u202eb", "#-a", ""}) {
    const Outcome outcome = create({bot, {}}, name);
    ASSERT_TRUE(outcome.error) << name;
    EXPECT_EQ(outcome.error->fault, Fault::invalid) << name;
  }
  for (const char* name : {"#аня", "#研究", "#research-2", "#reseаrch-на-русском", "#größe"})
    EXPECT_FALSE(create({bot, {}}, name).error) << name;
}

TEST_F(Channels, PeopleAreInWhatAnAgentMakes) {
  const ChannelId id{create({bot, {}}, "#lab").subject};
  const Channel& channel = *office.state.channel(id);
  EXPECT_EQ(channel.people, (std::set{ana, ben}));
  EXPECT_EQ(channel.agents, std::set{bot});
  EXPECT_EQ(channel.creator, bot);
}

TEST_F(Channels, AnAgentLetsNobodyIntoAnothersChannel) {
  const ChannelId lab{create({bot, {}}, "#lab").subject};
  EXPECT_EQ(move({other, {}}, lab, "second bot", false).error->fault, Fault::forbidden) << "nor itself";
  EXPECT_FALSE(move({bot, {}}, lab, "second bot", false).error);
  EXPECT_TRUE(office.state.channel(lab)->agents.contains(other));
  EXPECT_EQ(move({other, {}}, lab, "bot", true).error->fault, Fault::forbidden);
  EXPECT_FALSE(move({other, {}}, lab, "second bot", true).error) << "but it may leave";
  EXPECT_FALSE(office.state.channel(lab)->agents.contains(other));
  EXPECT_FALSE(move({{}, ben}, lab, "second bot", false).error) << "people of the team may do both";
}

TEST_F(Channels, AFilesChannelIsChangedInTheFile) {
  const ChannelId general = office.channel("#general").id;
  ChangeRequested change;
  change.id = general;
  change.by.person = ana;
  change.tags = {{"x"}};
  EXPECT_EQ(office.decide(channels::Input{change}).error->fault, Fault::conflict);
  MembershipRequested person{general, {{}, ana}, {}, "ben", true};
  EXPECT_EQ(office.decide(channels::Input{person}).error->fault, Fault::conflict);
  EXPECT_FALSE(move({{}, ana}, general, "bot", true).error) << "agents come and go there all the same";
}

TEST_F(Channels, AnAgentDoesNotSayWhoMayAnswerIt) {
  ChangeRequested change;
  change.id = ChannelId{create({bot, {}}, "#lab").subject};
  change.by.agent = bot;
  change.answers = Answers::anyone;
  EXPECT_EQ(office.decide(channels::Input{change}).error->fault, Fault::forbidden);
  change.by = Actor{{}, ana};
  change.answers = Answers::list;
  change.answerers = {"@ben"};
  ASSERT_FALSE(office.decide(channels::Input{change}).error);
  EXPECT_EQ(office.state.channel(change.id)->answerers, std::set{ben});
}

TEST_F(Channels, OnlyMembersSpeak) {
  const ChannelId ops = office.channel("#ops").id;
  EXPECT_EQ(say(bot, {}, ops, "hello").error->fault, Fault::forbidden);
  EXPECT_EQ(say({}, ben, ops, "hello").error->fault, Fault::forbidden);
  EXPECT_FALSE(say({}, ana, ops, "hello").error);
  EXPECT_EQ(say(bot, {}, office.fresh<ChannelId>(), "hello").error->fault, Fault::not_found);
}

TEST_F(Channels, MentionsAreFoundAsPeopleWriteThem) {
  struct Case {
    const char* text;
    std::vector<PersonId> people;
    std::vector<AgentId> agents;
  };
  const std::vector<Case> cases{
      {"@ana look", {ana}, {}},
      {"thanks, @Ana Lima!", {ana}, {}},
      {"(@ben.) and @BEN again", {ben}, {}},
      {"@ana's and @Bens", {ana}, {}},
      {"日本語@ana", {}, {}},
      {"@bot, @second bot: go", {}, {bot, other}},
      {"mail ana@example.org", {}, {}},
      {"@nobody @ @@ana", {ana}, {}},
      {"no mention", {}, {}},
  };
  const ChannelId general = office.channel("#general").id;
  for (const Case& one : cases) {
    const Outcome outcome = say(bot, {}, general, one.text);
    EXPECT_EQ(said(outcome).people, one.people) << one.text;
    EXPECT_EQ(said(outcome).agents, one.agents) << one.text;
  }
}

TEST_F(Channels, NamesAreMentionedWithTheirSpacesAndSigns) {
  registrations::Wish wish;
  wish.secret = Digest{1};
  std::vector<AgentId> bots;
  const std::vector<const char*> names{"Ana Maria de Lima", "O'Brien", "ci (nightly)", "Ünïcode-Bot", "助手"};
  for (const char* name : names) {
    wish.name = name;
    bots.push_back(office.enroll(wish));
  }
  const ChannelId general = office.channel("#general").id;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string text = "Hello @" + std::string(names[i]) + ", are you there?";
    EXPECT_EQ(said(say({}, ana, general, text)).agents, std::vector<AgentId>{bots[i]}) << text;
  }
}

TEST_F(Channels, EverybodyIsMentionedAtOnce) {
  const ChannelId general = office.channel("#general").id;
  const Outcome outcome = say(bot, {}, general, "@human: look");
  EXPECT_TRUE(said(outcome).everybody);
  EXPECT_TRUE(said(outcome).people.empty());
  for (const PersonId& person : {ana, ben}) EXPECT_TRUE(unread_by(office.state, person, general).mentioned);
  ASSERT_FALSE(
      office.decide(channels::Input{ReadingMoved{ben, general, said(outcome).id, said(outcome).number}}).error);
  EXPECT_FALSE(unread_by(office.state, ben, general).mentioned);
}

TEST_F(Channels, AMessageOfNothingButMarksIsNotSearchedForEver) {
  const ChannelId general = office.channel("#general").id;
  const auto people_behind = [&](int marks) {
    std::string text;
    for (int i = 0; i < marks; ++i) text += "@nobody ";
    return said(say(bot, {}, general, text + "@ana")).people;
  };
  EXPECT_EQ(people_behind(99), std::vector<PersonId>{ana});
  EXPECT_EQ(people_behind(100), std::vector<PersonId>{});
}

TEST_F(Channels, UnreadIsCountedAndMentionsAreMarked) {
  const ChannelId general = office.channel("#general").id;
  const Outcome first = say(bot, {}, general, "one");
  say(bot, {}, general, "@ben two");
  EXPECT_EQ(unread_by(office.state, ana, general).messages, 2U);
  EXPECT_FALSE(unread_by(office.state, ana, general).mentioned);
  EXPECT_TRUE(unread_by(office.state, ben, general).mentioned);
  const auto read = [&](const Message& message) {
    return office.decide(channels::Input{ReadingMoved{ben, general, message.id, message.number}});
  };
  ASSERT_FALSE(read(said(first)).error);
  EXPECT_EQ(unread_by(office.state, ben, general).messages, 1U);
  EXPECT_TRUE(unread_by(office.state, ben, general).mentioned);
  const Outcome own = say({}, ben, general, "three");
  EXPECT_EQ(unread_by(office.state, ben, general).messages, 0U) << "who writes has read";
  EXPECT_FALSE(unread_by(office.state, ben, general).mentioned);
  EXPECT_TRUE(read(said(first)).facts.empty()) << "another page's mark doesn't take it back";
  EXPECT_EQ(unread_by(office.state, ben, general).last, said(own).id);
}

TEST_F(Channels, AMessageIsOneEntryForAll) {
  const ChannelId general = office.channel("#general").id;
  const Outcome outcome = say(bot, {}, general, "hello");
  const auto event = event_of(office.state, outcome.facts.at(0), outcome.first, office.now);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->type, EventType::message_created);
  EXPECT_FALSE(event->agent);
  EXPECT_EQ(event->channel, general);
  EXPECT_EQ(office.state.tallies.at(general).at, outcome.first);
  const auto hint = hint_of(office.state, outcome.facts.at(0));
  ASSERT_TRUE(hint);
  EXPECT_EQ(hint->channel, general);
}

TEST_F(Channels, WhoComesInLaterHearsFromThenOn) {
  const ChannelId lab{create({bot, {}}, "#lab").subject};
  const Sequence said_first = say(bot, {}, lab, "before").first;
  move({bot, {}}, lab, "second bot", false);
  const Sequence since = office.state.memberships.at({other, lab});
  EXPECT_GT(since, said_first);
  EXPECT_GT(say(bot, {}, lab, "after").first, since);
  move({bot, {}}, lab, "second bot", false);
  EXPECT_EQ(office.state.memberships.at({other, lab}), since) << "coming in twice changes nothing";
}

}  // namespace
}  // namespace askd::core::channels
