// Makes the first owner, agent and channel, and tells how to try them.
#include "daemon/quick_start.hpp"

#include "api/first_start.hpp"
#include "daemon/log.hpp"

#include "core/people/people.hpp"

#include "base/crypto.hpp"
#include "base/files.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace askd::daemon {
namespace {

constexpr std::chrono::hours link_lives{24};

struct Link {
  std::string url;
  core::Invite invite;
};

Link new_link(Daemon& daemon, core::InviteKind kind) {
  const std::string token = crypto::new_token("");
  Link link;
  link.url = daemon.public_url() + "/invite/" + token;
  link.invite.id = daemon.ids().next<InviteId>(daemon.service().now());
  link.invite.kind = kind;
  link.invite.hash = crypto::sha256(token);
  link.invite.from = "askd --quick-start";
  link.invite.expires = daemon.service().now() + link_lives;
  return link;
}

std::string first_words(const std::string& url, const std::string& link, const std::string& token) {
  return "\naskd is running at " + url + "\n\n1. Open this link once, and become the owner:\n\n   " + link +
         "\n\n2. Let an agent ask (it blocks until you answer):\n\n   export ASKD_TOKEN=" + token +
         "\n   curl -d 'Deploy 4.2 to production?' -H \"Authorization: Bearer $ASKD_TOKEN\" '" + url +
         "/api/v1/ask?kind=approval'\n\n";
}

std::string later_words(const std::string& url, const std::string& link) {
  return "\naskd is running at " + url + "\n\nSign in with this link (once, within a day):\n\n   " + link + "\n\n";
}

// Anybody may read a log, so what opens doors goes to a terminal or into a file of the owner's alone.
void tell(const Daemon& daemon, const std::string& words) {
  if (isatty(STDOUT_FILENO) == 1) {
    std::fputs(words.c_str(), stdout);
    std::fflush(stdout);
    return;
  }
  const auto path = daemon.configuration().store.path / "quick-start.txt";
  if (const auto written = write_file_atomic(path, words, 0600); !written) {
    log(Level::error, "quick_start.failed", written.error().message);
    return;
  }
  std::printf("askd is running at %s; how to come in stands in %s\n", daemon.public_url().c_str(), path.c_str());
  std::fflush(stdout);
}

std::optional<PersonId> first_owner(const core::State& state) {
  for (const auto& [id, person] : state.people)
    if (person.owns_all && person.active) return id;
  return std::nullopt;
}

Async<> start_anew(Daemon& daemon) {
  api::FirstStart start =
      api::first_start(daemon.ids(), daemon.service().now(), "", "", "first-agent", "Made by askd --quick-start");
  core::Input input = core::people::Input{std::move(start.input)};
  const core::Outcome outcome = co_await daemon.service().submit(std::move(input));
  const std::string link = daemon.public_url() + "/invite/" + start.invite_token;
  if (outcome.error)
    log(Level::error, "quick_start.failed", outcome.error->message);
  else
    tell(daemon, first_words(daemon.public_url(), link, start.api_key));
}

Async<> let_in_again(Daemon& daemon, PersonId owner) {
  // An owner who never came in gets the first link's kind again: there is no one to sign in yet.
  const core::Person* person = daemon.service().state().person(owner);
  const bool came_in = person != nullptr && !person->password.text.empty();
  Link link = new_link(daemon, came_in ? core::InviteKind::sign_in : core::InviteKind::owner);
  link.invite.person = owner;
  link.invite.role = core::Role::owner;
  link.invite.team = person == nullptr ? core::TeamId{core::default_team} : person->team;
  core::Input input = core::people::Input{core::people::InviteRequested{std::move(link.invite), {}, true}};
  const core::Outcome outcome = co_await daemon.service().submit(std::move(input));
  if (outcome.error)
    log(Level::error, "quick_start.failed", outcome.error->message);
  else
    tell(daemon, later_words(daemon.public_url(), link.url));
}

}  // namespace

Async<> quick_start(Daemon& daemon) {
  co_await daemon.service().settled();
  const core::State& state = daemon.service().state();
  if (core::people::nobody_came_in(state)) co_return co_await start_anew(daemon);
  const auto owner = first_owner(state);
  if (owner) co_return co_await let_in_again(daemon, *owner);
  log(Level::warning, "quick_start.useless", "This store has no owner to let in: invite one with askctl invite.");
}

}  // namespace askd::daemon
