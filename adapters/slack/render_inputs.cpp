// What people press on in a message, and the modal that the rest is filled in with.
#include "letters.hpp"
#include "render.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t label_max = 75;
constexpr std::size_t option_value_max = 75;
constexpr std::size_t value_max = 2'000;
constexpr std::size_t boxes_max = 10;  // radio buttons and check boxes
constexpr std::size_t options_max = 100;
constexpr std::size_t elements_max = 25;
constexpr std::size_t hint_max = 2'000;
constexpr std::size_t text_max = 3'000;
constexpr std::size_t modal_blocks_max = 100;

Json button(std::string_view action, std::string_view label, std::string value,
            ButtonStyle style = ButtonStyle::plain) {
  Json out = {{"type", "button"},
              {"action_id", action},
              {"text", plain_text(label, label_max)},
              {"value", clip(value, value_max)}};
  if (style == ButtonStyle::primary) out["style"] = "primary";
  if (style == ButtonStyle::danger) out["style"] = "danger";
  return out;
}

bool fits_option(const Button& button) { return length(button.value) < option_value_max; }

bool all_fit(const std::vector<Button>& buttons) { return std::all_of(buttons.begin(), buttons.end(), fits_option); }

Json options(const std::vector<Button>& buttons) {
  Json out = Json::array();
  for (std::size_t i = 0; i < buttons.size() && i < options_max; ++i)
    out.push_back({{"text", plain_text(buttons[i].label, label_max)}, {"value", option_value(buttons[i], i)}});
  return out;
}

Json one_of(const std::vector<Button>& buttons, std::string_view action) {
  Json out = {{"type", buttons.size() <= boxes_max ? "radio_buttons" : "static_select"},
              {"action_id", action},
              {"options", options(buttons)}};
  if (buttons.size() > boxes_max) out["placeholder"] = plain_text("Choose one", 150);
  return out;
}

Json any_of(const std::vector<Button>& buttons, std::string_view action) {
  Json out = {{"type", buttons.size() <= boxes_max ? "checkboxes" : "multi_static_select"},
              {"action_id", action},
              {"options", options(buttons)}};
  if (buttons.size() > boxes_max) out["placeholder"] = plain_text("Choose any number", 150);
  return out;
}

Json input(std::string_view block, std::string_view label, Json element, bool optional, std::string_view hint) {
  Json out = {{"type", "input"},
              {"block_id", clip(block, 255)},
              {"label", plain_text(label, hint_max)},
              {"element", std::move(element)},
              {"optional", optional}};
  if (!trim(hint).empty()) out["hint"] = plain_text(hint, hint_max);
  return out;
}

Json text_element(bool multiline, std::size_t most) {
  return {{"type", "plain_text_input"}, {"action_id", names::input}, {"multiline", multiline}, {"max_length", most}};
}

bool can_pick(const CardField& field) {
  return field.kind == CardField::Kind::choice && !field.options.empty() && field.options.size() <= options_max &&
         all_fit(field.options);
}

// What has no list is typed; askd reads a label for the option that it stands for.
std::string typed_hint(const CardField& field) {
  std::string hint = field.hint;
  for (std::size_t i = 0; i < field.options.size(); ++i)
    hint.append(i == 0 ? (hint.empty() ? "One of: " : " One of: ") : "; ").append(field.options[i].label);
  return hint;
}

Json field_input(const CardField& field) {
  const std::string block = std::string(names::field) + field.name;
  const bool optional = !field.required;
  switch (field.kind) {
    case CardField::Kind::number:
    case CardField::Kind::integer: {
      const bool decimals = field.kind == CardField::Kind::number;
      Json element = {{"type", "number_input"}, {"action_id", names::input}, {"is_decimal_allowed", decimals}};
      return input(block, field.title, std::move(element), optional, field.hint);
    }
    case CardField::Kind::boolean:
      return input(block, field.title, one_of({{"true", "Yes"}, {"false", "No"}}, names::input), optional, field.hint);
    case CardField::Kind::choice:
      if (!can_pick(field)) break;
      return input(block, field.title, one_of(field.options, names::input), optional, field.hint);
    case CardField::Kind::text:
      break;
  }
  return input(block, field.title, text_element(field.multiline, text_max), optional, typed_hint(field));
}

