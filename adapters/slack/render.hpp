// Cards and words as Slack's messages and modals. Never beyond Slack's limits, whatever the card holds.
#pragma once

#include "form.hpp"
#include "json.hpp"

#include "askd/adapter.hpp"
#include "askd/words.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askd::adapters::slack {

// What our blocks are called, so that parse_*.cpp knows them again.
namespace names {
inline constexpr std::string_view event_type = "askd_delivery";  // of a message's metadata
inline constexpr std::string_view press = "askd:press:";         // buttons, each with its number after it
inline constexpr std::string_view pick = "askd:pick";            // the list, within its block of the same name
inline constexpr std::string_view submit = "askd:submit";
inline constexpr std::string_view answer = "askd:answer";  // the button that opens the modal, and the modal
inline constexpr std::string_view note = "askd:note";
inline constexpr std::string_view said = "askd:said";
inline constexpr std::string_view field = "askd:field:";  // with the field's name after it
inline constexpr std::string_view input = "askd:input";   // the element in each block of a modal
}  // namespace names

Capabilities capabilities_of_slack();

// Where a modal was opened from.
struct Origin {
  DeliveryId delivery = {};
  std::string channel = {};
  std::string ts = {};
  std::string root = {};    // of the thread that the post stands in; empty if it stands in none
  std::string person = {};  // see Metadata
  bool operator==(const Origin&) const = default;
};

// A post says whose it is. `person` is the address by which a direct message found its reader.
Json metadata_of(const DeliveryId& id, std::string_view person);

// The `text`, `blocks` and `metadata` of chat.postMessage and chat.update; a channel is added by the caller.
Json card_message(const Card& card, const DeliveryId& id, std::string_view person);

// The same without blocks, for when Slack refuses them.
Json plain_message(const Card& card, const DeliveryId& id, std::string_view person);

Json words_message(const Words& words, const DeliveryId& id);

// The `view` of views.open.
Json modal(const AnswerForm& form, const Origin& origin);

// Parts that render_*.cpp share.
Json plain_text(std::string_view text, std::size_t most);
Json mrkdwn_text(std::string_view escaped, std::size_t most);
void add_inputs(Json& blocks, const Card& card, const DeliveryId& id);

// An entry of a list stands for its value or, where Slack has no room for that, for its place in the list, from 0.
using Picked = std::variant<std::string, std::size_t>;
std::string option_value(const Button& button, std::size_t place);
Picked picked_by(std::string_view option_value);

}  // namespace askd::adapters::slack
