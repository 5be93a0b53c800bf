// What must have come of it, as agents, people and platforms see it.
#include "stories/phrases.hpp"

#include "base/json_describe.hpp"
#include "core/describe.hpp"
#include "core/streams/streams.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::stories {
namespace {

void expect(bool true_, const std::string& instead) {
  if (!true_) throw BadLine(instead);
}

// The answer, or the end of the story.
core::Answer answer_to(const core::Ask& ask) {
  expect(ask.answer() != nullptr, "the ask is " + std::string(json::enum_name(ask.state)));
  return *ask.answer();
}

void is_answered(World& world, const Said& said) {
  const core::Answer answer = answer_to(world.ask(said[0]).ask);
  expect(text_of(answer.value) == said[1], "it is answered " + text_of(answer.value));
  const bool by_default = answer.decided_by == core::DecidedBy::default_;
  expect(by_default == answer.by_name.empty(), "a default has a name");
  const std::string by = by_default ? "default" : answer.by_name;
  expect(by == world.called(said[2]), "it is answered by " + by);
}

void has(World& world, const Said& said) {
  const core::Answer answer = answer_to(world.ask(said[0]).ask);
  if (said[1] != "note" && said[1] != "assurance") throw BadLine("an answer has a note and an assurance");
  const std::string it = said[1] == "note" ? answer.note.text : std::string(json::enum_name(answer.assurance));
  expect(it == said[2], "its " + said[1] + " is \"" + it + "\"");
}

void is_in_state(World& world, const Said& said) {
  const core::Ask ask = world.ask(said[0]).ask;
  const std::string state(ask.superseded_by ? "superseded" : json::enum_name(ask.state));
  expect(state == said[1], "it is " + state);
  expect(state == "answered" || ask.answer() == nullptr, "it has an answer all the same");
}

void reaches(World& world, const Said& said) {
  std::size_t failed = 0;
  const auto deliveries = world.ask(said[0]).deliveries;
  for (const core::Delivery& delivery : deliveries) failed += delivery.stage == core::Stage::failed ? 1 : 0;
  const bool none = !deliveries.empty() && failed == deliveries.size();
  const std::string reach = none ? "none" : failed > 0 ? "some" : "all";
  expect(reach == said[1], "it reaches " + reach);
}

void every_copy_shows(World& world, const Said& said) {
  const auto copies = world.copies("", "");
  expect(!copies.empty(), "there is no copy");
  for (const Post* copy : copies) {
    const std::string text = Platform::text_of(copy->card);
    expect(text.find(said[0]) != text.npos, "in " + copy->ref.backend + " stands:\n" + text);
  }
}

void copy_shows(World& world, const Said& said) {
  const std::string text = Platform::text_of(world.last_copy(said[0], said[1]).card);
  expect(text.find(said[2]) != text.npos, "there stands:\n" + text);
}

void copy_shows_no(World& world, const Said& said) {
  const std::string text = Platform::text_of(world.last_copy(said[0], said[1]).card);
  expect(text.find(said[2]) == text.npos, "there stands:\n" + text);
}

void shows_copies(World& world, const Said& said) {
  const std::string count = std::to_string(world.copies("", said[0]).size());
  expect(count == said[1], "it shows " + count);
}

// askd's own words for one person, or for all who read the thread.
void tells(World& world, const Said& said) {
  const std::string to = said[1] == "everyone" ? "" : world.account(said[1]);
  std::string instead = "it tells nothing";
  for (const Told& told : world.platform(said[0]).told) {
    if (!told.words.author.empty() || told.words.to != to) continue;
    if (told.words.text == said[2]) return;
    instead = "it tells \"" + told.words.text + "\"";
  }
  throw BadLine(instead);
}

void tells_times(World& world, const Said& said) {
  const std::string to = said[1] == "everyone" ? "" : world.account(said[1]);
  const auto& told = world.platform(said[0]).told;
  const auto count = std::count_if(told.begin(), told.end(),
                                   [&](const Told& one) { return one.words.author.empty() && one.words.to == to; });
  expect(std::to_string(count) == said[2], "it tells something " + std::to_string(count) + " times");
}

// What somebody said elsewhere, in the thread here.
void passes_on(World& world, const Said& said) {
  for (const Told& told : world.platform(said[0]).told)
    if (told.words.author == said[1] && told.words.text == said[2]) return;
  throw BadLine("nothing of that sort stands in its threads");
}

// Entries of the agent's stream are looked at in order; those in between may be anything.
void hears(World& world, const Said& said) {
  std::string instead;
  for (const core::Event& event : world.news()) {
    const std::string_view name = core::name_of(event.type);
    instead.append(" ").append(name);
    if (name != said[1]) continue;
    if (!said.rest.empty() && world.words_of(event) != said.rest.front().text) continue;
    return world.heard_up_to(event.cursor);
  }
  throw BadLine("it hears:" + instead);
}

void hears_no(World& world, const Said& said) {
  for (const core::Event& event : world.news()) expect(core::name_of(event.type) != said[1], "it hears of that");
}

void is_refused(World& world, const Said& said) {
  expect(world.refusal.has_value(), "it isn't refused");
  std::string told = world.refusal->message;
  for (const Problem& problem : world.refusal->problems) told += " " + problem.pointer + " " + problem.detail;
  expect(told.find(said[0]) != told.npos, "it is refused: " + told);
}

constexpr std::array<Phrase, 14> phrases{{
    {"{ask} is answered {value} by {who}", is_answered},
    {"{ask} has {part} {text}", has},
    {"{ask} is {state}", is_in_state},
    {"{ask} reaches {reach}", reaches},
    {"every copy shows {text}", every_copy_shows},
    {"{ask} in {platform} shows {text}", copy_shows},
    {"{ask} in {platform} shows no {text}", copy_shows_no},
    {"{platform} shows {count} copies", shows_copies},
    {"{platform} tells {who} {text}", tells},
    {"{platform} tells {who} something {count} times", tells_times},
    {"{platform} passes on what {who} said: {text}", passes_on},
    {"{agent} hears no {event}", hears_no},
    {"{agent} hears {event} {words...}", hears},
    {"askd refuses it: {text}", is_refused},
}};

}  // namespace

std::span<const Phrase> checks() { return phrases; }

}  // namespace askd::stories
