// Settings that were given outside of the files: flags win over the environment, which wins over the files.
#pragma once

#include "config/faults.hpp"
#include "config/node.hpp"
#include "config/surroundings.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace askd::config {

// Dotted keys and their values, as in {"server.listen", "127.0.0.1:0"}: what the command line says. Several values of a
// list are parted by commas; what has parts ({file: …}) is written as in the file.
using Flags = std::vector<std::pair<std::string, std::string>>;

class Overrides {
 public:
  Overrides(const Flags& flags, const Environment& environment);

  // The value of a setting, if it was given: a node that lives as long as this. `by_environment` is false for settings
  // that no variable's name is derived for.
  const Node* find(const std::string& key, bool by_environment, Faults& faults);

  // Flags that no setting took, and variables that nearly are a setting's.
  void tell_unknown(Faults& faults) const;

  // "ASKD_SERVER_LISTEN".
  static std::string variable_of(const std::string& key);

 private:
  const Node* keep(const std::string& origin, const std::string& value, Faults& faults);

  std::map<std::string, std::string> flags_;
  std::map<std::string, std::string> variables_;  // those that begin with ASKD_
  std::set<std::string> taken_;                   // flags that were found
  std::set<std::string> known_keys_;
  std::set<std::string> known_variables_;
  std::deque<Node> nodes_;
};

}  // namespace askd::config
