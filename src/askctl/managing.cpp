// The commands about agents and their webhooks, for the operator and for agents that may manage others.
#include "askctl/caller.hpp"
#include "askctl/exits.hpp"
#include "askctl/members.hpp"
#include "askctl/table.hpp"

#include "base/unicode.hpp"
#include "net/target.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::askctl {
namespace {

std::string padded(std::string text, std::size_t width) {
  text = unicode::visible(text, unicode::Lines::one);
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string team_query(const Given& given, const char* mark) {
  const auto team = given.find("team");
  return team ? mark + query_text({{"team", *team}}) : std::string{};
}

std::string path_of(const Given& given, std::string_view rest) {
  return "/api/v1/agents/" + net::percent_encode(given.text("AGENT")) + std::string(rest) + team_query(given, "?");
}

// "revoked", or when the last of its tokens ends.
std::string state_of(const Json& agent) {
  if (member_in(agent, "revoked_at").is_string()) return "revoked";
  std::string last;
  const Json& tokens = member_in(agent, "tokens");
  if (!tokens.is_array() || tokens.empty()) return "no token";
  for (const Json& token : tokens) {
    if (!member_in(token, "expires_at").is_string()) return "for ever";
    last = std::max(last, text_in(token, "expires_at"));
  }
  return "until " + last.substr(0, 16);
}

void print_agent(const Shell& shell, const Json& agent) {
  const std::string enrolled_as = text_in(agent, "class");
  shell.out << text_in(agent, "id") << "  " << padded(text_in(agent, "name"), 24) << "  "
            << padded(enrolled_as.empty() ? "-" : enrolled_as, 12) << "  " << state_of(agent);
  const Json& webhook = member_in(agent, "webhook");
  if (webhook.is_object()) shell.out << "  webhook " << text_in(webhook, "state");
  shell.out << "\n";
}

struct Agents {
  std::vector<Json> all = {};
  Result<net::ClientResponse> last = Error{};
  bool good = false;
};

Agents read_agents(Caller& caller, const Given& given) {
  Agents agents;
  std::string cursor;
  do {
    Call call;
    call.path = "/api/v1/agents?limit=200" + team_query(given, "&");
    if (!cursor.empty()) call.path += "&" + query_text({{"cursor", cursor}});
    agents.last = caller.send([&] { return call; }, caller.short_patience());
    if (!agents.last || agents.last->status != 200) return agents;
    const auto page = json_of(*agents.last);
    if (!page || !page->is_object() || !page->contains("agents")) {
      agents.last = page ? Error{Fault::internal, "The answer isn't a list of agents."} : page.error();
      return agents;
    }
    for (const Json& agent : page->at("agents")) agents.all.push_back(agent);
    cursor = text_in(*page, "next");
  } while (!cursor.empty());
  agents.good = true;
  return agents;
}

// Sends one request, and hands its answer to `tell`.
template <class Tell>
int change(Shell& shell, const Given& given, Call call, const Tell& tell) {
  const auto target = find_target(shell, given, Speaker::either);
  if (!target) return shell.fail(target.error(), exits::failed);
  Caller caller(shell, *target);
  const auto answer = caller.send(call);
  if (!answer || answer->status >= 300) return tell_failure(shell, *target, answer, given.has("json"));
  return tell(*answer);
}

}  // namespace

int agents_list(Shell& shell, const Given& given) {
  const auto target = find_target(shell, given, Speaker::either);
  if (!target) return shell.fail(target.error(), exits::failed);
  Caller caller(shell, *target);
  const Agents agents = read_agents(caller, given);
  if (!agents.good) return tell_failure(shell, *target, agents.last, given.has("json"));
  if (given.has("json")) {
    shell.out << Json{{"agents", agents.all}}.dump() << "\n";
    return exits::done;
  }
  for (const Json& agent : agents.all) print_agent(shell, agent);
  return exits::done;
}

int agents_revoke(Shell& shell, const Given& given) {
  Call call;
  call.method = "DELETE";
  call.path = path_of(given, "");
  return change(shell, given, std::move(call), [&](const net::ClientResponse&) {
    if (given.has("json"))
      shell.out << R"({"revoked":true})"
                << "\n";
    else if (!given.has("quiet"))
      shell.say("Its tokens are void, and its open asks are withdrawn. askctl agents rotate lets it in again.");
    return exits::done;
  });
}

// A call about an agent, with one option as its body where it is given.
Call posting(const Given& given, std::string_view what, const char* option) {
  Json body = Json::object();
  if (const auto value = given.find(option)) body[option] = *value;
  Call call;
  call.method = "POST";
  call.path = path_of(given, what);
  call.body = body.dump();
  return call;
}

int agents_rotate(Shell& shell, const Given& given) {
  return change(shell, given, posting(given, "/rotate", "overlap"), [&](const net::ClientResponse& answer) {
    const auto made = json_of(answer);
    if (!made) return shell.fail(made.error(), exits::failed);
    shell.out << (given.has("json") ? answer.body : text_in(*made, "token")) << "\n";
    if (!given.has("quiet") && !given.has("json"))
      shell.say("This is shown once. The old tokens end at " + text_in(*made, "old_tokens_end_at") + ".");
    return exits::done;
  });
}

int webhooks_redrive(Shell& shell, const Given& given) {
  return change(shell, given, posting(given, "/webhook/redrive", "after"), [&](const net::ClientResponse& answer) {
    const auto agent = json_of(answer);
    if (!agent) return shell.fail(agent.error(), exits::failed);
    if (given.has("json"))
      shell.out << answer.body << "\n";
    else if (!given.has("quiet"))
      shell.say("Deliveries go on behind " + text_in(member_in(*agent, "webhook"), "delivered") + ".");
    return exits::done;
  });
}

}  // namespace askd::askctl
