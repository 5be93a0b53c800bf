// Follows the facts about people, and keeps their indexes.
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <utility>

namespace askd::core::people {
namespace {

using Index = std::map<std::string, std::set<PersonId>>;

void forget_in(Index& index, const std::string& key, const PersonId& id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  found->second.erase(id);
  if (found->second.empty()) index.erase(found);
}

void forget_name(State& state, const std::string& name, const PersonId& id) {
  forget_in(state.called, unicode::fold_name(name), id);
  forget_in(state.person_looks, unicode::skeleton(name), id);
}

void remember_name(State& state, const std::string& name, const PersonId& id) {
  if (name.empty()) return;
  state.called[unicode::fold_name(name)].insert(id);
  state.person_looks[unicode::skeleton(name)].insert(id);
}

void forget_indexes(State& state, const Person& person) {
  if (!person.email.empty()) state.emails.erase(person.email);
  for (const Identity& identity : person.identities) state.identities.erase({identity.backend, identity.id});
  forget_name(state, person.name, person.id);
  forget_name(state, person.key, person.id);
}

void forget_session(State& state, const SessionId& id) {
  const auto found = state.sessions.find(id);
  if (found == state.sessions.end()) return;
  state.session_hashes.erase(found->second.hash);
  state.sessions.erase(found);
}

void apply_one(State& state, const Declared& fact) { remember(state, fact.person); }
void apply_one(State& state, const Invited& fact) { remember(state, fact.invite); }
void apply_one(State& state, const SessionOpened& fact) { remember(state, fact.session); }
void apply_one(State& state, const SessionClosed& fact) { forget_session(state, fact.id); }

void apply_one(State& state, const InviteUsed& fact) {
  const auto found = state.invites.find(fact.id);
  if (found == state.invites.end()) return;
  state.invite_hashes.erase(found->second.hash);
  state.invites.erase(found);
}

}  // namespace

void remember(State& state, Person person) {
  if (const Person* before = state.person(person.id)) forget_indexes(state, *before);
  if (!person.email.empty()) state.emails.insert_or_assign(person.email, person.id);
  for (const Identity& identity : person.identities)
    state.identities.insert_or_assign({identity.backend, identity.id}, person.id);
  remember_name(state, person.name, person.id);
  remember_name(state, person.key, person.id);
  const PersonId id = person.id;
  state.people.insert_or_assign(id, std::move(person));
}

void remember(State& state, const Invite& invite) {
  state.invite_hashes.insert_or_assign(invite.hash, invite.id);
  state.invites.insert_or_assign(invite.id, invite);
}

void remember(State& state, const Session& session) {
  state.session_hashes.insert_or_assign(session.hash, session.id);
  state.sessions.insert_or_assign(session.id, session);
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

}  // namespace askd::core::people
