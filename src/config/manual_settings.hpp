// Prints settings as the parts of a manual page, in mdoc.
#pragma once

#include "config/document_settings.hpp"

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace askd::config {

class ManualSettings final : public DocumentSettings {
 public:
  // `name` is the dotted path of the section; the outermost has none.
  ManualSettings(std::ostream& out, std::string name) : out_(out), name_(std::move(name)) {}

  void section(const Key& key, const Declare& declare) override;
  void items(const Key& key, const Declare& declare) override;
  void list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) override;
  void kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) override;

 private:
  void document(const Key& key, Type type) override;
  void entry(const Key& key, const std::string& type);
  std::string full(const std::string& key) const { return name_.empty() ? key : name_ + "." + key; }

  std::ostream& out_;
  std::string name_;
};

void print_manual_head(std::ostream& out);
void print_manual_end(std::ostream& out);

}  // namespace askd::config
