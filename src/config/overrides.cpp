#include "config/overrides.hpp"

#include "config/meant.hpp"
#include "config/yaml.hpp"

#include "base/unicode.hpp"

#include <optional>
#include <string_view>

namespace askd::config {
namespace {

constexpr std::string_view prefix = "ASKD_";

Node text_node(std::string_view text, const Place& place) {
  Node node;
  node.kind = Node::Kind::text;
  node.text = unicode::trim(text);
  node.place = place;
  return node;
}

Node parted_by_commas(std::string_view text, const Place& place) {
  Node node;
  node.kind = Node::Kind::list;
  node.place = place;
  while (true) {
    const std::size_t comma = text.find(',');
    node.items.push_back(text_node(text.substr(0, comma), place));
    if (comma == std::string_view::npos) return node;
    text.remove_prefix(comma + 1);
  }
}

// Where something stands within the value says nothing to whoever wrote it into a variable.
void move_to(Node& node, const Place& place) {
  node.place = place;
  for (Node& item : node.items) move_to(item, place);
  for (Entry& entry : node.entries) {
    entry.place = place;
    move_to(entry.value, place);
  }
}

std::vector<std::string> as_vector(const std::set<std::string>& set) { return {set.begin(), set.end()}; }

}  // namespace

Overrides::Overrides(const Flags& flags, const Environment& environment) {
  for (const auto& [key, value] : flags) flags_[key] = value;
  for (const auto& [name, value] : environment)
    if (name.starts_with(prefix) && !value.empty()) variables_[name] = value;
}

std::string Overrides::variable_of(const std::string& key) {
  std::string out(prefix);
  for (const char c : key) {
    if (c >= 'a' && c <= 'z')
      out += static_cast<char>(c - 'a' + 'A');
    else
      out += c == '.' || c == '-' ? '_' : c;
  }
  return out;
}

const Node* Overrides::find(const std::string& key, bool by_environment, Faults& faults) {
  known_keys_.insert(key);
  if (const auto flag = flags_.find(key); flag != flags_.end()) {
    taken_.insert(key);
    return keep("the flag for " + key, flag->second, faults);
  }
  if (!by_environment) return nullptr;
  const std::string name = variable_of(key);
  known_variables_.insert(name);
  const auto variable = variables_.find(name);
  return variable == variables_.end() ? nullptr : keep(name, variable->second, faults);
}

const Node* Overrides::keep(const std::string& origin, const std::string& value, Faults& faults) {
  Place place;
  place.file = origin;
  place.order = static_cast<std::size_t>(-1);
  const std::string_view text = unicode::trim(value);
  if (text.starts_with('{') || text.starts_with('[')) {
    Faults inner;
    const std::optional<Node> read = read_yaml(origin, 0, "value: " + std::string(text), inner);
    if (!inner.empty() || !read || read->find("value") == nullptr) {
      faults.add(place, {}, "this can't be read: write it as in the file, as in '{file: /etc/askd/secrets/key}'");
      return nullptr;
    }
    nodes_.push_back(read->find("value")->value);
    move_to(nodes_.back(), place);
  } else {
    nodes_.push_back(text.find(',') == std::string_view::npos ? text_node(text, place) : parted_by_commas(text, place));
    nodes_.back().text = text;
  }
  return &nodes_.back();
}

void Overrides::tell_unknown(Faults& faults) const {
  Place place;
  place.order = static_cast<std::size_t>(-1);
  for (const auto& [key, value] : flags_) {
    if (taken_.contains(key)) continue;
    place.file = "the flag for " + key;
    faults.add(place, {}, "there is no such setting" + did_you_mean(key, as_vector(known_keys_)));
  }
  // Others may set variables that begin with ASKD_ too (orchestrators do): only what looks like a slip is told.
  for (const auto& [name, value] : variables_) {
    if (known_variables_.contains(name) || name == "ASKD_URL" || name == "ASKD_TOKEN") continue;
    const std::string guess = meant(name, as_vector(known_variables_), 2);
    if (guess.empty()) continue;
    place.file = name;
    faults.add(place, {}, "there is no such setting; did you mean " + guess + "?");
  }
}

}  // namespace askd::config
