#include "askctl/shell.hpp"

#include "base/unicode.hpp"

#include <ostream>

namespace askd::askctl {

std::string Shell::variable(const std::string& name) const {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string{} : found->second;
}

std::string Shell::shown(std::string_view text) const {
  return out_is_terminal ? unicode::visible(text) : std::string(text);
}

void Shell::say(std::string_view message) const { err << "askctl: " << unicode::visible(message) << "\n"; }

int Shell::fail(const Error& error, int code) const {
  say(error.message);
  return code;
}

}  // namespace askd::askctl
