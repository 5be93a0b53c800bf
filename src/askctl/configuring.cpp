// The commands about the configuration.
#include "askctl/exits.hpp"
#include "askctl/shell.hpp"
#include "askctl/table.hpp"

#include "adapters/list.hpp"
#include "base/json.hpp"
#include "config/config.hpp"
#include "config/documents.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <ostream>
#include <sstream>

namespace askd::askctl {
namespace {

// A document is text; with --json it is the text in JSON.
int print(const Shell& shell, const Given& given, const std::string& text) {
  if (given.has("json"))
    shell.out << Json{{"text", text}}.dump() << "\n";
  else
    shell.out << text;
  return exits::done;
}

}  // namespace

int config_example(Shell& shell, const Given& given) {
  std::ostringstream text;
  config::print_example(text, adapter_types());
  return print(shell, given, text.str());
}

int config_schema(Shell& shell, const Given&) {
  config::print_schema(shell.out, adapter_types());
  return exits::done;
}

int config_manual(Shell& shell, const Given& given) {
  std::ostringstream text;
  config::print_manual(text, adapter_types());
  return print(shell, given, text.str());
}

int config_check(Shell& shell, const Given& given) {
  std::optional<std::filesystem::path> file;
  if (const auto named = given.find("config")) file = *named;
  const auto checked = config::check(file, shell.environment, {}, adapter_types());
  if (given.has("json")) {
    Json faults = Json::array();
    if (!checked) {
      std::istringstream lines(checked.error().message);
      for (std::string line; std::getline(lines, line);) faults.push_back(line);
    }
    shell.out << Json{{"good", checked.has_value()}, {"faults", std::move(faults)}}.dump() << "\n";
  } else if (checked) {
    shell.out << "The configuration is good.\n";
  } else {
    // Each line begins with a file and a place, for editors that jump there.
    shell.err << shell.shown(checked.error().message) << "\n";
  }
  return checked ? exits::done : exits::configuration;
}

}  // namespace askd::askctl
