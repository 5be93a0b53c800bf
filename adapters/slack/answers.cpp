#include "answers.hpp"

#include "letters.hpp"
#include "signature.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace askd::adapters::slack {
namespace {

using std::chrono::seconds;

// What is_final() and its like ask about; for all else the Fault is enough.
enum class Class : std::uint8_t { pause, final, misbuilt, other };

struct Known {
  std::string_view code;
  Class kind;
  Fault fault;
  std::string_view remedy;
};

constexpr std::string_view reinstall = "Install the app again, and give askd its new tokens.";
constexpr std::string_view token_kinds =
    "bot_token must begin with xoxb-, and app_token with xapp-: look whether the two are swapped.";
constexpr std::string_view by_admin = "An administrator of the workspace must allow the app.";
constexpr std::string_view later = "It is tried again.";
constexpr std::string_view rebuilt = "It is sent once more, as plain text.";
constexpr std::string_view stays = "The message stays as it was.";

constexpr std::array known_errors = {
    Known{"ratelimited", Class::pause, Fault::rate_limited, ""},
    Known{"rate_limited", Class::pause, Fault::rate_limited, ""},
    Known{"message_limit_exceeded", Class::pause, Fault::rate_limited, ""},
    Known{"internal_error", Class::other, Fault::unavailable, later},
    Known{"fatal_error", Class::other, Fault::unavailable, later},
    Known{"service_unavailable", Class::other, Fault::unavailable, later},
    Known{"request_timeout", Class::other, Fault::unavailable, later},
    Known{"update_failed", Class::other, Fault::unavailable, later},
    Known{"team_added_to_org", Class::other, Fault::unavailable, later},
    Known{"invalid_auth", Class::final, Fault::unauthenticated, reinstall},
    Known{"not_authed", Class::final, Fault::unauthenticated, "Give askd the app's tokens."},
    Known{"token_revoked", Class::final, Fault::unauthenticated, reinstall},
    Known{"token_expired", Class::final, Fault::unauthenticated,
          "Turn token rotation off in the app's settings, install the app again, and give askd its new tokens."},
    Known{"account_inactive", Class::final, Fault::unauthenticated, reinstall},
    Known{"user_removed_from_team", Class::final, Fault::unauthenticated, reinstall},
    Known{"team_disabled", Class::final, Fault::unauthenticated, "The workspace is closed."},
    Known{"org_login_required", Class::final, Fault::unauthenticated, "The workspace moves to another organisation."},
    Known{"not_allowed_token_type", Class::final, Fault::unauthenticated, token_kinds},
    Known{"missing_scope", Class::final, Fault::forbidden,
          "Add the scope to the app (or update its manifest), and install the app again."},
    Known{"no_permission", Class::final, Fault::forbidden, by_admin},
    Known{"app_access_restricted", Class::final, Fault::forbidden, by_admin},
    Known{"team_access_not_granted", Class::final, Fault::forbidden, by_admin},
    Known{"ekm_access_denied", Class::final, Fault::forbidden, by_admin},
    Known{"access_denied", Class::final, Fault::forbidden, by_admin},
    Known{"accesslimited", Class::final, Fault::forbidden, by_admin},
    Known{"forbidden_team", Class::final, Fault::forbidden, by_admin},
    Known{"missing_args", Class::final, Fault::invalid, token_kinds},
    Known{"channel_not_found", Class::other, Fault::not_found,
          "Look whether the room's id is right, and invite the app into the channel: /invite @askd"},
    Known{"not_in_channel", Class::other, Fault::forbidden, "Invite the app into the channel: /invite @askd"},
    Known{"is_archived", Class::other, Fault::not_found, "The channel is archived: restore it, or use another."},
    Known{"messages_tab_disabled", Class::other, Fault::forbidden,
          "Turn the Messages Tab on under App Home in the app's settings."},
    Known{"user_not_found", Class::other, Fault::not_found, "Look whether the person's id is right."},
    Known{"users_not_found", Class::other, Fault::not_found,
          "Nobody in the workspace has this address: write the person's id (U…) instead."},
    Known{"user_disabled", Class::other, Fault::not_found, "The person has left the workspace."},
    Known{"user_not_visible", Class::other, Fault::forbidden, "The app may not see this person."},
    Known{"user_not_in_channel", Class::other, Fault::forbidden, "The person isn't in the channel."},
    Known{"cannot_dm_bot", Class::other, Fault::invalid, "That id is a bot's: write a person's."},
    Known{"cannot_reply_to_message", Class::other, Fault::invalid, "This message takes no replies."},
    Known{"channel_is_limited_access", Class::other, Fault::forbidden, by_admin},
    Known{"thread_not_found", Class::other, Fault::not_found, "The message was deleted."},
    Known{"restricted_action", Class::other, Fault::forbidden, by_admin},
    Known{"invalid_blocks", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"invalid_blocks_format", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"msg_blocks_too_long", Class::misbuilt, Fault::too_large, rebuilt},
    Known{"msg_too_long", Class::misbuilt, Fault::too_large, rebuilt},
    Known{"invalid_arguments", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"no_text", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"too_many_attachments", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"markdown_text_conflict", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"invalid_metadata_format", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"invalid_metadata_schema", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"metadata_too_large", Class::misbuilt, Fault::too_large, rebuilt},
    Known{"invalid_json", Class::misbuilt, Fault::invalid, rebuilt},
    Known{"message_not_found", Class::other, Fault::not_found, "The message was deleted."},
    Known{"cant_update_message", Class::other, Fault::invalid, stays},
    Known{"edit_window_closed", Class::other, Fault::invalid, stays},
    Known{"is_inactive", Class::other, Fault::invalid, stays},
    Known{"expired_trigger_id", Class::other, Fault::conflict, "Press again."},
    Known{"exchanged_trigger_id", Class::other, Fault::conflict, "Press again."},
    Known{"invalid_trigger_id", Class::other, Fault::conflict, "Press again."},
    Known{"hash_conflict", Class::other, Fault::conflict, "Press again."},
    Known{"duplicate_external_id", Class::other, Fault::conflict, "Press again."},
    Known{"not_found", Class::other, Fault::conflict, "Press again."},
};

const Known& known(std::string_view code) {
  static constexpr Known unknown{"", Class::other, Fault::internal, "It is tried again a few times."};
  static constexpr Known restricted{"restricted_action", Class::other, Fault::forbidden, by_admin};
  const auto found =
      std::find_if(known_errors.begin(), known_errors.end(), [&](const Known& one) { return one.code == code; });
  if (found != known_errors.end()) return *found;
  return code.starts_with("restricted_action") ? restricted : unknown;
}

// Slack's words, and lists of scopes, hold nothing else; what does is nothing to show to an operator.
std::string word(std::string text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':' || c == '.' || c == ',';
  });
  return plain && text.size() <= 1'000 ? text : std::string();
}