void add_modal_inputs(Json& blocks, const AnswerForm& form) {
  switch (form.input) {
    case CardInput::none:
    case CardInput::text:
      blocks.push_back(input(names::said, "Your answer", text_element(true, text_max), false, form.hint));
      return;
    case CardInput::buttons:
    case CardInput::select:
      blocks.push_back(input(names::pick, "Your answer", one_of(form.options, names::input), false, form.hint));
      return;
    case CardInput::several:
      blocks.push_back(input(names::pick, "Your answer", any_of(form.options, names::input), true, form.hint));
      return;
    case CardInput::fields:
      for (const CardField& field : form.fields)
        if (blocks.size() + 2 < modal_blocks_max) blocks.push_back(field_input(field));
      return;
  }
}

void add_list(Json& blocks, Json& actions, const Card& card) {
  if (card.input == CardInput::select) {
    Json list = {{"type", "static_select"},
                 {"action_id", names::pick},
                 {"placeholder", plain_text("Choose one", 150)},
                 {"options", options(card.buttons)}};
    actions.push_back(std::move(list));
  } else if (card.buttons.size() <= boxes_max) {
    actions.push_back(any_of(card.buttons, names::pick));
  } else {
    // Slack has this list beside a text only.
    blocks.push_back({{"type", "section"},
                      {"block_id", names::pick},
                      {"text", plain_text("Choose any number:", text_max)},
                      {"accessory", any_of(card.buttons, names::pick)}});
  }
}

}  // namespace

std::string option_value(const Button& button, std::size_t place) {
  return fits_option(button) ? "=" + button.value : "#" + std::to_string(place);
}

Picked picked_by(std::string_view option_value) {
  std::size_t place = 0;
  const char* const end = option_value.data() + option_value.size();
  if (option_value.starts_with('#') && option_value.size() > 1)
    if (const auto read = std::from_chars(option_value.data() + 1, end, place);
        read.ec == std::errc() && read.ptr == end)
      return place;
  return std::string(option_value.starts_with('=') ? option_value.substr(1) : option_value);
}

void add_inputs(Json& blocks, const Card& card, const DeliveryId& id) {
  if (card.input == CardInput::none) return;
  const std::string value = form_value(id, form_of(card));
  Json actions = Json::array();
  if (card.input == CardInput::buttons) {
    for (std::size_t i = 0; i < card.buttons.size() && i + 1 < elements_max; ++i) {
      const Button& one = card.buttons[i];
      actions.push_back(
          button(std::string(names::press) + std::to_string(i), one.label, id.text() + "|" + one.value, one.style));
    }
  } else if (card.input == CardInput::select || card.input == CardInput::several) {
    add_list(blocks, actions, card);
    // Places mean nothing without the list.
    actions.push_back(button(names::submit, "Submit", all_fit(card.buttons) ? id.text() : value, ButtonStyle::primary));
  } else {
    actions.push_back(button(names::answer, "Answer…", value, ButtonStyle::primary));
  }
  const bool direct = card.input != CardInput::text && card.input != CardInput::fields;
  if (direct && card.note) actions.push_back(button(names::answer, "Answer with a note…", value));
  blocks.push_back({{"type", "actions"}, {"block_id", "askd:" + id.text()}, {"elements", std::move(actions)}});
}

Json modal(const AnswerForm& form, const Origin& origin) {
  Json blocks = Json::array();
  if (!form.title.empty()) blocks.push_back({{"type", "section"}, {"text", plain_text(form.title, text_max)}});
  add_modal_inputs(blocks, form);
  if (form.note)
    blocks.push_back(input(names::note, "Note", text_element(true, 2'000), true, "Goes with your answer."));
  Json kept = {{"delivery", origin.delivery.text()},
               {"channel", origin.channel},
               {"ts", origin.ts},
               {"root", origin.root},
               {"person", origin.person},
               {"input", static_cast<unsigned>(form.input)}};
  if (!all_fit(form.options)) kept["form"] = form_value(origin.delivery, form);
  return {{"type", "modal"},
          {"callback_id", names::answer},
          {"private_metadata", dump(kept)},
          {"title", plain_text("Your answer", 24)},
          {"submit", plain_text("Send", 24)},
          {"close", plain_text("Cancel", 24)},
          {"blocks", std::move(blocks)}};
}

}  // namespace askd::adapters::slack
