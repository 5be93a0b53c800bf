// Makes the people of the files as the files say.
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <set>
#include <utility>

namespace askd::core::people {
namespace {

// Whom the file means: by its name in the file, or somebody who signed up with that address before.
PersonId known_as(const State& state, const TeamId& team, const RosterPerson& wanted) {
  if (const auto called = state.called.find(unicode::fold_name(wanted.key)); called != state.called.end())
    for (const PersonId& id : called->second) {
      const Person* person = state.person(id);
      if (person->key == wanted.key && person->team == team) return id;
    }
  if (wanted.email.empty()) return {};
  const auto email = state.emails.find(wanted.email);
  return email == state.emails.end() ? PersonId{} : email->second;
}

Person as_declared(Person person, const TeamId& team, const RosterPerson& wanted) {
  person.key = wanted.key;
  person.name = wanted.name;
  if (!wanted.email.empty()) person.email = wanted.email;
  if (person.team.empty()) person.team = team;
  person.roles[team] = wanted.role;
  person.identities = wanted.identities;
  person.zone = wanted.zone;
  person.from_file = true;
  person.active = true;
  return person;
}

// Somebody who is gone from the files keeps what they did, and may do nothing more.
void let_go(Turn& turn, const std::set<PersonId>& declared) {
  std::vector<Person> gone;
  for (const auto& [id, person] : turn.state().people)
    if (person.from_file && !declared.contains(id)) gone.push_back(person);
  for (Person& person : gone) {
    person.from_file = false;
    person.active = person.owns_all;
    person.identities.clear();
    turn.emit(people::Fact{Declared{std::move(person)}});
  }
}

}  // namespace

void reconcile(Turn& turn, std::vector<Ulid>& fresh) {
  std::set<PersonId> declared;
  for (const RosterTeam& team : turn.roster().teams) {
    for (const RosterPerson& wanted : team.people) {
      Person person;
      if (const PersonId known = known_as(turn.state(), team.name, wanted)) {
        person = *turn.state().person(known);
      } else {
        person.id = PersonId{fresh.back()};
        person.created = turn.now();
        fresh.pop_back();
      }
      declared.insert(person.id);
      Person now = as_declared(person, team.name, wanted);
      const Person* before = turn.state().person(now.id);
      if (before == nullptr || *before != now) turn.emit(people::Fact{Declared{std::move(now)}});
    }
  }
  let_go(turn, declared);
}

}  // namespace askd::core::people