Error slow_down(std::string_view method, seconds pause, std::string_view code) {
  std::string message = "Slack asks to wait " + std::to_string(pause.count()) + " s before ";
  message.append(method).append(" is called again.");
  return Error{Fault::rate_limited, std::move(message), {{"", std::string(code)}}, pause};
}

// What Slack finds wrong with the blocks, for the log: pointers into them, no contents.
std::string details(const Json& json) {
  std::string out;
  for (const Json& message : list(part(json, "response_metadata"), "messages"))
    if (message.is_string() && out.size() < 300)
      out.append(out.empty() ? " (" : "; ").append(clip(message.get_ref<const std::string&>(), 150));
  return out.empty() ? out : out + ")";
}

Error refusal(std::string_view method, const Json& json, const Response& response) {
  const std::string code = word(text(json, "error"));
  const Known& found = known(code);
  if (found.kind == Class::pause) return slow_down(method, pause_of(response), code);
  std::string message = "Slack refused " + std::string(method) + ": " + (code.empty() ? "no reason given" : code);
  if (code == "missing_scope")
    message += " (needed: " + word(text(json, "needed")) + "; provided: " + word(text(json, "provided")) + ")";
  if (found.kind == Class::misbuilt) message += details(json);
  message.append(". ").append(found.remedy);
  return Error{found.fault, std::move(message), {{"", code}}};
}

}  // namespace

seconds pause_of(const Response& response) {
  const std::string value = header(response.headers, "Retry-After");
  int count = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), count);
  const bool whole = fault == std::errc{} && !value.empty() && end == value.data() + value.size();
  return seconds(whole ? std::clamp(count, 1, 600) : 30);
}

Result<Parsed> read_answer(std::string_view method, const Response& response) {
  const std::string name(method);
  if (response.status == 429) return slow_down(method, pause_of(response), "ratelimited");
  auto parsed = parse_object(response.body);
  const bool says = parsed && part(parsed->json, "ok").is_boolean();
  if (says && !flag(parsed->json, "ok")) return refusal(method, parsed->json, response);
  if (response.status >= 500)
    return Error{
        Fault::unavailable, "Slack answered " + name + " with HTTP " + std::to_string(response.status) + ".", {}};
  if (response.status >= 200 && response.status < 300 && says) return parsed;
  if (response.status == 404)
    return Error{Fault::invalid, "There is no " + name + " at api_url (HTTP 404): look whether it is right.", {}};
  // The page of a proxy or of a sign-in, mostly.
  return Error{Fault::unavailable,
               "Something that isn't Slack answered " + name + " (HTTP " + std::to_string(response.status) +
                   "): look for a proxy in the way, and whether api_url is right.",
               {}};
}

std::string_view code_of(const Error& error) {
  return error.problems.size() == 1 && error.problems[0].pointer.empty() ? std::string_view(error.problems[0].detail)
                                                                         : std::string_view();
}

std::chrono::milliseconds pause_or(const Error& error, std::chrono::milliseconds usual) {
  return error.retry_after.value_or(usual);
}

bool is_final(const Error& error) { return known(code_of(error)).kind == Class::final; }

bool is_ambiguous(const Error& error) {
  return !error.unsent && (error.fault == Fault::unavailable || error.fault == Fault::internal);
}

bool is_misbuilt(const Error& error) { return known(code_of(error)).kind == Class::misbuilt; }

}  // namespace askd::adapters::slack
