// Decides what is said in channels, and whom it mentions.
#include "core/conversations/speak.hpp"

#include "core/agents/agents.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace askd::core::conversations {
namespace {

constexpr std::string_view everybody = "human";
constexpr std::size_t words_max = 3;  // of a name, as in "@Ana Maria Lima"
constexpr std::size_t mentions_max = 50;
constexpr std::size_t marks_max = 200;  // @ that are looked at: a message of nothing else must not hold up the others

bool is_word(char32_t c) {
  if (c >= 0x80) return c != 0x3000 && (c < 0x2000 || c > 0x206f);
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') || c == U'-' || c == U'_' ||
         c == U'.';
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const auto point = unicode::code_point_at(text, at);
    if (!is_word(point.value)) break;
    at += point.size;
  }
  return at;
}

// Full stops and dashes at its end belong to the sentence.
std::string_view without_stops(std::string_view name) {
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
  return name;
}

class Mentions {
 public:
  Mentions(const State& state, const Channel& channel, Message& message)
      : state_(state), channel_(channel), message_(message) {}

  void find() {
    const std::string_view text = message_.content.text;
    std::size_t marks = 0;
    for (std::size_t at = text.find('@'); at != std::string_view::npos && marks < marks_max;
         at = text.find('@', at + 1), ++marks) {
      // In "ana@example.com" the mark begins nothing.
      const bool begins = at == 0 || end_of_word(text.substr(at - 1, 1), 0) == 0;
      if (begins && message_.people.size() + message_.agents.size() < mentions_max) look_at(text.substr(at + 1));
    }
  }

 private:
  // The longest name that begins here.
  void look_at(std::string_view text) {
    std::vector<std::size_t> ends;
    for (std::size_t end = end_of_word(text, 0); end > 0 && ends.size() < words_max;) {
      ends.push_back(end);
      if (end >= text.size() || text[end] != ' ') break;
      const std::size_t next = end_of_word(text, end + 1);
      if (next == end + 1) break;
      end = next;
    }
    for (auto end = ends.rbegin(); end != ends.rend(); ++end)
      if (mention(without_stops(text.substr(0, *end)))) return;
  }

  bool mention(std::string_view name) {
    if (name.empty()) return false;
    if (name == everybody) {
      for (const PersonId& person : channel_.people) add(message_.people, person);
      return true;
    }
    if (const PersonId person = people::named(state_, channel_.team, name)) {
      add(message_.people, person);
      return true;
    }
    const Agent* agent = agents::named(state_, name);
    if (agent == nullptr || agent->team != channel_.team) return false;
    add(message_.agents, agent->id);
    return true;
  }

  template <class Id>
  static void add(std::vector<Id>& ids, const Id& id) {
    if (ids.size() < mentions_max && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }

  const State& state_;
  const Channel& channel_;
  Message& message_;
};

// The channel, if the writer may speak there.
const Channel* where(Turn& turn, const Wrote& input) {
  const Channel* channel = turn.state().channel(input.channel);
  const Agent* agent = turn.state().agent(input.agent);
  const Person* person = turn.state().person(input.person);
  const bool of_the_team = channel != nullptr && !channel->archived &&
                           ((agent != nullptr && agent->team == channel->team) ||
                            (person != nullptr && person->active && people::in_team(*person, channel->team)));
  if (!of_the_team) {
    turn.refuse(Fault::not_found, "There is no such channel.");
    return nullptr;
  }
  const bool member = agent != nullptr ? channel->agents.contains(agent->id)
                                       : channel->people.contains(person->id) || people::owns(*person, channel->team);
  if (member) return channel;
  turn.refuse(Fault::forbidden, "Only members of " + channel->name + " speak there: ask its people to be let in.");
  return nullptr;
}

}  // namespace

void speak(Turn& turn, const Wrote& input) {
  const Channel* channel = where(turn, input);
  if (channel == nullptr) return;
  Message message;
  message.id = input.id;
  message.channel = channel->id;
  message.agent = input.agent;
  message.person = input.person;
  message.content = Prose{input.content};
  message.at = turn.now();
  if (const Agent* agent = turn.state().agent(input.agent)) {
    message.kind = MessageKind::follow_up;
    message.author_type = AuthorType::agent;
    message.author_name = agent->name;
  } else {
    message.backend = inbox_backend;
    message.author_name = turn.state().person(input.person)->name;
  }
  const auto tally = turn.state().tallies.find(channel->id);
  message.number = tally == turn.state().tallies.end() ? 1 : tally->second.messages + 1;
  Mentions(turn.state(), *channel, message).find();
  turn.result(input.id.value);
  turn.emit(conversations::Fact{Said{std::move(message), input.retry_key, input.retry_digest, {}}});
}

}  // namespace askd::core::conversations
