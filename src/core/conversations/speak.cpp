// Decides what is said in channels, and whom it mentions.
#include "core/conversations/speak.hpp"

#include "core/agents/agents.hpp"
#include "core/channels/channels.hpp"
#include "core/deliveries/deliveries.hpp"
#include "core/people/people.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::core::conversations {
namespace {

constexpr std::string_view everybody = "human";
constexpr std::size_t name_max = 64;      // code points
constexpr std::size_t ends_max = 24;      // at which a name may end, as in "@Ana Maria de Lima (on call)"
constexpr std::size_t mentions_max = 50;  // by name
constexpr std::size_t marks_max = 100;    // @ that are looked at: a message of nothing else must not hold up the others

bool binds(char32_t c) { return c == '-' || c == '_' || c == '.'; }

char32_t code_point(std::string_view text, std::size_t at) {
  return at < text.size() ? unicode::code_point_at(text, at).value : char32_t{' '};
}

// What a name that begins here can't go beyond: the line, another mark, and its own greatest length.
std::string_view reach_of(std::string_view text) {
  return unicode::prefix(text.substr(0, text.find_first_of("@#\r\n")), name_max);
}

// Where a name may end, the longest first: before a space or a sign, or with a sign of its own, as in "ci (nightly)".
// In
// "@bot-2" it doesn't end before the dash.
std::vector<std::size_t> ends_in(std::string_view text) {
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at < text.size() && ends.size() < ends_max;) {
    const auto point = unicode::code_point_at(text, at);
    at += point.size;
    const char32_t next = code_point(text, at);
    const std::size_t after = at < text.size() ? at + unicode::code_point_at(text, at).size : at;
    const bool goes_on = unicode::is_word(next) || (binds(next) && unicode::is_word(code_point(text, after)));
    const bool is_space = unicode::trim(text.substr(at - point.size, point.size)).empty();
    if (!is_space && !(unicode::is_word(point.value) && goes_on)) ends.push_back(at);
  }
  std::reverse(ends.begin(), ends.end());
  return ends;
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
      if (!unicode::is_word(unicode::code_point_before(text, at).value)) look_at(reach_of(text.substr(at + 1)));
    }
  }

 private:
  // The longest name that begins here.
  void look_at(std::string_view text) {
    // Whoever puts something invisible behind the mark doesn't want to mention anybody.
    for (const std::size_t end : ends_in(text)) {
      const std::string_view name = text.substr(0, end);
      if (unicode::all_visible(name, unicode::Lines::one) && mention(name)) return;
    }
  }

  bool mention(std::string_view name) {
    if (unicode::fold_name(name) == everybody) {
      message_.everybody = true;
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
  const channels::Actor by{input.agent, input.person};
  const Channel* channel = turn.state().channel(input.channel);
  if (channel == nullptr || !channels::knows(turn.state(), *channel, by)) {
    turn.refuse(Fault::not_found, "There is no such channel.");
    return nullptr;
  }
  if (channels::reads(turn.state(), *channel, by)) return channel;
  turn.refuse(Fault::forbidden, "Only members of " + channel->name + " speak there: ask its people to be let in.");
  return nullptr;
}

}  // namespace

void speak(Turn& turn, const Wrote& input) {
  const Channel* channel = where(turn, input);
  if (channel == nullptr) return;
  Message message;
  message.id = input.id;
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
  turn.result(input.id.value);
  say(turn, *channel, Said{std::move(message), input.retry_key, input.retry_digest, {}});
}

void say(Turn& turn, const Channel& channel, Said said) {
  said.message.channel = channel.id;
  const auto tally = turn.state().tallies.find(channel.id);
  said.message.number = tally == turn.state().tallies.end() ? 1 : tally->second.messages + 1;
  Mentions(turn.state(), channel, said.message).find();
  const Message message = said.message;
  turn.emit(conversations::Fact{std::move(said)});
  if (!channel.rooms.empty()) deliveries::mirror(turn, channel, message);
}

}  // namespace askd::core::conversations
