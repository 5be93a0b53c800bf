// Card → message.
#include "letters.hpp"
#include "mrkdwn.hpp"
#include "render.hpp"

#include "askd/markdown.hpp"

#include <cstdio>
#include <utility>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t section_max = 3'000;
constexpr std::size_t header_max = 150;
constexpr std::size_t field_max = 2'000;
constexpr std::size_t fields_max = 10;
constexpr std::size_t context_max = 2'000;
constexpr std::size_t notification_max = 3'000;
// Of one message. Slack names no limit for all blocks together and was seen to refuse some 13,200 characters.
constexpr std::size_t body_max = 12'000;
constexpr std::size_t links_max = 10;
constexpr std::size_t plain_max = 3'900;
constexpr std::size_t question_min = 500;  // of a plain message
constexpr std::size_t cut_max = 500;
constexpr std::size_t choices_max = 1'000;  // characters of all that may be replied

Json section(std::string_view escaped) { return {{"type", "section"}, {"text", mrkdwn_text(escaped, section_max)}}; }

Json context(std::vector<Json> elements) { return {{"type", "context"}, {"elements", std::move(elements)}}; }

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "ℹ️";
    case Severity::success:
      return "✅ Success";
    case Severity::warning:
      return "⚠️ Warning";
    case Severity::error:
      return "🛑 Error";
  }
  return "";
}

std::string_view word_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::low:
      return "Low urgency";
    case Urgency::normal:
      return "";
    case Urgency::high:
      return "🟠 High urgency";
    case Urgency::critical:
      return "🔴 Critical";
  }
  return "";
}

std::string_view verb_of(const Card& card) {
  if (card.severity) return "says";
  return card.outcome.empty() ? "asks" : "asked";
}

// Always the first line, so that nobody takes an agent's words for anybody else's.
Json byline(const Card& card) {
  std::string line = "*" + escape(clip(card.agent, 200)) + "* " + std::string(verb_of(card));
  const std::string_view word = card.severity ? word_of(*card.severity) : word_of(card.urgency);
  if (!word.empty() && card.outcome.empty()) line = std::string(word) + " · " + line;
  return context({mrkdwn_text(line, context_max)});
}

void add_context(Json& blocks, const Card& card) {
  std::vector<Json> fields;
  const auto flush = [&] {
    if (!fields.empty()) blocks.push_back({{"type", "section"}, {"fields", std::exchange(fields, {})}});
  };
  for (const auto& [name, value] : card.context) {
    if (blocks.size() > 20) return;
    fields.push_back(mrkdwn_text("*" + escape(name) + "*\n" + escape(value), field_max));
    if (fields.size() == fields_max) flush();
  }
  flush();
}

void add_links(Json& blocks, const Card& card) {
  std::string lines;
  for (std::size_t i = 0; i < card.links.size() && i < links_max; ++i) {
    const std::string line = link(card.links[i].url, card.links[i].label);
    if (length(lines) + length(line) + 3 > section_max) break;
    lines.append(lines.empty() ? "" : "\n").append("• ").append(line);
  }
  if (!lines.empty()) blocks.push_back(section(lines));
}

// "2026-03-05 14:02 UTC", for readers whose client doesn't show times of its own.
std::string utc(Instant when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::minutes>(when - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d UTC", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  return text;
}

std::string expiry(Instant when) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  return "Expires <!date^" + std::to_string(seconds) + "^{date_short_pretty} at {time}|" + utc(when) + ">";
}

void add_footer(Json& blocks, const Card& card, bool cut_here) {
  std::vector<Json> elements;
  if (!card.hint.empty()) elements.push_back(mrkdwn_text(escape(card.hint), context_max));
  if (card.expires) elements.push_back(mrkdwn_text(expiry(*card.expires), context_max));
  if (!card.cut.empty()) elements.push_back(mrkdwn_text(escape(card.cut), context_max));
  if (cut_here) elements.push_back(mrkdwn_text("Left out here: the end of the text.", context_max));
  if (!card.url.empty()) {
    const bool part_only = cut_here || !card.cut.empty();
    elements.push_back(mrkdwn_text(link(card.url, part_only ? "Read the whole in the inbox" : "Inbox"), context_max));
  }
  if (!elements.empty()) blocks.push_back(context(std::move(elements)));
}

std::string notification(const Card& card) {
  std::string line = card.agent + " " + std::string(verb_of(card)) + ": " + card.title;
  if (card.title.empty()) line += markdown_to_plain(clip(card.body, 500));
  if (!card.outcome.empty()) line += "\n" + card.outcome;
  return clip_escaped(escape(line), notification_max);
}

// What a reply may be: askd reads a label as its option, and a line as its field.
std::vector<std::string> choices_of(const Card& card) {
  std::vector<std::string> out;
  if (card.input == CardInput::fields) {
    for (const CardField& field : card.fields)
      out.push_back(field.name + ": …" + (field.title.empty() || field.title == field.name ? "" : " " + field.title));
  } else if (card.input != CardInput::text) {
    for (const Button& button : card.buttons) out.push_back(button.label);
  }
  return out;
}

