// How people come in: the first start, invitations, one-time links and sessions.
#include "core/people/people.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace askd::core::people {
namespace {

constexpr const char* link_is_dead = "This link was used already, or has expired. Ask for a new one.";

const Invite* invite_with(const State& state, const Digest& hash, Instant now) {
  const auto found = state.invite_hashes.find(hash);
  if (found == state.invite_hashes.end()) return nullptr;
  const Invite& invite = state.invites.at(found->second);
  return invite.expires > now ? &invite : nullptr;
}

// Made by the first start, and nobody has come in as them.
bool nobody_yet(const Person& person) {
  return person.owns_all && !person.from_file && person.email.empty() && person.password.text.empty();
}

// Whom the invitation lets in: who it was made for, or nobody that is known yet. An address belongs to one person; only
// an invitation that was made for them may bring it along. The first start's link was made before anybody said who
// comes: it also lets in whom the files name, as long as they never came in. Nothing when refused.
std::optional<PersonId> comes_in_as(Turn& turn, const Invite& invite, const std::string& email) {
  const State& state = turn.state();
  const auto taken = email.empty() ? state.emails.end() : state.emails.find(email);
  if (taken == state.emails.end() || taken->second == invite.person) return invite.person;
  const bool came_in = !state.person(taken->second)->password.text.empty();
  const Person* made_for = state.person(invite.person);
  if (!came_in && made_for != nullptr && nobody_yet(*made_for)) return taken->second;
  turn.refuse(Fault::conflict,
              came_in
                  ? "This address belongs to somebody already. Sign in with it, or use another one."
                  : "This address belongs to somebody who has not come in yet, and this link was not made for them. "
                    "Ask an owner for an invitation to this address, or use another one.");
  return std::nullopt;
}

// Who the invitation makes, or who it was made for.
Person accepted_person(const State& state, const Invite& invite, const PersonId& as, const Accepted& input,
                       Instant now) {
  Person person;
  if (const Person* known = state.person(as)) {
    person = *known;
  } else {
    person.id = input.id;
    person.team = invite.team;
    person.created = now;
  }
  person.roles.emplace(invite.team, invite.role);
  if (!input.name.empty() && !person.from_file) person.name = input.name;
  if (!input.email.empty() && person.email.empty()) person.email = input.email;
  if (!input.password.text.empty()) person.password = input.password;
  person.active = true;
  return person;
}

// Who comes in joins the team's channels that no file declares.
void join_open_ones(Turn& turn, const TeamId& team, const PersonId& person) {
  std::vector<ChannelId> joined;
  for (const auto& [id, channel] : turn.state().channels)
    if (channel.team == team && !channel.from_file && !channel.archived && !channel.people.contains(person))
      joined.push_back(id);
  for (const ChannelId& id : joined) turn.emit(channels::Fact{channels::Joined{id, {}, person}});
}

// Somebody of the files came in by the first start's link: they own what it made, and whom it made for that is gone.
void hand_over(Turn& turn, const PersonId& placeholder, Person& owner) {
  owner.owns_all = true;
  std::vector<ChannelId> held;
  for (const auto& [id, channel] : turn.state().channels)
    if (channel.people.contains(placeholder)) held.push_back(id);
  for (const ChannelId& id : held) {
    turn.emit(channels::Fact{channels::Left{id, {}, placeholder}});
    if (!turn.state().channel(id)->people.contains(owner.id))
      turn.emit(channels::Fact{channels::Joined{id, {}, owner.id}});
  }
  Person gone = *turn.state().person(placeholder);
  gone.roles.clear();
  gone.owns_all = false;
  gone.active = false;
  turn.emit(people::Fact{Declared{std::move(gone)}});
}

}  // namespace

bool nobody_came_in(const State& state) {
  const auto came_in = [](const auto& entry) { return !entry.second.from_file || !entry.second.password.text.empty(); };
  return state.agents.empty() && std::none_of(state.people.begin(), state.people.end(), came_in);
}

