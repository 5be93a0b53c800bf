#include "config/secrets.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace askd::config {
namespace {

constexpr std::string_view how = "write {file: /etc/askd/secrets/NAME}, {env: NAME} or {credential: NAME}";

Error not_like_this(std::string_view why) { return invalid(std::string(why) + ": " + std::string(how)); }

// A text that was meant to be the secret itself is not to be shown: only what looks like a variable's name is.
bool names_variable(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  for (const char c : text)
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') return false;
  return true;
}

Result<SecretValue> from_file(const std::string& named, const Place& place, const Reading& reading) {
  SecretValue value;
  const std::filesystem::path path(named);
  value.file = place.line > 0 ? (reading.folder / path).lexically_normal() : path;
  auto text = reading.surroundings.secret_file(value.file);
  if (!text) return text.error();
  value.text = *std::move(text);
  return value;
}

Result<SecretValue> from_environment(const std::string& named, const Reading& reading) {
  if (!names_variable(named))
    return invalid(
        "{env: …} wants the name of a variable, as in {env: CHAT_TOKEN}"
        ", made of capital letters, digits and _");
  const auto& environment = reading.surroundings.environment;
  const auto variable = environment.find(named);
  if (variable == environment.end())
    return invalid("the environment variable " + named + " isn't set: set it for askd, or use {file: …}");
  SecretValue value;
  value.text = Secret(variable->second);
  return value;
}

Result<SecretValue> from_credential(const std::string& named, const Reading& reading) {
  if (named.find('/') != std::string::npos || named == "." || named == "..")
    return invalid("{credential: …} wants the name that stands in LoadCredential=, not a path");
  const auto& environment = reading.surroundings.environment;
  const auto folder = environment.find("CREDENTIALS_DIRECTORY");
  auto text = reading.surroundings.credential(named);
  if (!text) return text.error();
  SecretValue value;
  if (folder != environment.end()) value.file = std::filesystem::path(folder->second) / named;
  value.text = *std::move(text);
  return value;
}

}  // namespace

Result<SecretValue> read_secret_setting(const Node& node, const Reading& reading) {
  if (node.kind == Node::Kind::text) return not_like_this("a secret is never written out here");
  if (node.kind != Node::Kind::map || node.entries.size() != 1)
    return not_like_this("one place where the secret is kept is expected here");
  const Entry& entry = node.entries.front();
  if (entry.value.kind != Node::Kind::text || entry.value.text.empty())
    return not_like_this("one place where the secret is kept is expected here");
  const std::string& named = entry.value.text;
  auto value = entry.key == "file"         ? from_file(named, entry.place, reading)
               : entry.key == "env"        ? from_environment(named, reading)
               : entry.key == "credential" ? from_credential(named, reading)
                                           : not_like_this("a secret isn't kept in this way");
  if (value && value->text.empty()) return invalid("the secret is empty: put it there");
  return value;
}

}  // namespace askd::config
