#include "config/yaml_settings.hpp"

#include "config/meant.hpp"
#include "config/scalars.hpp"
#include "config/secrets.hpp"

#include <utility>

namespace askd::config {

YamlSettings::YamlSettings(Reading& reading, const Node* node, Place place, std::string name, bool by_environment)
    : reading_(reading),
      node_(node),
      place_(std::move(place)),
      name_(std::move(name)),
      by_environment_(by_environment) {}

void YamlSettings::add(const Place& place, const std::string& key, const std::string& what) {
  reading_.faults.add(place, full(key), what);
}

Place YamlSettings::place_of(const std::string& key) const {
  if (const auto value = values_.find(key); value != values_.end()) return value->second->place;
  if (const Entry* given = entry(key)) return given->value.place;
  return place_;
}

// Of a secret that couldn't be read its owner knows nothing: what it makes of that would only mislead.
void YamlSettings::fault(const std::string& key, const std::string& what) {
  if (!unreadable_.contains(key)) add(place_of(key), key, what);
}

void YamlSettings::fault_of_key(const std::string& key, const std::string& what) {
  const Entry* given = entry(key);
  add(given == nullptr ? place_ : given->place, key, what);
}

void YamlSettings::fault_in(const std::string& key, std::size_t index, const std::string& what) {
  const auto value = values_.find(key);
  if (value == values_.end() || index >= value->second->items.size()) return fault(key, what);
  add(value->second->items[index].place, key, what);
}

// The value that was given for the key, by a flag, by the environment or in the file; null if there is none.
const Node* YamlSettings::find(const Key& key, bool leaf) {
  declared_.insert(key.name);
  offered_.push_back(key.name);
  const Entry* given = entry(key.name);
  const Node* value = leaf ? reading_.overrides.find(full(key.name), by_environment_, reading_.faults) : nullptr;
  if (value == nullptr && given != nullptr)
    value = given->value.kind == Node::Kind::nothing && leaf ? missing(key, *given) : &given->value;
  if (value == nullptr && given == nullptr && key.required)
    add(place_, key.name, "this setting is missing: " + key.help);
  if (value != nullptr) values_[key.name] = value;
  return value;
}

const Node* YamlSettings::missing(const Key& key, const Entry& given) {
  std::string what = "no value stands here: ";
  if (given.value.comment_follows)
    what += "# begins a comment, so quote a text that begins with it";
  else if (key.required)
    what += "give it one";
  else
    what += "give it one, or remove the key";
  add(given.place, key.name, what);
  return nullptr;
}

std::optional<std::string> YamlSettings::text_in(const Node& node, const Key& key) {
  // What an override says is a text too where it has commas.
  if (node.kind == Node::Kind::text || !node.text.empty()) return node.text;
  const std::string found = node.kind == Node::Kind::list ? "a list" : "a mapping";
  add(node.place, key.name, "one text is expected here, not " + found);
  return std::nullopt;
}

std::optional<std::string> YamlSettings::text(const Key& key) {
  const Node* node = find(key, true);
  if (node != nullptr) return text_in(*node, key);
  if (!key.fallback.empty()) return key.fallback;
  return std::nullopt;
}

template <class T, class Read>
void YamlSettings::read_scalar(T& value, const Key& key, const Read& read) {
  const std::optional<std::string> given = text(key);
  if (!given) return;
  auto meaning = read(*given, key);
  if (meaning)
    value = std::move(*meaning);
  else
    fault(key.name, meaning.error().message);
}

void YamlSettings::operator()(std::string& value, const Key& key) {
  if (!key.secret) return read_scalar(value, key, read_text);
  SecretValue kept;
  secret(kept, key);
  value = unreadable_.contains(key.name) ? "?" : kept.text.reveal();
}

void YamlSettings::operator()(bool& value, const Key& key) {
  read_scalar(value, key, [](const std::string& text, const Key&) { return read_bool(text); });
}

void YamlSettings::operator()(std::int64_t& value, const Key& key) { read_scalar(value, key, read_number); }

void YamlSettings::operator()(std::chrono::milliseconds& value, const Key& key) {
  read_scalar(value, key, read_duration);
}

void YamlSettings::size(std::uint64_t& bytes, const Key& key) { read_scalar(bytes, key, read_size); }

void YamlSettings::operator()(std::vector<std::string>& value, const Key& key) {
  if (const Node* node = find(key, true)) {
    read_list(value, *node, key);
  } else if (!key.fallback.empty()) {
    value = fallback_list(key.fallback);
  }
}

// A list of one may be written without brackets.
bool YamlSettings::read_list(std::vector<std::string>& value, const Node& node, const Key& key) {
  std::vector<const Node*> items;
  if (node.kind == Node::Kind::text) items.push_back(&node);
  for (const Node& item : node.items) items.push_back(&item);
  if (node.kind == Node::Kind::map) {
    add(node.place, key.name, "a list is expected here, as in [one, two], not a mapping");
    return false;
  }
  value.clear();
  for (const Node* item : items) {
    if (item->kind == Node::Kind::nothing) {
      add(item->place, key.name, "an entry of this list has no value; a text that begins with # must be quoted");
      continue;
    }
    const std::optional<std::string> given = text_in(*item, key);
    if (!given) continue;
    const auto meaning = read_text(*given, key);
    if (!meaning) add(item->place, key.name, meaning.error().message);
    value.push_back(*given);  // faulty ones too, so that an index counts alike in the value and in the file
  }
  return true;
}

void YamlSettings::path(std::filesystem::path& value, const Key& key) {
  std::string text;
  (*this)(text, key);
  if (text.empty()) return;
  const auto given = values_.find(key.name);
  const bool in_file = given != values_.end() && given->second->place.line > 0;
  value = in_file ? (reading_.folder / text).lexically_normal() : std::filesystem::path(text);
}

void YamlSettings::secret(SecretValue& value, const Key& key) {
  const Node* node = find(key, true);
  if (node == nullptr) return;
  const auto read = read_secret_setting(*node, reading_);
  if (read) {
    value = *read;
  } else {
    fault(key.name, read.error().message);
    unreadable_.insert(key.name);
  }
}

void YamlSettings::read_mapping(const Node& node, const Key& key, const Declare& declare) {
  if (node.kind == Node::Kind::text || node.kind == Node::Kind::list) {
    const std::string found = node.kind == Node::Kind::list ? "a list" : "a text";
    return add(node.place, key.name, "settings are expected here, as in {key: value}, not " + found);
  }
  YamlSettings inner(reading_, &node, node.place, full(key.name), by_environment_);
  declare(inner);
  inner.refuse_unknown();
}

void YamlSettings::section(const Key& key, const Declare& declare) {
  if (const Node* node = find(key, false)) return read_mapping(*node, key, declare);
  Node none;
  none.place = place_;
  read_mapping(none, key, declare);
}

void YamlSettings::items(const Key& key, const Declare& declare) {
  const Node* node = find(key, false);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::nothing) {
    missing(key, *entry(key.name));
  } else if (node->kind != Node::Kind::list) {
    read_mapping(*node, key, declare);
  } else {
    for (const Node& item : node->items) read_mapping(item, key, declare);
  }
}

