// Messages: answers, our own echo, and all that is neither.
#include "letters.hpp"
#include "mrkdwn.hpp"
#include "parse.hpp"

#include <algorithm>
#include <array>

namespace askd::adapters::slack {
namespace {

// Long enough for what anybody types; what is longer is a paste that no answer holds.
constexpr std::size_t said_max = 40'000;
constexpr std::size_t files_max = 20;
constexpr std::size_t name_max = 200;

Happening ignored(std::string why) { return Ignored{std::move(why)}; }

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

// What people attach comes as its name and address: the agent can't open it, but knows that there is something.
std::string files_text(const Json& message) {
  std::string out;
  std::size_t count = 0;
  for (const Json& file : list(message, "files")) {
    if (++count > files_max) break;
    std::string name = text(file, "title");
    if (name.empty()) name = text(file, "name");
    if (name.empty()) name = "a file";
    const std::string address = text(file, "permalink");
    out.append(out.empty() ? "" : "\n").append("[file] ").append(clip(name, name_max));
    if (!address.empty()) out.append(" (").append(clip(address, 2'000)).append(")");
  }
  return out;
}

std::string words_of(const Json& message) {
  std::string said = clip(said_text(text(message, "text")), said_max);
  const std::string files = files_text(message);
  if (!files.empty()) said.append(trim(said).empty() ? "" : "\n").append(files);
  return said;
}

// One gesture may come as two messages of one client_msg_id, so that is the better key, among one person's in one room.
std::string key_of(const Json& message, const std::string& channel) {
  const std::string client = text(message, "client_msg_id");
  if (!client.empty() && client.size() <= 64) return "msg/" + channel + "/" + text(message, "user") + "/" + client;
  return "msg/" + channel + "/" + text(message, "ts");
}

bool speaks(std::string_view subtype) {
  static constexpr std::array<std::string_view, 4> subtypes = {"", "file_share", "thread_broadcast", "me_message"};
  return std::find(subtypes.begin(), subtypes.end(), subtype) != subtypes.end();
}

Happening own_echo(const Json& message, const std::string& channel, const Self& self) {
  const auto delivery = delivery_of(message, self);
  if (!delivery) return ignored("a message of ours without a delivery");
  const std::string ts = text(message, "ts");
  const std::string root = text(message, "thread_ts");
  Told told;
  told.what.key = "own/" + channel + "/" + ts;
  told.what.thread = {"", channel, ts};
  told.what.delivery = delivery;
  told.what.own = true;
  told.ts = ts;
  told.root = root == ts ? "" : root;
  told.person = person_of(message);
  return told;
}

// An edited reply is said anew, under a key of its own. Slack also tells of edits that nobody made: previews of links,
// and our own.
Happening read_edit(const Json& event, const std::string& channel, const Self& self) {
  const Json& now = part(event, "message");
  const Json& before = part(event, "previous_message");
  if (is_own(now, self)) return ignored("our own edit");
  if (text(now, "text") == text(before, "text")) return ignored("an edit that changed no words");
  const std::string edited = text(part(now, "edited"), "ts");
  if (!is_ts(edited)) return ignored("an edit that nobody made");
  Happening happening = read_message(now, channel, self);
  if (Told* told = std::get_if<Told>(&happening)) {
    if (told->what.thread.message.empty()) return ignored("an edit outside of any thread");
    told->what.key = "edit/" + channel + "/" + text(now, "ts") + "/" + edited;
  }
  return happening;
}

}  // namespace

bool is_ts(std::string_view ts) {
  const std::size_t dot = ts.find('.');
  return ts.size() <= 32 && dot != std::string_view::npos && dot > 0 &&
         ts.find_first_not_of("0123456789", dot + 1) == std::string_view::npos &&
         ts.find_first_not_of("0123456789") == dot;
}

// They are numbers whose fractions are all of one length.
bool is_before(std::string_view ts, std::string_view other) {
  const std::size_t whole = std::min(ts.find('.'), ts.size()), others = std::min(other.find('.'), other.size());
  return whole != others ? whole < others : ts < other;
}

bool is_own(const Json& message, const Self& self) {
  const auto is = [&](const char* name, const std::string& ours) {
    return !ours.empty() && text(message, name) == ours;
  };
  return is("bot_id", self.bot) || is("user", self.user) || is("app_id", self.app);
}

std::optional<DeliveryId> delivery_of(const Json& message, const Self& self) {
  const Json& metadata = part(message, "metadata");
  if (!is_own(message, self) || text(metadata, "event_type") != names::event_type) return std::nullopt;
  return DeliveryId::parse(text(part(metadata, "event_payload"), "delivery"));
}

std::string person_of(const Json& message) {
  std::string person = text(part(part(message, "metadata"), "event_payload"), "person");
  return person.size() <= 320 ? person : std::string();
}

Happening read_message(const Json& message, const std::string& channel, const Self& self) {
  const std::string subtype = text(message, "subtype");
  if (!is_id(channel)) return ignored("a message that names no channel");
  if (subtype == "message_changed") return read_edit(message, channel, self);
  if (subtype == "message_deleted") return ignored("a deleted message: what was said stays in the record");
  if (flag(message, "hidden")) return ignored("a hidden message");
  const std::string ts = text(message, "ts");
  if (!is_ts(ts)) return ignored("a message without a time");
  if (is_own(message, self)) return own_echo(message, channel, self);
  if (!text(message, "bot_id").empty() || subtype == "bot_message") return ignored("another bot");
  if (!speaks(subtype)) return ignored("a message of the kind " + clip(subtype, 40));
  const std::string who = text(message, "user");
  if (!is_id(who)) return ignored("a message that names nobody");
  const std::string root = text(message, "thread_ts");
  const bool threaded = is_ts(root) && root != ts;
  const std::string type = text(message, "channel_type");
  const bool direct = type == "im" || (type.empty() && channel.starts_with("D"));
  const std::string parent = text(message, "parent_user_id");
  if (threaded && !parent.empty() && !self.user.empty() && parent != self.user)
    return ignored("a reply to somebody else");
  Told told;
  told.what.said = words_of(message);
  if (trim(told.what.said).empty()) return ignored("a message without words");
  told.what.key = key_of(message, channel);
  told.what.thread = {"", channel, threaded ? root : ""};
  told.what.who = who;
  told.what.direct = direct;
  told.ts = ts;
  return told;
}

Result<Happening> read_event(const Json& payload, const Self& self) {
  const std::string type = text(payload, "type");
  if (type == "app_rate_limited") return HeldBack{};
  if (type != "event_callback") return invalid("Slack sent an event of the unknown kind " + clip(type, 40) + ".");
  const std::string team = text(payload, "team_id"), app = text(payload, "api_app_id");
  if (!self.app.empty() && !app.empty() && app != self.app) return ignored("an event of another app");
  if (!self.team.empty() && !team.empty() && team != self.team) return ignored("an event of another workspace");
  const Json& event = part(payload, "event");
  if (!event.is_object()) return invalid("Slack sent an event without its contents.");
  const std::string kind = text(event, "type");
  if (kind == "message") return read_message(event, text(event, "channel"), self);
  if (kind == "app_uninstalled") return Happening(Revoked{"The app was removed from the workspace."});
  if (kind == "tokens_revoked") {
    for (const Json& user : list(part(event, "tokens"), "bot"))
      if (self.user.empty() || (user.is_string() && user.get_ref<const std::string&>() == self.user))
        return Happening(Revoked{"The app's bot token was revoked."});
    return ignored("tokens of others were revoked");
  }
  return ignored("an event of the kind " + clip(kind, 40));
}

}  // namespace askd::adapters::slack
