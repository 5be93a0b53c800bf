#include "askctl/target.hpp"

#include "base/files.hpp"
#include "base/unicode.hpp"

#include <cerrno>
#include <filesystem>
#include <optional>
#include <vector>

#include <unistd.h>

namespace askd::askctl {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view usual_url = "http://127.0.0.1:8080";

// Where askd.sock lies if nobody moved askd's data.
std::vector<fs::path> usual_sockets(const Shell& shell) {
  std::vector<fs::path> paths;
  const std::string state = shell.variable("STATE_DIRECTORY");
  if (!state.empty()) paths.push_back(fs::path(state.substr(0, state.find(':'))) / "askd.sock");
  paths.emplace_back("/var/lib/askd/askd.sock");
  const std::string home = shell.variable("HOME");
  if (!home.empty()) paths.push_back(fs::path(home) / ".local/state/askd/askd.sock");
  return paths;
}

Error not_ours(const fs::path& path) {
  return Error{Fault::forbidden, path.string() +
                                     " is askd's operator's: run askctl as the user that askd runs as, or as "
                                     "root."};
}

Result<std::string> find_socket(const Shell& shell, const Given& given) {
  std::vector<fs::path> paths;
  if (const auto named = given.find("socket"))
    paths.emplace_back(*named);
  else
    paths = usual_sockets(shell);
  std::optional<Error> closed;
  for (const fs::path& path : paths) {
    if (::access(path.c_str(), R_OK | W_OK) == 0) return path.string();
    if (errno == EACCES && !closed) closed = not_ours(path);
  }
  if (closed) return *closed;
  std::string list;
  for (const fs::path& path : paths) list += (list.empty() ? "" : ", ") + path.string();
  return Error{Fault::unavailable, "There is no socket of a running askd (" + list +
                                       "). Is it running? Name its socket with --socket: it lies where askd keeps its "
                                       "data."};
}

Result<Target> with_token(const Shell& shell, const Given& given) {
  Target target;
  if (const auto file = given.find("token-file")) {
    auto secret = read_secret(*file);
    if (!secret) return secret.error();
    target.token = Secret(std::string(unicode::trim(secret->reveal())));
    target.token_from = *file;
    if (target.token.empty()) return invalid(*file + " is empty: it must hold an agent's token.");
  } else {
    target.token = Secret(std::string(unicode::trim(shell.variable("ASKD_TOKEN"))));
    target.token_from = "ASKD_TOKEN";
  }
  return target;
}

std::string url_of(const Shell& shell, const Given& given) {
  std::string url = given.find("url").value_or(shell.variable("ASKD_URL"));
  if (url.empty()) url = usual_url;
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

Result<Target> find_target(const Shell& shell, const Given& given, Speaker speaker) {
  Target target;
  if (speaker != Speaker::operator_) {
    auto found = with_token(shell, given);
    if (!found) return found.error();
    target = std::move(*found);
  }
  target.url = url_of(shell, given);
  if (!target.token.empty()) {
    target.socket = given.text("socket");
    return target;
  }
  if (speaker == Speaker::agent)
    return Error{Fault::unauthenticated,
                 "This needs an agent's token: set ASKD_TOKEN, or name a file that holds it with --token-file. "
                 "`askd --quick-start` makes a first agent and prints its token."};
  auto socket = find_socket(shell, given);
  if (!socket && speaker == Speaker::either) {
    Error error = socket.error();
    error.message += " Or speak as an agent: set ASKD_TOKEN, or use --token-file.";
    return error;
  }
  if (!socket) return socket.error();
  target.socket = std::move(*socket);
  target.url = "http://localhost";
  return target;
}

std::string no_answer(const Target& target, std::string_view detail) {
  const std::string hint = target.socket.empty() ? "(ASKD_URL, or --url)" : "(--socket)";
  std::string text = "askd doesn't answer at " + target.name() + ": is it running? " + hint;
  if (!detail.empty()) text += "\n  " + std::string(detail);
  return text;
}

}  // namespace askd::askctl
