#include "config/example_settings.hpp"

#include "config/wrapped.hpp"

#include <cstddef>
#include <ostream>

namespace askd::config {
namespace {

constexpr std::size_t width = 100;

std::string value_of(const Key& key, bool secret) {
  if (!key.fallback.empty()) return key.fallback;
  if (!key.example.empty()) return key.example;
  return secret ? "{credential: NAME}" : "\"\"";
}

}  // namespace

void ExampleSettings::help(const std::string& text) {
  for (const std::string& part : wrapped(text, width)) out_ << margin_ << "# " << part << "\n";
}

// The outermost section that is in a comment holds the only '#'; what stands within is indented behind it.
void ExampleSettings::line(const std::string& text) { out_ << margin_ << (commented_ ? "" : "#") << text << "\n"; }

void ExampleSettings::begin() {
  if (header_.empty()) return;
  // What stands in a section is two columns further in than its header.
  out_ << margin_.substr(0, margin_.size() - 2) << header_ << ":\n";
  header_.clear();
}

void ExampleSettings::document(const Key& key, Type type) {
  begin();
  help(key.help);
  line(key.name + ": " + value_of(key, type == Type::secret));
}

void ExampleSettings::section(const Key& key, const Declare& declare) {
  begin();
  if (margin_.empty()) {
    out_ << "\n";
    help(key.help);
    out_ << key.name << ":\n";
    ExampleSettings inner(out_, "  ", false, {});
    return declare(inner);
  }
  help(key.help);
  const std::string name = is_placeholder(key) ? placeholder().example : key.name;
  ExampleSettings inner(out_, margin_ + (commented_ ? "  " : "#  "), true, name);
  declare(inner);
}

void ExampleSettings::items(const Key& key, const Declare&) { document(key, Type::list); }

void ExampleSettings::list_or_section(std::vector<std::string>&, const Key& key, const Declare&) {
  document(key, Type::list);
}

// Each kind is a section of its own, named after it.
void ExampleSettings::kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) {
  for (const Kind& one : kinds) {
    value = one.name;
    const std::string outer = margin_.substr(0, margin_.find('#'));
    out_ << outer << "# " << one.help << "\n" << outer << "#" << one.name << ":\n";
    header_.clear();
    line(key.name + ": " + one.name);
    one.declare(*this);
  }
}

}  // namespace askd::config
