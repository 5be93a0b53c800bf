// Dispatch only: every input to its noun, every fact to its noun.
#include "core/core.hpp"

#include "core/agents/agents.hpp"
#include "core/asks/asks.hpp"
#include "core/channels/channels.hpp"
#include "core/conversations/conversations.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/notices/notices.hpp"
#include "core/people/people.hpp"
#include "core/registrations/registrations.hpp"
#include "core/turn.hpp"

#include <algorithm>
#include <utility>

namespace askd::core {
namespace {

// Decides what each kind of input calls for.
class Decider {
 public:
  explicit Decider(Turn& turn) : turn_(turn) {}

  void operator()(const asks::Input& input) { each(input); }
  void operator()(const conversations::Input& input) { each(input); }
  void operator()(const notices::Input& input) { each(input); }
  void operator()(const agents::Input& input) { each(input); }
  void operator()(const people::Input& input) { each(input); }
  void operator()(const channels::Input& input) { each(input); }
  void operator()(const registrations::Input& input) { each(input); }
  void operator()(const deliveries::Input& input) {
    each(input);
    // A receipt can be what an early reply waited for. That of words names only the thread that they hang on.
    const auto* posted = std::get_if<deliveries::Posted>(&input);
    const Delivery* shown = posted == nullptr ? nullptr : turn_.state().delivery(posted->id);
    if (shown != nullptr && shown->subject != Subject::words) conversations::unpark(turn_, posted->post, *shown);
  }
  void operator()(const Ticked& input) {
    if (input.expire) asks::tick(turn_);
  }
  void operator()(const Configured& input) {
    std::vector<Ulid> fresh = input.fresh;
    std::reverse(fresh.begin(), fresh.end());
    turn_.emit(server::Fact{server::Configured{turn_.roster().digest}});
    people::reconcile(turn_, fresh);
    channels::reconcile(turn_, fresh);
  }

 private:
  template <class Variant>
  void each(const Variant& input) {
    std::visit([this](const auto& one) { decide(turn_, one); }, input);
  }

  Turn& turn_;
};

class Applier {
 public:
  explicit Applier(State& state) : state_(state) {}
  void operator()(const asks::Fact& fact) { asks::apply(state_, fact); }
  void operator()(const conversations::Fact& fact) { conversations::apply(state_, fact); }
  void operator()(const deliveries::Fact& fact) { deliveries::apply(state_, fact); }
  void operator()(const notices::Fact& fact) { notices::apply(state_, fact); }
  void operator()(const channels::Fact& fact) { channels::apply(state_, fact); }
  void operator()(const people::Fact& fact) { people::apply(state_, fact); }
  void operator()(const agents::Fact& fact) { agents::apply(state_, fact); }
  void operator()(const registrations::Fact& fact) { registrations::apply(state_, fact); }
  void operator()(const server::Fact&) {}

 private:
  State& state_;
};

}  // namespace

Outcome decide(State& state, const Roster& roster, Input input, Instant now) {
  Turn turn(state, roster, now);
  std::visit(Decider(turn), std::move(input));
  return turn.take();
}

void apply(State& state, const Fact& fact) {
  ++state.sequence;
  std::visit(Applier(state), fact);
}

std::optional<Instant> alarm(const State& state) {
  if (state.deadlines.empty()) return std::nullopt;
  return state.deadlines.begin()->first;
}

Instant due(const State& state, const Errand& errand) {
  const Delivery* delivery = state.delivery(errand.delivery);
  if (delivery == nullptr) return Instant{};
  return errand.kind == Errand::Kind::edit ? delivery->edit_not_before : delivery->not_before;
}

const RosterTeam* Roster::team(const TeamId& name) const {
  const auto found =
      std::find_if(teams.begin(), teams.end(), [&](const RosterTeam& team) { return team.name == name; });
  return found == teams.end() ? nullptr : &*found;
}

}  // namespace askd::core
