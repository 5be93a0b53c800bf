// How agents come in by themselves, and how they are put out.
#pragma once

#include "core/turn.hpp"

#include <optional>

namespace askd::core::registrations {

// So many registrations of one class wait for people at once.
inline constexpr std::size_t pending_max = 100;

// The class with that secret; Fault::unauthenticated where none has it.
Result<const RosterClass*> class_with(const Roster& roster, const Digest& secret);

// What the wish comes to. Fault::unauthenticated where no class has this secret; forbidden, with every field that asks
// for too much; conflict where the name is another's.
Result<Plan> plan(const State& state, const Roster& roster, const Wish& wish);

// Who an agent of that class and name is: nobody yet, or the identity there is. Fault::conflict where the name is
// another's, or looks like it; forbidden where that agent was revoked.
Result<AgentId> identity_of(const State& state, const std::string& enrolled_as, const TeamId& team,
                            const std::string& name);

// What stands in the way of one agent more in that class: a secret that got out must not fill the store.
std::optional<Error> full(const State& state, const RosterClass& enrolled_as);

// askd's own agent of that team, which asks its people; nothing before it first did.
const Agent* own_agent_of(const State& state, const TeamId& team);

// The registration that an agent asks for with this handle; nothing once it has expired.
const Registration* with_handle(const State& state, const Digest& handle, Instant now);

void decide(Turn& turn, const Requested& input);
void decide(Turn& turn, const Claimed& input);
void decide(Turn& turn, const RevocationRequested& input);

void apply(State& state, const Fact& fact);
// Puts a registration into State with its index, as apply() and a start do.
void remember(State& state, const Registration& registration);

}  // namespace askd::core::registrations
