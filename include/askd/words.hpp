// The words that askd and its adapters share: rooms, posts, cards, and what a person did.
#pragma once

#include "askd/id.hpp"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askd {

// Milliseconds since 1970 in UTC.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// The name of one configured backend, as the operator wrote it: "mail", "inbox".
using BackendId = std::string;

// The built-in backend: what it shows is State itself, so its deliveries need no errand.
inline constexpr const char* inbox_backend = "inbox";

// A place on a platform that a backend can post to. `name` is the platform's own and opaque outside its adapter.
// With `person` set, it is not a place but that platform identity, to be written to directly.
struct Room {
  BackendId backend;
  std::string name;
  bool person = false;
  auto operator<=>(const Room&) const = default;
};

// One post on a platform. `thread` is where replies to it arrive, if that is another name than the post's own.
struct PostRef {
  BackendId backend;
  std::string room;
  std::string message;
  auto operator<=>(const PostRef&) const = default;
};

enum class Urgency : std::uint8_t { low, normal, high, critical };
enum class Severity : std::uint8_t { info, success, warning, error };
enum class ButtonStyle : std::uint8_t { plain, primary, danger };

// What a press sends back is `value`, together with the delivery's id.
struct Button {
  std::string value;
  std::string label;
  ButtonStyle style = ButtonStyle::plain;
  bool operator==(const Button&) const = default;
};

// One field of a form that a modal or a reply fills in.
struct CardField {
  enum class Kind : std::uint8_t { text, number, integer, boolean, choice };
  std::string name;
  std::string title;
  Kind kind = Kind::text;
  bool required = false;
  bool multiline = false;
  std::vector<Button> options = {};
  std::string hint = {};
  bool operator==(const CardField&) const = default;
};

// How people answer a card.
enum class CardInput : std::uint8_t {
  none,     // a notice, or an ask that has ended
  buttons,  // press one of `buttons`
  select,   // pick one of `buttons` from a list
  several,  // pick any number of `buttons`
  text,     // write
  fields    // fill in `fields`
};

struct Link {
  std::string label;
  std::string url;
  bool operator==(const Link&) const = default;
};

// What people see of an ask or a notice, already cut to what the platform can hold. An adapter shows it and never
// interprets it. Texts are askd's Markdown (`body`) or plain (everything else), with control, bidirectional and
// zero-width characters already made visible; an adapter escapes its platform's own markup.
struct Card {
  std::string agent;  // who asks: always shown
  std::string title;
  std::string body;
  std::vector<std::pair<std::string, std::string>> context = {};  // name and value, in the agent's order
  Urgency urgency = Urgency::normal;
  std::optional<Severity> severity = {};  // set for a notice
  std::optional<Instant> expires = {};
  CardInput input = CardInput::none;
  std::vector<Button> buttons = {};
  std::vector<CardField> fields = {};
  bool note = false;  // an optional note may go with the answer
  std::vector<Link> links = {};
  std::string outcome = {};  // "Approved by Ana in chat, 14:02 UTC"; empty while open
  std::string hint = {};     // how to answer here, where there are no buttons
  std::string cut = {};      // says what was left out; empty if nothing was
  std::string whole = {};    // then all of it as Markdown, for a file beside the card
  std::string url = {};      // the whole of it, in the inbox
  bool operator==(const Card&) const = default;
};

// What a person did on a platform, as its adapter tells it. Platforms deliver at least once: `key` is the platform's
// own id of this event and makes the second time harmless. The host puts in which backend it was.
struct Inbound {
  std::string key;
  PostRef thread = {};                      // the post replied to or pressed on; no message: said in the room itself
  std::optional<DeliveryId> delivery = {};  // a press names its delivery; a reply may not
  std::string who = {};                     // the platform's id of the person
  std::string who_name = {};
  std::string said = {};                                         // the text of a reply, or the value of a press
  std::vector<std::string> values = {};                          // picked from several; said is empty then
  std::vector<std::pair<std::string, std::string>> filled = {};  // the fields of a form, by name
  std::string note = {};                                         // the note that came with a press
  bool direct = false;                                           // said between this person and askd alone
  bool early = false;       // said before anything was posted that is open there now, and so no answer to it
  bool pressed = false;     // a button, a menu or a modal, which always names its ask
  bool own = false;         // our own post come back: it teaches us a copy and says nothing
  std::string link = {};    // where a reader finds it
  std::string cursor = {};  // where to resume after this one; committed with it
  bool operator==(const Inbound&) const = default;
};

}  // namespace askd
