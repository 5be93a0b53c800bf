// Prints settings as a commented example file.
#pragma once

#include "config/document_settings.hpp"

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace askd::config {

class ExampleSettings final : public DocumentSettings {
 public:
  explicit ExampleSettings(std::ostream& out) : out_(out) {}

  void section(const Key& key, const Declare& declare) override;
  void items(const Key& key, const Declare& declare) override;
  void list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) override;
  void kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) override;

 private:
  ExampleSettings(std::ostream& out, std::string margin, bool commented, std::string header)
      : out_(out), margin_(std::move(margin)), commented_(commented), header_(std::move(header)) {}

  void document(const Key& key, Type type) override;
  void help(const std::string& text);
  void line(const std::string& text);
  void begin();

  std::ostream& out_;
  std::string margin_ = {};
  bool commented_ = false;   // the whole section is in a comment already
  std::string header_ = {};  // of a section, until the first line of it is printed
};

}  // namespace askd::config
