// Who came, and what they may see.
#include "inbox/visit.hpp"

#include "core/people/people.hpp"

namespace askd::inbox {

bool Visit::sees(const core::Ask& ask) const {
  return visitor.is_operator || core::people::may_see(service.state(), ask, visitor.person);
}

bool Visit::sees(const core::Notice& notice) const {
  return visitor.is_operator || core::people::may_see(service.state(), notice, visitor.person);
}

shapes::AskOptions Visit::options_for(const core::Ask& ask) const {
  shapes::AskOptions options;
  options.public_url = settings.public_url;
  options.html = true;
  options.may_answer = ask.state == core::AskState::open && !visitor.is_operator &&
                       core::people::may_answer(service.state(), ask, visitor.person);
  options.reader = visitor.person;
  return options;
}

core::TeamId team_of(const Visit& visit) {
  const auto named = visit.request.param("team");
  if (visit.visitor.is_operator) {
    if (named) return std::string(*named);
    const auto& teams = visit.service.roster().teams;
    return teams.size() == 1 ? teams.front().name : core::TeamId{core::default_team};
  }
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  if (person == nullptr) return {};
  if (!named) return person->team;
  const core::TeamId team(*named);
  return core::people::in_team(*person, team) ? team : core::TeamId{};
}

bool owns(const Visit& visit, const core::TeamId& team) {
  if (visit.visitor.is_operator) return true;
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  return person != nullptr && core::people::owns(*person, team);
}

}  // namespace askd::inbox
