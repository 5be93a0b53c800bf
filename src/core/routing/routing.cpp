// Resolves the names that a request gives, within one team.
#include "core/routing/routing.hpp"

#include "core/channels/channels.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::core::routing {
namespace {

template <class T>
void add_once(std::vector<T>& list, T item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
}

std::string at(const std::string& pointer, std::size_t index) { return pointer + "/" + std::to_string(index); }

}  // namespace

std::vector<Target> targets_of(Turn& turn, const TeamId& team, const std::vector<std::string>& names,
                               const std::string& pointer) {
  std::vector<Target> targets;
  if (names.empty()) targets.push_back(Target{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    if (name.starts_with('#')) {
      if (const ChannelId id = channels::named(turn.state(), team, name))
        add_once(targets, Target{Target::Kind::channel, id, {}});
      else
        turn.refuse_field(at(pointer, i), "is not a channel of this team; GET /channels lists those there are");
      continue;
    }
    const auto people = people::called(turn, team, name);
    if (people.empty()) turn.refuse_field(at(pointer, i), "is not a person or a group of this team");
    for (const PersonId& id : people) add_once(targets, Target{Target::Kind::person, {}, id});
  }
  return targets;
}

}  // namespace askd::core::routing