void YamlSettings::list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) {
  const Node* node = find(key, true);
  if (node == nullptr) return;
  if (node->kind == Node::Kind::map)
    read_mapping(*node, key, declare);
  else
    read_list(value, *node, key);
}

void YamlSettings::kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) {
  const std::optional<std::string> given = text(key);
  std::vector<std::string> known;
  for (const Kind& one : kinds) {
    known.push_back(one.name);
    if (!given || one.name != *given) continue;
    value = one.name;
    return one.declare(*this);
  }
  without_kind_ = true;
  if (!given) return;
  const std::string list = known.empty() ? "; this build has none" : "; there are " + one_of_these(known);
  const std::string guess = meant(*given, known);
  fault(key.name, "\"" + *given + "\" isn't known" + list + (guess.empty() ? "" : "; did you mean \"" + guess + "\"?"));
}

std::vector<std::string> YamlSettings::names(const Key&) {
  std::vector<std::string> out;
  if (node_ == nullptr) return out;
  by_environment_ = false;
  for (const Entry& given : node_->entries) {
    if (declared_.contains(given.key)) continue;
    declared_.insert(given.key);
    out.push_back(given.key);
  }
  return out;
}

std::vector<std::string> YamlSettings::order() const {
  std::vector<std::string> out;
  if (node_ != nullptr)
    for (const Entry& given : node_->entries) out.push_back(given.key);
  return out;
}

void YamlSettings::not_yet(const std::string& key, const std::string& why) {
  declared_.insert(key);
  if (entry(key) != nullptr) fault_of_key(key, why);
}

void YamlSettings::refuse_unknown() {
  if (node_ == nullptr || without_kind_) return;
  for (const Entry& given : node_->entries) {
    if (declared_.contains(given.key)) continue;
    const std::string guess = did_you_mean(given.key, offered_);
    fault_of_key(given.key, "this key isn't known" + (guess.empty() ? ": remove it" : guess));
  }
}

}  // namespace askd::config