void decide(Turn& turn, const Bootstrapped& input) {
  if (!nobody_came_in(turn.state())) return turn.refuse(Fault::conflict, "This askd has been set up already.");
  const TeamId team = turn.roster().teams.size() == 1 ? turn.roster().teams.front().name : TeamId{default_team};

  // Somebody of the files with that address is who comes in: an address has one person.
  const auto known = turn.state().emails.find(input.owner.email);
  Person owner = input.owner;
  if (!owner.email.empty() && known != turn.state().emails.end()) {
    owner = *turn.state().person(known->second);
    owner.password = input.owner.password;
  } else {
    owner.team = team;
    owner.created = turn.now();
  }
  owner.roles[team] = Role::owner;
  owner.owns_all = true;
  const PersonId owner_id = owner.id;
  turn.emit(people::Fact{Declared{std::move(owner)}});

  Agent agent = input.agent;
  agent.team = team;
  agent.created = turn.now();
  const std::vector<Token> tokens = std::exchange(agent.tokens, {});
  const AgentId agent_id = agent.id;
  turn.emit(agents::Fact{agents::Created{std::move(agent)}});
  for (const Token& token : tokens) turn.emit(agents::Fact{agents::TokenIssued{agent_id, token}});

  // A channel of that name may stand in the team's file already.
  ChannelId id = input.channel.id;
  const auto named = turn.state().channel_names.find({team, input.channel.folded});
  if (named != turn.state().channel_names.end()) {
    id = named->second;
  } else {
    Channel channel = input.channel;
    channel.team = team;
    channel.created = turn.now();
    channel.creator = agent_id;
    turn.emit(channels::Fact{channels::Declared{std::move(channel)}});
  }
  turn.result(id.value);
  turn.emit(channels::Fact{channels::Joined{id, {}, owner_id}});
  turn.emit(channels::Fact{channels::Joined{id, agent_id, {}}});

  if (!input.invite) return;
  Invite invite = *input.invite;
  invite.team = team;
  invite.role = Role::owner;
  invite.person = owner_id;
  invite.created = turn.now();
  turn.emit(people::Fact{Invited{std::move(invite)}});
}

void decide(Turn& turn, const InviteRequested& input) {
  Invite invite = input.invite;
  invite.created = turn.now();
  const Person* by = turn.state().person(input.by);
  if (!input.by_operator) {
    if (by == nullptr) return turn.refuse(Fault::unauthenticated, "This session has ended. Sign in again.");
    if (invite.team.empty()) invite.team = by->team;
    if (!owns(*by, invite.team)) return turn.refuse(Fault::forbidden, "Only an owner of the team may invite people.");
    invite.from = by->name;
  }
  if (invite.team.empty())
    invite.team = turn.roster().teams.size() == 1 ? turn.roster().teams.front().name : TeamId{default_team};
  // Somebody with that address is known: the link is made for them, and only an operator may make it a sign-in link.
  const auto known = turn.state().emails.find(invite.email);
  if (!invite.person && !invite.email.empty() && known != turn.state().emails.end()) {
    if (!input.by_operator && !turn.state().person(known->second)->password.text.empty())
      return turn.refuse(Fault::conflict, "Somebody with this address is here already.");
    invite.person = known->second;
  }
  if (invite.kind == InviteKind::sign_in && turn.state().person(invite.person) == nullptr)
    return turn.refuse(Fault::not_found, "There is no such person.");
  turn.result(invite.id.value);
  turn.emit(people::Fact{Invited{std::move(invite)}});
}

void decide(Turn& turn, const Accepted& input) {
  const Invite* found = invite_with(turn.state(), input.hash, turn.now());
  if (found == nullptr) return turn.refuse(Fault::not_found, link_is_dead);
  const Invite invite = *found;
  PersonId id = invite.person;
  if (invite.kind != InviteKind::sign_in) {
    const auto as = comes_in_as(turn, invite, input.email);
    if (!as) return;
    Person person = accepted_person(turn.state(), invite, *as, input, turn.now());
    if (invite.person && *as != invite.person) hand_over(turn, invite.person, person);
    id = person.id;
    turn.emit(people::Fact{Declared{std::move(person)}});
    join_open_ones(turn, invite.team, id);
  }
  turn.emit(people::Fact{InviteUsed{invite.id, id}});
  Session session = input.session;
  session.person = id;
  session.created = turn.now();
  turn.result(id.value);
  turn.emit(people::Fact{SessionOpened{std::move(session)}});
}

void decide(Turn& turn, const SignedIn& input) {
  const Person* person = turn.state().person(input.session.person);
  if (person == nullptr || !person->active) return turn.refuse(Fault::unauthenticated, "This person may not sign in.");
  Session session = input.session;
  session.created = turn.now();
  turn.result(person->id.value);
  turn.emit(people::Fact{SessionOpened{std::move(session)}});
}

void decide(Turn& turn, const SignedOut& input) {
  if (!turn.state().sessions.contains(input.session)) return;
  turn.emit(people::Fact{SessionClosed{input.session}});
}

}  // namespace askd::core::people
