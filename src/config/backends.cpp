#include "config/backends.hpp"

#include "config/naming.hpp"

#include "base/unicode.hpp"

#include <string>
#include <utility>

namespace askd::config {
namespace {

using Values = std::map<std::string, SettingValue>;

// Passes settings on, and keeps what they became.
class RecordingSettings final : public Settings {
 public:
  RecordingSettings(Settings& settings, Values& values) : settings_(settings), values_(values) {}

  void operator()(std::string& value, const Key& key) override {
    settings_(value, key);
    if (key.secret)
      values_[key.name].value = Secret(value);
    else
      values_[key.name].value = value;
  }
  void operator()(bool& value, const Key& key) override { record(value, key); }
  void operator()(std::int64_t& value, const Key& key) override { record(value, key); }
  void operator()(std::chrono::milliseconds& value, const Key& key) override { record(value, key); }
  void operator()(std::vector<std::string>& value, const Key& key) override { record(value, key); }
  void fault(const std::string& key, const std::string& what) override { settings_.fault(key, what); }

 private:
  template <class T>
  void record(T& value, const Key& key) {
    settings_(value, key);
    values_[key.name].value = value;
  }

  Settings& settings_;
  Values& values_;
};

// Says again what was recorded.
class RecordedSettings final : public Settings {
 public:
  explicit RecordedSettings(const Values& values) : values_(values) {}

  void operator()(std::string& value, const Key& key) override {
    const auto kept = values_.find(key.name);
    if (kept == values_.end()) return;
    if (const auto* secret = std::get_if<Secret>(&kept->second.value)) value = secret->reveal();
    if (const auto* text = std::get_if<std::string>(&kept->second.value)) value = *text;
  }
  void operator()(bool& value, const Key& key) override { repeat(value, key); }
  void operator()(std::int64_t& value, const Key& key) override { repeat(value, key); }
  void operator()(std::chrono::milliseconds& value, const Key& key) override { repeat(value, key); }
  void operator()(std::vector<std::string>& value, const Key& key) override { repeat(value, key); }
  // Whatever the owner sees it has seen before, when the values were recorded.
  void fault(const std::string&, const std::string&) override {}

 private:
  template <class T>
  void repeat(T& value, const Key& key) {
    const auto kept = values_.find(key.name);
    if (kept == values_.end()) return;
    if (const auto* same = std::get_if<T>(&kept->second.value)) value = *same;
  }

  const Values& values_;
};

void check_backend_name(Section& is, const std::string& name, const std::vector<Backend>& others) {
  if (const auto checked = check_name(name); !checked) is.fault_of_key(name, checked.error().message);
  if (name == inbox_backend)
    is.fault_of_key(name, "the inbox is built in and always there: remove it, or choose another name");
  for (const std::string_view taken : {"name", "email", "zone", "role", "prefer"})
    if (name == taken)
      is.fault_of_key(name, "this is a setting of people's, who name backends there: choose another name");
  for (const Backend& other : others)
    if (unicode::fold_name(other.name) == unicode::fold_name(name))
      is.fault_of_key(name, "there is a backend of this name already, in other letters: " + other.name);
}

}  // namespace

bool SettingValue::operator==(const SettingValue& other) const {
  if (value.index() != other.value.index()) return false;
  return std::visit(
      [&](const auto& mine) {
        const auto& theirs = std::get<std::decay_t<decltype(mine)>>(other.value);
        if constexpr (std::is_same_v<std::decay_t<decltype(mine)>, Secret>)
          return mine.reveal() == theirs.reveal();
        else
          return mine == theirs;
      },
      value);
}

std::unique_ptr<Adapter> Backend::make() const {
  RecordedSettings recorded(settings);
  return type->make(recorded);
}

void declare_backends(Section& is, AdapterTypes types, std::vector<Backend>& backends) {
  const Key placeholder{.name = "BACKEND",
                        .help = "One use of an adapter. Rooms and people's identities name it.",
                        .example = "team-chat"};
  for (const std::string& name : is.names(placeholder)) {
    Backend backend;
    backend.name = name;
    check_backend_name(is, name, backends);
    std::vector<Section::Kind> kinds;
    std::string adapter;
    for (const AdapterType* type : types) {
      const auto declare = [&backend, type](Section& inner) {
        backend.type = type;
        RecordingSettings recording(inner, backend.settings);
        type->make(recording);
      };
      kinds.push_back({std::string(type->name), std::string(type->summary), declare});
    }
    is.section({.name = name, .help = placeholder.help}, [&](Section& inner) {
      inner.kind(adapter, {.name = "adapter", .help = "Which adapter it is.", .required = true}, kinds);
      inner.path(backend.ca_file,
                 {.name = "ca_file",
                  .help = "Certificates (PEM) to trust instead of the system's, for a platform of your "
                          "own.",
                  .example = "/etc/askd/tls/authorities.pem"});
    });
    backends.push_back(std::move(backend));
  }
}

}  // namespace askd::config
