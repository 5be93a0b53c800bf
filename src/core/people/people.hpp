// People: who may see and answer what, how they come in, and what the files say of them.
#pragma once

#include "core/turn.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::people {

// Nobody has come in yet: no agent, and no people but those of the files, who can't sign in by themselves.
bool nobody_came_in(const State& state);

bool in_team(const Person& person, const TeamId& team);
bool owns(const Person& person, const TeamId& team);

// The ask's approvers if it has any; else the people it is addressed to, and those whom each channel's `answers`
// allows; for the catch-all the team's owners and members. The agent that brought a person in is never answered by
// them.
bool may_answer(const State& state, const Ask& ask, const PersonId& by);
// Anyone in that room may: it belongs to a channel of the ask that says so, and the ask names no approvers.
bool anyone_may_answer(const State& state, const Ask& ask, const BackendId& backend, const std::string& room);
// How many people may_answer() allows; a channel for anyone counts as very many.
std::size_t count_answerers(const State& state, const Ask& ask);

// What is addressed to a person or to a channel of theirs, what they may answer, and as owner all of the team.
bool may_see(const State& state, const Ask& ask, const PersonId& by);
bool may_see(const State& state, const Notice& notice, const PersonId& by);

// The person of that name in the team: its key in the team's file, an address, or the whole name as people see it where
// only one has it.
PersonId named(const State& state, const TeamId& team, std::string_view name);

// The people that "@name" stands for: a person, or everybody of a group of the team's file, each once.
std::vector<PersonId> called(const Turn& turn, const TeamId& team, std::string_view name);

// Those that all the names stand for, each once. A name that nobody has is refused at its place: pointer "/to/0".
std::vector<PersonId> people_of(Turn& turn, const TeamId& team, const std::vector<std::string>& names,
                                const std::string& pointer);

// The person to whom a platform's identity is linked.
const Person* linked_to(const State& state, const BackendId& backend, const std::string& who);

void decide(Turn& turn, const Bootstrapped& input);
void decide(Turn& turn, const InviteRequested& input);
void decide(Turn& turn, const Accepted& input);
void decide(Turn& turn, const SignedIn& input);
void decide(Turn& turn, const SignedOut& input);
// Makes the people of the files, and of nobody else, as the files say. Takes ids from `fresh` as it needs them.
void reconcile(Turn& turn, std::vector<Ulid>& fresh);

void apply(State& state, const Fact& fact);
// Puts a person, an invitation or a session into State with its indexes, as apply() and a start do.
void remember(State& state, Person person);
void remember(State& state, const Invite& invite);
void remember(State& state, const Session& session);

}  // namespace askd::core::people
