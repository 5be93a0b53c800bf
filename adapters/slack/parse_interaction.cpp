// Presses and modals.
#include "letters.hpp"
#include "parse.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t values_max = 100;

Happening ignored(std::string why) { return Ignored{std::move(why)}; }

// Slack calls the members of one thing differently, by the kind of the payload.
struct Pressed {
  std::string channel;
  std::string ts;
  std::string root;
  std::string who;
  std::string name;
};

std::string name_of(const Json& user) {
  std::string name = text(user, "name");
  return clip(name.empty() ? text(user, "username") : name, 200);
}

Pressed pressed_of(const Json& payload) {
  const Json& container = part(payload, "container");
  const Json& message = part(payload, "message");
  Pressed out;
  out.channel = text(container, "channel_id");
  if (out.channel.empty()) out.channel = text(part(payload, "channel"), "id");
  out.ts = text(container, "message_ts");
  if (out.ts.empty()) out.ts = text(message, "ts");
  out.root = text(container, "thread_ts");
  if (out.root.empty()) out.root = text(message, "thread_ts");
  if (out.root == out.ts) out.root.clear();
  out.who = text(part(payload, "user"), "id");
  out.name = name_of(part(payload, "user"));
  return out;
}

struct Chosen {
  std::vector<std::string> values = {};
  std::vector<std::size_t> places = {};
};

// What is chosen in one element: none, one or several.
Chosen chosen(const Json& element) {
  Chosen out;
  const auto add = [&](const Json& option) {
    if (!part(option, "value").is_string() || out.values.size() + out.places.size() >= values_max) return;
    Picked picked = picked_by(text(option, "value"));
    if (const std::size_t* place = std::get_if<std::size_t>(&picked))
      out.places.push_back(*place);
    else
      out.values.push_back(std::get<std::string>(std::move(picked)));
  };
  add(part(element, "selected_option"));
  for (const Json& option : list(element, "selected_options")) add(option);
  const Json& value = part(element, "value");
  if (value.is_string()) out.values.push_back(value.get<std::string>());
  if (value.is_number()) out.values.push_back(dump(value));
  return out;
}

// The first element of `action` in any block.
Chosen chosen_in(const Json& state, std::string_view action) {
  const Json& blocks = part(state, "values");
  if (!blocks.is_object()) return {};
  for (const Json& block : blocks) {
    const Json& element = part(block, std::string(action).c_str());
    if (element.is_object()) return chosen(element);
  }
  return {};
}

const Json& element_of(const Json& state, std::string_view block) {
  return part(part(part(state, "values"), std::string(block).c_str()), std::string(names::input).c_str());
}

Told told_by(const Pressed& pressed, const DeliveryId& id, std::string key, std::string person) {
  Told told;
  told.what.key = std::move(key);
  told.what.thread = {"", pressed.channel, pressed.ts};
  told.what.delivery = id;
  told.what.who = pressed.who;
  told.what.who_name = pressed.name;
  told.what.pressed = true;
  told.root = pressed.root;
  told.person = std::move(person);
  return told;
}

bool is_number(const std::string& action, std::string_view prefix) {
  return action.starts_with(prefix) && action.size() > prefix.size() && action.size() < prefix.size() + 4 &&
         action.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
}

Happening read_press(const Json& payload) {
  const Json::array_t& actions = list(payload, "actions");
  if (actions.empty() || !actions.front().is_object()) return ignored("a press on nothing");
  const Json& action = actions.front();
  const std::string which = text(action, "action_id");
  if (which == names::pick) return ignored("a choice that isn't submitted yet");
  const std::string value = text(action, "value");
  const auto id = delivery_in(value);
  if (!id) return ignored("a press that names no delivery");
  const Pressed pressed = pressed_of(payload);
  if (pressed.channel.empty() || pressed.ts.empty() || pressed.who.empty()) return ignored("a press without a place");
  const std::string person = pressed.channel.starts_with("D") ? person_of(part(payload, "message")) : "";
  if (which == names::answer) {
    Opening opening{{*id, pressed.channel, pressed.ts, pressed.root, person}, text(payload, "trigger_id"), pressed.who};
    opening.form = form_in(value);
    return opening;
  }
  const std::string key =
      "press/" + pressed.channel + "/" + pressed.ts + "/" + pressed.who + "/" + which + "/" + text(action, "action_ts");
  Told told = told_by(pressed, *id, clip(key, 400), person);
  if (is_number(which, names::press)) {
    const std::size_t bar = value.find('|');
    told.what.said = bar == std::string::npos ? "" : value.substr(bar + 1);
    return told;
  }
  if (which != names::submit) return ignored("a press on something that isn't ours");
  Chosen picks = chosen_in(part(payload, "state"), names::pick);
  told.what.values = std::move(picks.values);
  told.places = std::move(picks.places);
  told.form = form_in(value);
  return told;
}

