#include "config/meant.hpp"
#include "config/naming.hpp"
#include "config/team.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace askd::config {
namespace {

using Names = std::vector<std::string>;

Names people_of(const core::RosterTeam& team) {
  Names out;
  for (const core::RosterPerson& person : team.people) out.push_back(person.key);
  return out;
}

template <class T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

void declare_room(Section& is, Room& room, const Named& named) {
  is(room.backend,
     {.name = "backend", .help = "The backend that posts there.", .required = true, .example = "team-chat"});
  is(room.name,
     {.name = "room", .help = "The place, as its platform names it.", .required = true, .example = "C024BE91L"});
  if (room.backend.empty()) return;
  if (room.backend == inbox_backend)
    is.fault("backend", "every channel is in the inbox without this: remove the room");
  else if (named.backend(room.backend) == nullptr)
    is.fault("backend", "there is no backend \"" + room.backend + "\" in askd.yaml" +
                            did_you_mean(room.backend, named.backend_names()));
}

// People may be written as in a message.
std::string without_at(const std::string& name) { return name.starts_with('@') ? name.substr(1) : name; }

void check_members(Section& is, core::RosterChannel& channel, const Names& given, const core::RosterTeam& team) {
  const Names people = people_of(team);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string name = without_at(given[i]);
    if (holds(people, name)) {
      if (holds(channel.members, name)) is.fault_in("members", i, name + " stands here twice");
      channel.members.push_back(name);
    } else if (const auto group = team.groups.find(name); group != team.groups.end()) {
      is.fault_in("members", i, "\"" + name + "\" is a group, and members are people: write their names");
    } else {
      is.fault_in("members", i, "there is no person \"" + name + "\" in this file" + did_you_mean(name, people));
    }
  }
}

void check_answers(Section& is, core::RosterChannel& channel, const Names& answers, const core::RosterTeam& team) {
  Names known = people_of(team);
  for (const auto& [group, members] : team.groups) known.push_back(group);
  if (answers == Names{"members"} || answers == Names{"anyone"}) {
    channel.answers = answers.front() == "anyone" ? core::Answers::anyone : core::Answers::members;
    return;
  }
  channel.answers = core::Answers::list;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string name = without_at(answers[i]);
    if (name == "members" || name == "anyone")
      is.fault_in("answers", i, "\"" + name + "\" stands alone, not in a list of people");
    else if (!holds(known, name))
      is.fault_in("answers", i,
                  "there is no person or group \"" + name + "\" in this file; write members, anyone, or a list of " +
                      "people and groups" + did_you_mean(name, known));
    else if (!holds(channel.answerers, name))
      channel.answerers.push_back(name);
  }
}

// The channel that has the room already.
const std::string* bound_to(const Room& room, const core::RosterTeam& team, const Named& named) {
  const auto look_in = [&room](const core::RosterTeam& one) -> const std::string* {
    for (const core::RosterChannel& channel : one.channels)
      if (holds(channel.rooms, room)) return &channel.name;
    return nullptr;
  };
  if (const auto* found = look_in(team)) return found;
  for (const core::RosterTeam& one : named.teams)
    if (const auto* found = look_in(one)) return found;
  return nullptr;
}

void declare_channel(Section& is, core::RosterChannel& channel, const core::RosterTeam& team, const Named& named) {
  Names members;
  Names answers;
  is.items(
      {.name = "rooms",
       .help = "Where its asks and notices are posted, beside the inbox. What is said there is said in the channel "
               "too, and in its other rooms. A room belongs to one channel."},
      [&](Section& inner) {
        Room room;
        declare_room(inner, room, named);
        if (holds(channel.rooms, room)) inner.fault("room", "this room stands here twice");
        // What is said in it must belong somewhere.
        if (const auto* other = bound_to(room, team, named)) inner.fault("room", "this room is bound to " + *other);
        channel.rooms.push_back(std::move(room));
      });
  is(members, {.name = "members", .fallback = "[]", .help = "The people who see it.", .example = "[ana, ben]"});
  is(channel.tags, {.name = "tags",
                    .fallback = "[]",
                    .help = "Words that enrollment classes find it by.",
                    .example = "[agent-accessible]"});
  is(answers, {.name = "answers",
               .fallback = "members",
               .help = "Who may answer its asks: members, anyone (whoever can write in one of its rooms), or a list of "
                       "people and groups. An empty list means nobody."});
  is(channel.description,
     {.name = "description", .help = "What it is for.", .example = "Questions of the research agents"});
  check_members(is, channel, members, team);
  check_answers(is, channel, answers, team);
  for (std::size_t i = 0; i < channel.tags.size(); ++i)
    if (const auto checked = check_name(channel.tags[i]); !checked) is.fault_in("tags", i, checked.error().message);
}

}  // namespace

void declare_channels(Section& is, core::RosterTeam& team, const Named& named) {
  const Key placeholder{.name = "\"#CHANNEL\"", .help = "One channel.", .example = "\"#research\""};
  for (const std::string& name : is.names(placeholder)) {
    core::RosterChannel channel;
    channel.name = name;
    if (const auto checked = check_channel_name(name); !checked) is.fault_of_key(name, checked.error().message);
    for (const core::RosterChannel& other : team.channels)
      if (unicode::fold_name(other.name) == unicode::fold_name(name))
        is.fault_of_key(name, "there is a channel of this name already, in other letters: " + other.name);
    is.section({.name = name, .help = placeholder.help},
               [&](Section& inner) { declare_channel(inner, channel, team, named); });
    team.channels.push_back(std::move(channel));
  }
}

}  // namespace askd::config
