// The frames of Socket Mode.
#include "letters.hpp"
#include "parse.hpp"

#include <utility>

namespace askd::adapters::slack {
namespace {

Happening happening_of(const std::string& type, const Json& payload, const Self& self) {
  if (!payload.is_object()) return Ignored{"an envelope without a payload"};
  if (type != "events_api" && type != "interactive") return Ignored{"an envelope of the kind " + clip(type, 40)};
  auto read = type == "events_api" ? read_event(payload, self) : read_interaction(payload, self);
  if (!read) return Ignored{read.error().message};
  return std::move(*read);
}

}  // namespace

Frame read_frame(std::string_view frame, const Self& self) {
  const auto parsed = parse_object(frame);
  if (!parsed) return Envelope{"", false, Ignored{parsed.error().message}};
  const Json& json = parsed->json;
  const std::string type = text(json, "type");
  if (type == "hello") return Hello{text(part(json, "connection_info"), "app_id")};
  if (type == "disconnect") return Disconnect{text(json, "reason")};
  std::string id = text(json, "envelope_id");
  if (id.size() > 200) id.clear();
  return Envelope{std::move(id), flag(json, "accepts_response_payload"),
                  happening_of(type, part(json, "payload"), self)};
}

}  // namespace askd::adapters::slack
