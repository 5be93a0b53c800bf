#include "askctl/waiting.hpp"

#include "askctl/members.hpp"
#include "base/time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace askd::askctl {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds held_most = std::chrono::minutes(10);
// An askd that stops hands out what it holds, and the operator's door holds nothing: then it is looked at now and then.
constexpr milliseconds look_first{250};
constexpr milliseconds look_last{2'000};

milliseconds rest_until(const Shell& shell, steady_clock::time_point end) {
  return std::max(std::chrono::ceil<milliseconds>(end - shell.now()), milliseconds(0));
}

Call look(const Shell& shell, const Wait& wait) {
  Call call;
  call.held = std::min(rest_until(shell, wait.patience.until), held_most);
  std::vector<std::pair<std::string, std::string>> query;
  if (call.held > milliseconds(0)) query.emplace_back("wait", format_duration(call.held));
  if (wait.until_activity) query.emplace_back("until", "activity");
  if (wait.until_activity && !wait.after.empty()) query.emplace_back("after", wait.after);
  call.path = "/api/v1/asks/" + wait.id;
  if (!query.empty()) call.path += "?" + query_text(query);
  return call;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \r\n\t"));
  return text;
}

// Takes what came. False: it is no ask.
bool take(Waited& waited, Result<net::ClientResponse> result) {
  waited.lost = !result || says_later(result->status);
  waited.last = std::move(result);
  if (!waited.last || waited.last->status != 200) return false;
  auto ask = json_of(*waited.last);
  if (!ask || !ask->is_object()) {
    waited.last = ask ? Error{Fault::internal, "The answer isn't an ask as askd shows it."} : ask.error();
    return false;
  }
  waited.text = trimmed(waited.last->body);
  waited.ask = std::move(*ask);
  return true;
}

}  // namespace

Waited wait_for(Shell& shell, Caller& caller, Wait wait) {
  Waited waited;
  milliseconds pause = look_first;
  for (;;) {
    const auto began = shell.now();
    if (!take(waited, caller.send([&] { return look(shell, wait); }, wait.patience))) {
      // An ask that is known to be open is so until the contrary is known; a refusal is the contrary.
      if (!waited.lost) waited.ask.reset();
      return waited;
    }
    if (text_in(*waited.ask, "state") != "open") return waited;
    const std::string activity = text_in(*waited.ask, "activity");
    if (wait.until_activity && !wait.after.empty() && activity != wait.after) return waited;
    if (wait.until_activity) wait.after = activity;
    const auto rest = rest_until(shell, wait.patience.until);
    if (rest == milliseconds(0) || shell.interrupted) return waited;
    if (shell.now() - began > look_last) pause = look_first;
    shell.pause(std::min(pause, rest));
    if (shell.interrupted) return waited;
    pause = std::min(pause * 2, look_last);
  }
}

}  // namespace askd::askctl