// Where nothing can be pressed people still answer, if they are told how.
std::string how_to_reply(const Card& card) {
  if (card.input == CardInput::none) return {};
  if (!card.hint.empty()) return card.hint + " A reply in the thread counts.";
  std::string how = "To answer, reply in the thread with ";
  if (card.input == CardInput::text)
    how += "your text.";
  else if (card.input == CardInput::fields)
    how += "one line for each of these:";
  else if (card.input == CardInput::several)
    how += "all of these that you pick, with commas between them:";
  else
    how += "one of these:";
  std::string lines;
  for (const std::string& choice : choices_of(card)) {
    const std::string line = "\n• " + clip(choice, header_max);
    if (length(lines) + length(line) > choices_max) {
      lines += "\n…";
      break;
    }
    lines += line;
  }
  how += lines;
  if (card.note && card.input != CardInput::text) how += "\nA note may follow on the next lines.";
  return how;
}

Json message(std::string text, const DeliveryId& id, std::string_view person) {
  return {{"text", std::move(text)}, {"metadata", metadata_of(id, person)},
          {"unfurl_links", false},   {"unfurl_media", false},
          {"link_names", false},     {"parse", "none"}};
}

}  // namespace

Capabilities capabilities_of_slack() {
  return {.dialect = Dialect::mrkdwn,
          .title_max = header_max,
          .text_max = 9'000,
          .context_max = fields_max,
          .buttons_max = 10,
          .button_label_max = 75,
          .select_max = 100,
          .several_max = 100,
          .text_input = true,
          .field_input = true,
          .edits = true,
          .threads = true,
          .private_replies = true,
          .idempotent_posts = false,
          .room_pause = std::chrono::seconds(1)};
}

Json plain_text(std::string_view text, std::size_t most) {
  // Slack refuses an empty text. Emoji codes stay as they are written.
  const std::string shown = clip(calm(text), most);
  return {{"type", "plain_text"}, {"text", trim(shown).empty() ? "–" : shown}, {"emoji", false}};
}

Json mrkdwn_text(std::string_view escaped, std::size_t most) {
  return {{"type", "mrkdwn"}, {"text", clip_escaped(escaped, most)}, {"verbatim", true}};
}

Json metadata_of(const DeliveryId& id, std::string_view person) {
  Json payload = {{"delivery", id.text()}};
  if (!person.empty()) payload["person"] = clip(person, 320);
  return {{"event_type", names::event_type}, {"event_payload", std::move(payload)}};
}

Json card_message(const Card& card, const DeliveryId& id, std::string_view person) {
  Json blocks = Json::array();
  blocks.push_back(byline(card));
  if (!card.title.empty()) blocks.push_back({{"type", "header"}, {"text", plain_text(card.title, header_max)}});
  const Pieces body = split(markdown_to_mrkdwn(card.body), section_max, body_max);
  for (const std::string& piece : body.texts) blocks.push_back(section(piece));
  add_context(blocks, card);
  add_links(blocks, card);
  if (!card.outcome.empty()) blocks.push_back({{"type", "section"}, {"text", plain_text(card.outcome, section_max)}});
  add_inputs(blocks, card, id);
  add_footer(blocks, card, body.cut);
  Json out = message(notification(card), id, person);
  out["blocks"] = std::move(blocks);
  return out;
}

Json plain_message(const Card& card, const DeliveryId& id, std::string_view person) {
  std::string text = notification(card);
  const std::string body = escape(markdown_to_plain(card.body));
  if (!body.empty() && !card.title.empty()) text += "\n" + clip_escaped(body, 2'000);
  const std::string how = card.input == CardInput::none ? card.hint : how_to_reply(card);
  // Rather less of the question than nothing of how to answer it.
  std::string end = how.empty() ? "" : "\n" + clip_escaped(escape(how), choices_max * 2);
  const std::string url = card.url.empty() ? "" : "\n" + link(card.url, "");
  const std::string cut = card.cut.empty() ? "" : "\n" + clip_escaped(escape(card.cut), cut_max);
  for (const std::string& more : {cut, url})
    if (length(end) + length(more) + question_min <= plain_max) end += more;
  Json out = message(clip_escaped(text, plain_max - length(end)) + end, id, person);
  // An edit without this would leave the old ones, and their buttons.
  out["blocks"] = Json::array();
  return out;
}

Json words_message(const Words& words, const DeliveryId& id) {
  Json blocks = Json::array();
  if (!words.author.empty()) blocks.push_back(context({mrkdwn_text("*" + escape(words.author) + "*", context_max)}));
  const Pieces pieces = split(markdown_to_mrkdwn(words.text), section_max, body_max);
  for (const std::string& piece : pieces.texts) blocks.push_back(section(piece));
  if (pieces.cut) blocks.push_back(context({mrkdwn_text("The rest didn't fit: read it in the inbox.", context_max)}));
  std::string text = words.author.empty() ? "" : words.author + ": ";
  text += markdown_to_plain(words.text);
  Json out = message(clip_escaped(escape(text), notification_max), id, "");
  out["blocks"] = std::move(blocks);
  return out;
}

}  // namespace askd::adapters::slack
