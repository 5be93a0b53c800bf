// Decides who comes in, and who goes.
#include "core/registrations/registrations.hpp"

#include "core/agents/agents.hpp"
#include "core/asks/asks.hpp"
#include "core/channels/channels.hpp"
#include "core/people/people.hpp"

#include "base/planted.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::registrations {
namespace {

// Puts what was decided into force: the identity, what it may do, its channels and its token.
AgentId admit(Turn& turn, const Plan& plan, const Wish& wish, const AgentId& fresh, Token token) {
  AgentId id = plan.agent;
  const Agent* known = turn.state().agent(id);
  if (known == nullptr) {
    Agent agent;
    agent.id = id = fresh;
    agent.name = wish.name;
    agent.description = wish.description;
    agent.enrolled_as = plan.enrolled_as;
    agent.team = plan.team;
    agent.capabilities = plan.capabilities;
    agent.created = turn.now();
    turn.emit(agents::Fact{agents::Created{std::move(agent)}});
  } else if (known->capabilities != plan.capabilities || known->description != wish.description) {
    turn.emit(agents::Fact{agents::Granted{id, plan.capabilities, wish.description}});
  }
  for (const ChannelId& channel : plan.channels) channels::join(turn, channel, id);
  if (plan.token_lives) token.expires = turn.now() + *plan.token_lives;
  agents::issue(turn, id, token);
  turn.result(id.value);
  return id;
}

bool waits_for_people(const State& state, const Registration& registration) {
  const Ask* ask = state.ask(registration.ask);
  return ask != nullptr && ask->state == AskState::open;
}

// An agent that comes again takes back what it asked for before; what has expired goes by the way.
void drop_earlier(Turn& turn, const Requested& input) {
  const std::string name = unicode::fold_name(input.wish.name);
  std::vector<Registration> earlier;
  for (const auto& [id, one] : turn.state().registrations) {
    const bool same = one.enrolled_as == input.plan.enrolled_as && !one.claimed && unicode::fold_name(one.name) == name;
    if (same || one.expires <= turn.now()) earlier.push_back(one);
  }
  for (const Registration& one : earlier) {
    const char* reason = one.expires <= turn.now() ? "The registration expired." : "The agent registered again.";
    if (waits_for_people(turn.state(), one)) turn.emit(asks::Fact{asks::Withdrawn{one.ask, reason, turn.now()}});
    turn.emit(registrations::Fact{Dropped{one.id}});
  }
}

// Beside those that this one takes the place of.
bool too_many_wait(Turn& turn, const std::string& enrolled_as, const std::string& name) {
  const std::string folded = unicode::fold_name(name);
  const auto waiting =
      std::count_if(turn.state().registrations.begin(), turn.state().registrations.end(), [&](const auto& entry) {
        const Registration& one = entry.second;
        return one.enrolled_as == enrolled_as && waits_for_people(turn.state(), one) &&
               unicode::fold_name(one.name) != folded;
      });
  if (static_cast<std::size_t>(waiting) < pending_max) return false;
  turn.refuse(Fault::rate_limited, "Too many registrations of this class wait for people. Try again later.");
  return true;
}

// Whether the class's channel is there with somebody in it who may answer. The agent can't mend that.
bool somebody_approves(Turn& turn, const Plan& plan) {
  Ask ask;
  ask.team = plan.team;
  const ChannelId channel = channels::named(turn.state(), plan.team, plan.approval);
  ask.targets = {Target{Target::Kind::channel, channel, {}}};
  if (channel && people::count_answerers(turn.state(), ask) > 0) return true;
  turn.refuse(Fault::unavailable, "The channel " + plan.approval +
                                      ", whose people approve registrations of this class, isn't there, or has nobody "
                                      "in it. Tell askd's operator.");
  return false;
}

void ask_people(Turn& turn, const Requested& input) {
  const Plan& plan = input.plan;
  if (!somebody_approves(turn, plan)) return;
  const Agent* own = own_agent_of(turn.state(), plan.team);
  if (own != nullptr && own->id != input.question.agent)
    return turn.refuse(Fault::unavailable, "Others registered at the same time. Try again.");
  if (too_many_wait(turn, plan.enrolled_as, input.wish.name)) return;
  if (own == nullptr) {
    Agent agent;
    agent.id = input.question.agent;
    agent.name = own_agent;
    agent.enrolled_as = own_class;
    agent.team = plan.team;
    agent.description = "askd itself";
    agent.created = turn.now();
    turn.emit(agents::Fact{agents::Created{std::move(agent)}});
  }
  asks::decide(turn, input.question);
  if (turn.refused()) return;
  drop_earlier(turn, input);
  Registration registration;
  registration.id = input.id;
  registration.handle = input.handle;
  registration.enrolled_as = plan.enrolled_as;
  registration.name = input.wish.name;
  registration.description = input.wish.description;
  registration.team = plan.team;
  registration.capabilities = plan.capabilities;
  registration.channels = plan.channels;
  registration.ask = input.question.id;
  registration.created = turn.now();
  registration.expires = input.expires;
  turn.emit(registrations::Fact{Opened{std::move(registration)}});
  turn.result(input.id.value);
}

// What stands in the way of an approval, in a sentence; empty if nothing does.
std::optional<Error> not_approved(const Ask& ask) {
  const Answer* answer = ask.answer();
  if (ask.state == AskState::open) return Error{Fault::conflict, "People haven't decided about this registration yet."};
  if (answer == nullptr) return Error{Fault::not_found, "Nobody approved this registration in time. Register again."};
  const auto* word = std::get_if<std::string>(&answer->value);
  if (word != nullptr && *word == "approve") return std::nullopt;
  const std::string by = answer->by_name.empty() ? "It" : answer->by_name;
  return Error{Fault::forbidden,
               by + " denied this registration" + (answer->note.text.empty() ? "." : ": " + answer->note.text)};
}

// The plan that people approved, for that identity.
Plan approved_plan(const RosterClass& enrolled_as, const Registration& registration, const AgentId& identity) {
  Plan plan;
  plan.enrolled_as = registration.enrolled_as;
  plan.team = registration.team;
  plan.agent = identity;
  plan.capabilities = registration.capabilities;
  plan.channels = registration.channels;
  plan.token_lives = enrolled_as.token_lives;
  return plan;
}

void apply_one(State& state, const Opened& fact) { remember(state, fact.registration); }

void apply_one(State& state, const Taken& fact) { state.registrations.at(fact.id).claimed = true; }

void apply_one(State& state, const Dropped& fact) {
  const auto found = state.registrations.find(fact.id);
  if (found == state.registrations.end()) return;
  state.registration_handles.erase(found->second.handle);
  state.registrations.erase(found);
}

}  // namespace