Json correction(std::string_view block, std::string what) {
  return {{"response_action", "errors"}, {"errors", {{std::string(block), std::move(what)}}}};
}

void read_fields(const Json& state, Inbound& what) {
  const Json& blocks = part(state, "values");
  if (!blocks.is_object()) return;
  for (const auto& [block, elements] : blocks.items()) {
    if (!block.starts_with(names::field)) continue;
    for (std::string& value : chosen(part(elements, std::string(names::input).c_str())).values)
      if (!trim(value).empty() && what.filled.size() < values_max)
        what.filled.emplace_back(block.substr(names::field.size()), std::move(value));
  }
}

CardInput input_of(const Json& kept) {
  const Json& input = part(kept, "input");
  const bool known = input.is_number_unsigned() && input.get<std::uint64_t>() <= 5;
  return known ? static_cast<CardInput>(input.get<unsigned>()) : CardInput::none;
}

Happening read_modal(const Json& payload) {
  const Json& view = part(payload, "view");
  if (text(view, "callback_id") != names::answer) return ignored("a modal that isn't ours");
  const auto kept = parse_object(text(view, "private_metadata"));
  const auto id = kept ? DeliveryId::parse(text(kept->json, "delivery")) : std::nullopt;
  if (!id) return ignored("a modal that names no delivery");
  const Json& user = part(payload, "user");
  const Pressed pressed{text(kept->json, "channel"), text(kept->json, "ts"), text(kept->json, "root"), text(user, "id"),
                        name_of(user)};
  if (pressed.channel.empty() || pressed.ts.empty() || pressed.who.empty()) return ignored("a modal without a place");
  const Json& state = part(view, "state");
  // A modal can be sent once only, and keeps its id when Slack tells of it twice.
  Told told =
      told_by(pressed, *id, clip("modal/" + text(view, "id") + "/" + pressed.who, 200), text(kept->json, "person"));
  const auto note = chosen(element_of(state, names::note)).values;
  if (!note.empty()) told.what.note = note.front();
  const CardInput input = input_of(kept->json);
  if (input == CardInput::fields) {
    read_fields(state, told.what);
    return told;
  }
  const bool typed = input == CardInput::text || input == CardInput::none;
  auto [values, places] = chosen(element_of(state, typed ? names::said : names::pick));
  told.places = std::move(places);
  told.form = form_in(text(kept->json, "form"));
  if (input == CardInput::several) {
    told.what.values = std::move(values);
    return told;
  }
  told.what.said = values.empty() ? "" : values.front();
  if (!trim(told.what.said).empty() || !told.places.empty()) return told;
  return Corrected{correction(typed ? names::said : names::pick, typed ? "Write an answer." : "Choose one.")};
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decode_form(std::string_view coded) {
  std::string out;
  out.reserve(coded.size());
  for (std::size_t i = 0; i < coded.size(); ++i) {
    const bool escaped = coded[i] == '%' && i + 2 < coded.size() && hex(coded[i + 1]) >= 0 && hex(coded[i + 2]) >= 0;
    if (escaped) {
      out += static_cast<char>(hex(coded[i + 1]) * 16 + hex(coded[i + 2]));
      i += 2;
    } else {
      out += coded[i] == '+' ? ' ' : coded[i];
    }
  }
  return out;
}

}  // namespace

Result<Happening> read_interaction(const Json& payload, const Self& self) {
  const std::string type = text(payload, "type");
  const std::string app = text(payload, "api_app_id"), team = text(part(payload, "team"), "id");
  if (!self.app.empty() && !app.empty() && app != self.app) return ignored("an interaction with another app");
  if (!self.team.empty() && !team.empty() && team != self.team) return ignored("an interaction in another workspace");
  if (type == "block_actions") return read_press(payload);
  if (type == "view_submission") return read_modal(payload);
  if (type == "view_closed") return ignored("a modal that was closed");
  if (type.empty()) return invalid("Slack sent an interaction that doesn't say what it is.");
  return ignored("an interaction of the kind " + clip(type, 40));
}

std::optional<std::string> form_field(std::string_view body, std::string_view name) {
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || decode_form(pair.substr(0, equals)) != name) continue;
    return decode_form(pair.substr(equals + 1));
  }
  return std::nullopt;
}

}  // namespace askd::adapters::slack
