// What happens in stories: agents ask, people answer, platforms fail, askd crashes.
#include "stories/phrases.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::stories {
namespace {

void asks(World& world, const Said& said) {
  auto wanted = question(world, said[2], said[3], said.rest);
  wanted.agent = world.agent(said[0]);
  wanted.question.to = listed(said[1]);
  const AskId id = wanted.id;
  if (world.submit(core::asks::Input{std::move(wanted)}).error) return;
  world.remember(said[3], id);
}

void notifies(World& world, const Said& said) {
  core::notices::Requested wanted;
  wanted.notice.id = world.fresh<NoticeId>();
  wanted.notice.conversation = world.fresh<ConversationId>();
  wanted.notice.agent = world.agent(said[0]);
  wanted.notice.to = listed(said[1]);
  wanted.notice.body.text = said[2];
  world.submit(core::notices::Input{std::move(wanted)});
}

void adds(World& world, const Said& said) {
  core::conversations::Wrote wrote;
  wrote.id = world.fresh<MessageId>();
  wrote.agent = world.agent(said[0]);
  wrote.conversation = world.ask("").ask.conversation;
  wrote.content = said[1];
  world.submit(core::conversations::Input{std::move(wrote)});
}

void cancels(World& world, const Said& said) {
  world.submit(core::asks::Input{core::asks::Cancelled{world.id_of(said[1]), world.agent(said[0]), said[2]}});
}

// What a person does at a copy, without what they do there.
Inbound act(World& world, const std::string& who, PostRef where) {
  Inbound made;
  made.who = world.account(who);
  made.who_name = world.called(who);
  made.thread = std::move(where);
  return made;
}

void press(World& world, const std::string& title, const Said& said, const std::string& note) {
  Platform& platform = world.platform(said.words.back());
  const Post copy = world.last_copy(title, platform.name);
  Inbound pressed = act(world, said[0], copy.ref);
  pressed.delivery = copy.delivery;
  pressed.pressed = true;
  pressed.note = note;
  const core::Value value = value_of(world.ask(title).ask.question.form, said[1]);
  if (const auto* text = std::get_if<std::string>(&value)) pressed.said = *text;
  if (const auto* picked = std::get_if<std::vector<std::string>>(&value)) pressed.values = *picked;
  if (const auto* fields = std::get_if<std::vector<core::FieldValue>>(&value))
    for (const core::FieldValue& field : *fields) pressed.filled.emplace_back(field.name, field.text);
  world.hear(platform, std::move(pressed));
}

void presses(World& world, const Said& said) { press(world, "", said, ""); }
void presses_on(World& world, const Said& said) { press(world, said[2], said, ""); }
void presses_noting(World& world, const Said& said) {
  press(world, "", Said{{said[0], said[1], said[3]}, {}}, said[2]);
}

void reply(World& world, const Said& said, const PostRef& thread) {
  Inbound made = act(world, said[0], thread);
  made.said = said[1];
  world.hear(world.platform(said[2]), std::move(made));
}

void replies(World& world, const Said& said) { reply(world, said, world.last_copy("", said[2]).thread); }

// The copy that askd may not know of.
void replies_to_first(World& world, const Said& said) {
  const auto copies = world.copies("", said[2]);
  if (copies.empty()) throw BadLine("the ask has no copy in " + said[2]);
  reply(world, said, copies.front()->ref);
}

void answers_in_inbox(World& world, const Said& said) {
  core::asks::Replied replied;
  replied.id = world.id_of("");
  replied.by = world.person(said[0]);
  replied.value = value_of(world.ask("").ask.question.form, said[1]);
  world.submit(core::asks::Input{std::move(replied)});
}

void goes(World& world, const Said& said) {
  if (said[1] != "up" && said[1] != "down") throw BadLine("a platform goes up or down");
  world.platform(said[0]).down = said[1] == "down";
  world.settle();
}
void refuses_posts(World& world, const Said& said) { world.platform(said[0]).refusal = said[1]; }
void loses_receipt(World& world, const Said& said) { world.platform(said[0]).loses_receipt = true; }
void crashes(World& world, const Said&) { world.crash(); }
void catches_up(World& world, const Said& said) { world.catch_up(world.platform(said[0]).name); }
void passes(World& world, const Said&) { world.settle(); }

constexpr std::array<Phrase, 16> phrases{{
    {"{agent} asks {to} for {form} {title} {clauses...}", asks},
    {"{agent} notifies {to} {text}", notifies},
    {"{agent} adds {text}", adds},
    {"{agent} cancels {ask} because {reason}", cancels},
    {"{who} presses {value} in {platform}", presses},
    {"{who} presses {value} on {ask} in {platform}", presses_on},
    {"{who} presses {value} noting {note} in {platform}", presses_noting},
    {"{who} replies {text} in {platform}", replies},
    {"{who} replies {text} to the first copy in {platform}", replies_to_first},
    {"{who} answers {value} in the inbox", answers_in_inbox},
    {"{platform} goes {direction}", goes},
    {"{platform} refuses posts because {reason}", refuses_posts},
    {"{platform} loses the next receipt", loses_receipt},
    {"askd crashes", crashes},
    {"{platform} has caught up", catches_up},
    {"time passes", passes},
}};

}  // namespace

std::span<const Phrase> events() { return phrases; }

Meant meant_by(const std::vector<Word>& words) {
  for (const auto table : {events(), checks()})
    for (const Phrase& phrase : table)
      if (auto said = match(phrase.pattern, words)) return {&phrase, std::move(*said)};
  return {};
}

void tell(const Story& story) {
  World world;
  for (const Line& line : story.lines) {
    const Meant meant = meant_by(line.words);
    if (meant.phrase == nullptr) throw BadLine(story.place(line) + "no phrase says this");
    try {
      if (line.at) world.clock(*line.at);
      meant.phrase->tell(world, meant.said);
    } catch (const BadLine& bad) {
      throw BadLine(story.place(line) + bad.what());
    }
  }
}

}  // namespace askd::stories