const Agent* own_agent_of(const State& state, const TeamId& team) {
  const auto found = state.own_agents.find(team);
  return found == state.own_agents.end() ? nullptr : state.agent(found->second);
}

const Registration* with_handle(const State& state, const Digest& handle, Instant now) {
  const auto found = state.registration_handles.find(handle);
  if (found == state.registration_handles.end()) return nullptr;
  const Registration& registration = state.registrations.at(found->second);
  return registration.expires > now ? &registration : nullptr;
}

void decide(Turn& turn, const Requested& input) {
  const auto now = plan(turn.state(), turn.roster(), input.wish);
  if (!now) return turn.refuse(now.error());
  // What the door answers is made for the class as it was then.
  if (now->approval != input.plan.approval)
    return turn.refuse(Fault::unavailable, "Things changed at the same time. Try again.");
  if (now->approval.empty()) {
    Token token;
    token.id = input.token;
    token.hash = input.token_hash;
    admit(turn, *now, input.wish, input.agent, token);
    return;
  }
  if (*now != input.plan) return turn.refuse(Fault::unavailable, "Things changed at the same time. Try again.");
  ask_people(turn, input);
}

void decide(Turn& turn, const Claimed& input) {
  const Registration* found = with_handle(turn.state(), input.handle, turn.now());
  if (found == nullptr) return turn.refuse(Fault::not_found, "There is no such registration, or it has expired.");
  const Registration registration = *found;
  if (registration.claimed && !PLANTED(second_token))
    return turn.refuse(Fault::not_found, "The token of this registration was handed out already. Register again.");
  const Ask* ask = turn.state().ask(registration.ask);
  if (ask == nullptr) return turn.refuse(Fault::not_found, "The question about this registration isn't there.");
  if (auto refusal = not_approved(*ask)) return turn.refuse(std::move(*refusal));
  const Answer answer = *ask->answer();
  // Somebody else may have come to that name while people thought about it.
  const auto identity = identity_of(turn.state(), registration.enrolled_as, registration.team, registration.name);
  if (!identity) return turn.refuse(Fault::forbidden, identity.error().message);
  const RosterClass* enrolled_as = turn.roster().class_named(registration.enrolled_as);
  if (enrolled_as == nullptr) return turn.refuse(Fault::forbidden, "The class of this agent is no longer there.");
  if (!*identity)
    if (auto refusal = full(turn.state(), *enrolled_as)) return turn.refuse(std::move(*refusal));

  Wish wish;
  wish.name = registration.name;
  wish.description = registration.description;
  Token token;
  token.id = input.token;
  token.hash = input.token_hash;
  const AgentId agent = admit(turn, approved_plan(*enrolled_as, registration, *identity), wish, input.agent, token);
  turn.emit(agents::Fact{agents::Approved{agent, answer.by, answer.by_name}});
  turn.emit(registrations::Fact{Taken{registration.id, agent}});
}

void decide(Turn& turn, const RevocationRequested& input) {
  const Agent* agent = turn.state().agent(input.agent);
  if (agent == nullptr || agent->enrolled_as == own_class)
    return turn.refuse(Fault::not_found, "There is no such agent.");
  turn.result(input.agent.value);
  if (agent->revoked) return;
  turn.emit(agents::Fact{agents::Revoked{input.agent, turn.now(), input.by_name}});
  std::vector<AskId> open;
  for (const auto& [id, ask] : turn.state().asks)
    if (ask.agent == input.agent && ask.state == AskState::open) open.push_back(id);
  for (const AskId& id : open) turn.emit(asks::Fact{asks::Withdrawn{id, "Its agent was revoked.", turn.now()}});
  channels::leave_all(turn, input.agent);
}

void apply(State& state, const Fact& fact) {
  std::visit([&](const auto& one) { apply_one(state, one); }, fact);
}

void remember(State& state, const Registration& registration) {
  state.registration_handles.insert_or_assign(registration.handle, registration.id);
  state.registrations.insert_or_assign(registration.id, registration);
}

}  // namespace askd::core::registrations
