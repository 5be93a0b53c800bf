// The commands ask, wait and cancel.
#include "askctl/ask_body.hpp"
#include "askctl/exits.hpp"
#include "askctl/members.hpp"
#include "askctl/outcome.hpp"
#include "askctl/table.hpp"
#include "askctl/waiting.hpp"

#include "askd/id.hpp"
#include "base/crypto.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <utility>

namespace askd::askctl {
namespace {

using std::chrono::milliseconds;

// An askd that never answered is given up after this long: its address may be wrong.
constexpr milliseconds first_patience = std::chrono::seconds(10);

Caller::Patience patience_of(const Shell& shell, milliseconds wait) {
  const auto now = shell.now();
  // A connection that breaks is worth a second try also where nobody waits.
  const auto least = now + std::chrono::seconds(2);
  return {std::max(now + std::min(wait, first_patience), least), now + wait};
}

int tell(const Shell& shell, const Given& given, const Json& ask, const std::string& text) {
  const Outcome outcome = outcome_of(ask);
  if (given.has("json"))
    shell.out << text << "\n";
  else
    shell.out << shell.shown(outcome.out);
  shell.out.flush();
  if (!outcome.message.empty() && !given.has("quiet")) shell.say(outcome.message);
  return outcome.exit;
}

int left_open(const Shell& shell, const std::string& id) {
  shell.say(id + " stays open. Go on with: askctl wait " + id);
  return exits::interrupted;
}

int tell_waited(const Shell& shell, const Given& given, const Target& target, const Waited& waited,
                const std::string& id) {
  if (shell.interrupted) return left_open(shell, id);
  if (!waited.ask) return tell_failure(shell, target, waited.last, given.has("json"));
  if (waited.lost) tell_failure(shell, target, waited.last, false);
  return tell(shell, given, *waited.ask, waited.text);
}

Call posted(const std::string& path, const Json& body, const std::string& key) {
  Call call;
  call.method = "POST";
  call.path = path;
  call.body = body.dump();
  call.key = key;
  return call;
}

// Ctrl-C while the ask was on its way: nobody knows whether it arrived, but the key does.
int interrupted_early(const Shell& shell, const std::string& key) {
  shell.say("Interrupted; askd may have the ask. The same command with --key " + key + " asks it once only.");
  return exits::interrupted;
}

Result<std::string> ask_id(const Given& given) {
  const std::string id = given.text("ID");
  if (!AskId::parse(id)) return invalid(id + " isn't the id of an ask: that is ask_ and 26 letters and digits.");
  return id;
}

}  // namespace

int ask(Shell& shell, const Given& given) {
  const auto wait = read_wait(given);
  if (!wait) return shell.fail(wait.error(), exits::usage);
  const auto body = ask_body(shell, given);
  if (!body) return shell.fail(body.error(), exits::usage);
  const auto target = find_target(shell, given, Speaker::agent);
  if (!target) return shell.fail(target.error(), exits::failed);

  Caller caller(shell, *target);
  const std::string key = given.has("key") ? given.text("key") : crypto::base64url(crypto::random_bytes(18));
  const auto patience = patience_of(shell, *wait);
  auto posting = patience;
  posting.until = std::max(patience.until, patience.first);
  // The first answer comes at once and names the ask; only then is it waited for, so that Ctrl-C can name it too.
  const auto answer = caller.send([&] { return posted("/api/v1/asks", *body, key); }, posting);
  if (shell.interrupted) return interrupted_early(shell, key);
  if (!answer || answer->status != 201) return tell_failure(shell, *target, answer, given.has("json"));
  const auto asked = json_of(*answer);
  if (!asked) return shell.fail(asked.error(), exits::failed);
  const std::string id = text_in(*asked, "id");
  const bool waits = *wait > milliseconds(0) && text_in(*asked, "state") == "open" && AskId::parse(id);
  if (!waits) return tell(shell, given, *asked, answer->body);
  if (!given.has("quiet")) shell.say(id + " is open: " + text_in(*asked, "url"));

  Waited waited = wait_for(shell, caller, Wait{.id = id, .patience = patience});
  if (!waited.ask && waited.lost) {
    waited.ask = *asked;
    waited.text = answer->body;
  }
  return tell_waited(shell, given, *target, waited, id);
}

int wait(Shell& shell, const Given& given) {
  const auto how_long = read_wait(given);
  if (!how_long) return shell.fail(how_long.error(), exits::usage);
  const auto id = ask_id(given);
  if (!id) return shell.fail(id.error(), exits::usage);
  const bool activity = given.text("until") == "activity";
  if (given.has("after") && !activity) return shell.fail(invalid("--after goes with --until activity."), exits::usage);
  const auto target = find_target(shell, given, Speaker::either);
  if (!target) return shell.fail(target.error(), exits::failed);

  Caller caller(shell, *target);
  const Waited waited =
      wait_for(shell, caller, Wait{*id, activity, given.text("after"), patience_of(shell, *how_long)});
  const int exit = tell_waited(shell, given, *target, waited, *id);
  if (activity && exit == exits::still_open && waited.ask && !given.has("quiet"))
    shell.say("Seen so far: --after " + text_in(*waited.ask, "activity"));
  return exit;
}

int cancel(Shell& shell, const Given& given) {
  const auto id = ask_id(given);
  if (!id) return shell.fail(id.error(), exits::usage);
  const auto target = find_target(shell, given, Speaker::agent);
  if (!target) return shell.fail(target.error(), exits::failed);
  Json body = Json::object();
  if (const auto reason = given.find("reason")) body["reason"] = *reason;
  Caller caller(shell, *target);
  const auto answer =
      caller.send([&] { return posted("/api/v1/asks/" + *id + "/cancel", body, {}); }, caller.short_patience());
  if (!answer || answer->status != 200) return tell_failure(shell, *target, answer, given.has("json"));
  if (given.has("json")) shell.out << answer->body << "\n";
  if (!given.has("quiet")) shell.say(*id + " is cancelled.");
  return exits::done;
}

}  // namespace askd::askctl
