#include "form.hpp"

#include "letters.hpp"

#include <algorithm>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t value_max = 2'000;

Json options_json(const std::vector<Button>& options) {
  Json out = Json::array();
  for (const Button& option : options) out.push_back(Json::array({option.value, option.label}));
  return out;
}

std::vector<Button> options_of(const Json& json, const char* name) {
  std::vector<Button> out;
  for (const Json& pair : list(json, name)) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) continue;
    out.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return out;
}

unsigned number(const Json& json, const char* name, unsigned most) {
  const Json& found = part(json, name);
  if (!found.is_number_unsigned()) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(found.get<std::uint64_t>(), most));
}

Json field_json(const CardField& field) {
  Json out = {{"n", field.name}, {"k", static_cast<unsigned>(field.kind)}};
  if (field.title != field.name) out["t"] = field.title;
  if (field.required) out["r"] = true;
  if (field.multiline) out["m"] = true;
  if (!field.hint.empty()) out["h"] = field.hint;
  if (!field.options.empty()) out["o"] = options_json(field.options);
  return out;
}

CardField field_of(const Json& json) {
  CardField field;
  field.name = text(json, "n");
  field.title = json.contains("t") ? text(json, "t") : field.name;
  field.kind = static_cast<CardField::Kind>(number(json, "k", static_cast<unsigned>(CardField::Kind::choice)));
  field.required = flag(json, "r");
  field.multiline = flag(json, "m");
  field.hint = text(json, "h");
  field.options = options_of(json, "o");
  return field;
}

}  // namespace

AnswerForm form_of(const Card& card) {
  AnswerForm form;
  form.input = card.input;
  for (const Button& button : card.buttons) form.options.push_back({button.value, button.label});
  form.fields = card.fields;
  form.note = card.note;
  form.title = card.title;
  form.hint = card.hint;
  return form;
}

std::string form_value(const DeliveryId& id, const AnswerForm& form) {
  Json json = {{"i", static_cast<unsigned>(form.input)}, {"t", form.title}};
  if (form.note) json["n"] = true;
  if (!form.hint.empty()) json["h"] = form.hint;
  if (!form.options.empty()) json["o"] = options_json(form.options);
  for (const CardField& field : form.fields) json["f"].push_back(field_json(field));
  const std::string bare = id.text();
  std::string whole = bare + "|" + dump(json);
  return length(whole) <= value_max ? whole : bare;
}

std::optional<DeliveryId> delivery_in(std::string_view value) {
  return DeliveryId::parse(value.substr(0, value.find('|')));
}

std::optional<AnswerForm> form_in(std::string_view value) {
  const std::size_t bar = value.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  const auto parsed = parse_object(value.substr(bar + 1));
  if (!parsed) return std::nullopt;
  const Json& json = parsed->json;
  AnswerForm form;
  form.input = static_cast<CardInput>(number(json, "i", static_cast<unsigned>(CardInput::fields)));
  form.title = text(json, "t");
  form.note = flag(json, "n");
  form.hint = text(json, "h");
  form.options = options_of(json, "o");
  for (const Json& field : list(json, "f"))
    if (field.is_object()) form.fields.push_back(field_of(field));
  return form;
}

}  // namespace askd::adapters::slack
