// A card as a file.
#include "core/cards/cards.hpp"

namespace askd::core::cards {
namespace {

void put(std::string& out, const Button& option) {
  out += "- " + option.label;
  if (option.value != option.label) out += " (`" + option.value + "`)";
  out += '\n';
}

void put(std::string& out, const CardField& field) {
  out += "- **" + (field.title.empty() ? field.name : field.title) + "**";
  if (field.required) out += ", needed";
  if (!field.hint.empty()) out += ": " + field.hint;
  out += '\n';
  for (const Button& option : field.options) {
    out += "  ";
    put(out, option);
  }
}

template <class T>
void put_list(std::string& out, const char* lead, const std::vector<T>& list) {
  if (list.empty()) return;
  out.append(lead).append("\n\n");
  for (const T& one : list) put(out, one);
  out += '\n';
}

}  // namespace

std::string document_of(const Card& card) {
  std::string out = "# " + (card.title.empty() ? "From " + card.agent : card.title) + "\n\n";
  if (!card.title.empty()) out += "From " + card.agent + "\n\n";
  if (!card.body.empty()) out += card.body + "\n\n";
  for (const auto& [name, value] : card.context) out += "- **" + name + "**: " + value + "\n";
  if (!card.context.empty()) out += '\n';
  for (const Link& link : card.links) out += "- " + link.label + ": " + link.url + "\n";
  if (!card.links.empty()) out += '\n';
  put_list(out, "To choose from:", card.buttons);
  put_list(out, "To fill in:", card.fields);
  if (!card.outcome.empty()) out += card.outcome + "\n\n";
  out.pop_back();
  return out;
}

}  // namespace askd::core::cards
