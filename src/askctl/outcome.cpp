#include "askctl/outcome.hpp"

#include "askctl/exits.hpp"
#include "askctl/members.hpp"

#include <nlohmann/json.hpp>

namespace askd::askctl {
namespace {

std::string scalar(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// One chosen option a line, or a field a line as "name: value", as people write them.
std::string value_text(const Json& value) {
  std::string text;
  if (value.is_array()) {
    for (const Json& one : value) text += scalar(one) + "\n";
  } else if (value.is_object()) {
    for (const auto& [name, field] : value.items()) {
      text += name + ": ";
      if (field.is_array()) {
        for (std::size_t i = 0; i < field.size(); ++i) text += (i > 0 ? ", " : "") + scalar(field[i]);
      } else {
        text += scalar(field);
      }
      text += '\n';
    }
  } else {
    text = scalar(value) + "\n";
  }
  return text;
}

Outcome answered(const Json& ask) {
  const Json& answer = member_in(ask, "answer");
  Outcome outcome;
  outcome.out = value_text(member_in(answer, "value"));
  const std::string note = text_in(answer, "note");
  if (!note.empty()) outcome.out += "\n" + note + "\n";
  const bool approval = text_in(member_in(ask, "form"), "kind") == "approval";
  // Anything but a plain approval is none.
  if (approval && text_in(answer, "value") != "approve") outcome.exit = exits::denied;
  return outcome;
}

Outcome cancelled(const Json& ask, const std::string& id) {
  Outcome outcome{exits::withdrawn, {}, id + " was cancelled."};
  const std::string by = text_in(ask, "superseded_by");
  const std::string reason = text_in(ask, "reason");
  if (!by.empty()) outcome.message = id + " was superseded by " + by + ".";
  if (!reason.empty()) outcome.message = id + " was cancelled: " + reason;
  return outcome;
}

}  // namespace

Outcome outcome_of(const Json& ask) {
  const std::string id = text_in(ask, "id");
  const std::string state = text_in(ask, "state");
  if (state == "answered") return answered(ask);
  if (state == "expired") return {exits::expired, {}, id + " expired, and nobody answered."};
  if (state == "cancelled") return cancelled(ask, id);
  if (state == "open") return {exits::still_open, id + "\n", id + " is still open. Go on with: askctl wait " + id};
  return {exits::failed, {}, "The answer isn't an ask as askd shows it."};
}

}  // namespace askd::askctl
