// What Slack tells us, as what a person did. Nothing here trusts a payload, and nothing throws.
#pragma once

#include "form.hpp"
#include "json.hpp"
#include "render.hpp"

#include "askd/words.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askd::adapters::slack {

// Who we are there, as auth.test and the socket's hello say. What is empty isn't known yet and fits anything.
struct Self {
  std::string team = {};
  std::string app = {};
  std::string bot = {};   // B…
  std::string user = {};  // U…: the bot's own
};

struct Ignored {
  std::string why;
};

struct Told {
  Inbound what = {};
  std::string ts = {};      // of the message in which it was said; empty: in none, but by a press
  std::string root = {};    // of the thread that what.thread stands in, if it isn't its root
  std::string person = {};  // the address by which the direct message had found its reader
  // Picked besides what.values, from a list that holds values for which Slack has no room: by their places in it.
  std::vector<std::size_t> places = {};
  std::optional<AnswerForm> form = {};  // the list, where the button or the modal holds it
};

// Someone wants to write: a modal is to be opened, within three seconds. Without a trigger, and where the form isn't
// known, they are told how else to answer.
struct Opening {
  Origin origin = {};
  std::string trigger = {};
  std::string who = {};
  std::optional<AnswerForm> form = {};  // where the button holds it
};

// A modal that can't be taken as it is; `answer` says why, beside the input.
struct Corrected {
  Json answer;
};

// Slack held events back for a minute, and won't tell of them any more.
struct HeldBack {};

// The app has lost its tokens: listening on is of no use.
struct Revoked {
  std::string why;
};

using Happening = std::variant<Ignored, Told, Opening, Corrected, HeldBack, Revoked>;

// The payload of an event (Events API). Fault::invalid if it isn't one.
Result<Happening> read_event(const Json& payload, const Self& self);

// A message, from an event or from conversations.replies, which doesn't name its channel.
Happening read_message(const Json& message, const std::string& channel, const Self& self);

// The payload of an interaction: a press, a modal that was sent or closed.
Result<Happening> read_interaction(const Json& payload, const Self& self);

// A frame of Socket Mode.
struct Hello {
  std::string app;
};
struct Disconnect {
  std::string reason;
};
struct Envelope {
  std::string id;  // to acknowledge; empty if there is none
  bool takes_answer = false;
  Happening happening;
};
using Frame = std::variant<Hello, Disconnect, Envelope>;

// Never fails: what can't be read is an Envelope to ignore, acknowledged if its id can be seen.
Frame read_frame(std::string_view frame, const Self& self);

// The delivery of a message of ours, by its metadata, and the address of its reader.
std::optional<DeliveryId> delivery_of(const Json& message, const Self& self);
std::string person_of(const Json& message);

// What names a message, and says when it was sent: "1793000001.000200".
bool is_ts(std::string_view ts);
bool is_before(std::string_view ts, std::string_view other);

// Sent by this app.
bool is_own(const Json& message, const Self& self);

// The value of `name` in a body of application/x-www-form-urlencoded.
std::optional<std::string> form_field(std::string_view body, std::string_view name);

}  // namespace askd::adapters::slack
