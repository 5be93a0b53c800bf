// How an operator connects Slack, and the check of what they filled in.
#include "signature.hpp"
#include "slack.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace askd::adapters::slack {
namespace {

constexpr std::array<std::string_view, 6> needed = {"chat:write",     "im:write",   "channels:history",
                                                    "groups:history", "im:history", "users:read"};

struct Wanted {
  std::string_view scope;
  std::string_view use;
};
constexpr std::array wanted = {Wanted{"users:read.email", "find people by their address"},
                               Wanted{"mpim:history", "hear replies in group messages"},
                               Wanted{"files:write", "attach the whole of what a message had to cut"}};

constexpr std::string_view manifest = R"(display_information:
  name: askd
  description: Questions from AI agents to people
features:
  app_home: {home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: askd, always_online: true}
oauth_config:
  scopes:
    bot: [chat:write, im:write, channels:history, groups:history, im:history, mpim:history, users:read,
          users:read.email, files:write]
settings:
  event_subscriptions:
    bot_events: [message.channels, message.groups, message.im, message.mpim, app_uninstalled, tokens_revoked]
  interactivity: {is_enabled: true}
  org_deploy_enabled: false
  socket_mode_enabled: true
  token_rotation_enabled: false
)";

bool holds(std::string_view granted, std::string_view scope) {
  while (!granted.empty()) {
    std::string_view one = granted.substr(0, granted.find(','));
    granted.remove_prefix(std::min(one.size() + 1, granted.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == scope) return true;
  }
  return false;
}

// What is needed and missing, as a list for people: "a, b".
std::string lacking_in(std::string_view granted) {
  std::string out;
  for (const std::string_view scope : needed)
    if (!holds(granted, scope)) out.append(out.empty() ? "" : ", ").append(scope);
  return out;
}

std::string without(std::string_view granted) {
  std::string out;
  for (const Wanted& one : wanted)
    if (!holds(granted, one.scope))
      out.append(" Without ").append(one.scope).append(" it can't ").append(one.use).append(".");
  return out;
}

Async<Result<std::string>> check_adapter(Host& host, Adapter& adapter) {
  auto* slack = dynamic_cast<Slack*>(&adapter);
  if (slack == nullptr) co_return Error{Fault::internal, "This isn't Slack's adapter.", {}};
  co_return co_await slack->check(host);
}

}  // namespace

Async<Result<std::string>> Slack::check(Host& host) {
  auto asked = co_await api_.send(host, "auth.test");
  if (!asked) co_return asked.error();
  const auto answer = read_answer("auth.test", *asked);
  if (!answer) co_return answer.error();
  const std::string granted = header(asked->headers, "x-oauth-scopes");
  if (const std::string lacking = lacking_in(granted); !granted.empty() && !lacking.empty())
    co_return Error{
        Fault::forbidden,
        "The app lacks the scopes " + lacking + ": add them under OAuth & Permissions, and install it again.",
        {}};
  if (options_.mode == "socket") {
    auto url = co_await api_.open_connection(host);
    if (!url) co_return url.error();
  }
  std::string found = "Connected to " + text(answer->json, "team") + " as " + text(answer->json, "user") + ".";
  if (!granted.empty()) found += without(granted);
  co_return found;
}

Setup setup_of_slack() {
  Setup setup;
  setup.steps = {
      {"Open https://api.slack.com/apps?new_app=1, choose “From a manifest”, pick your workspace, and paste this:\n\n" +
       std::string(manifest)},
      {"Press “Install to Workspace” under Install App. Then copy the “Bot User OAuth Token”, which begins with xoxb-.",
       "bot_token"},
      {"Under Basic Information, App-Level Tokens, make a token with the scope connections:write, and copy it: it "
       "begins with xapp-. No manifest can make it.",
       "app_token"},
      {"Invite the app into each channel that agents may ask in: write /invite @askd there. A channel's id, which askd "
       "knows it by, stands at the end of its details."}};
  setup.check = check_adapter;
  return setup;
}

}  // namespace askd::adapters::slack
