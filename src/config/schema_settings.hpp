// Collects settings as a JSON Schema.
#pragma once

#include "config/document_settings.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace askd::config {

class SchemaSettings final : public DocumentSettings {
 public:
  void section(const Key& key, const Declare& declare) override;
  void items(const Key& key, const Declare& declare) override;
  void list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) override;
  void kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) override;

  // The schema of the mapping.
  nlohmann::ordered_json take();

  // What the schemas refer to: secret, duration, size, text and list.
  static nlohmann::ordered_json definitions();

 private:
  void document(const Key& key, Type type) override;
  void put(const Key& key, nlohmann::ordered_json schema);

  nlohmann::ordered_json properties_ = nlohmann::ordered_json::object();
  nlohmann::ordered_json others_ = false;  // of the keys that the operator chooses
  nlohmann::ordered_json required_ = nlohmann::ordered_json::array();
  nlohmann::ordered_json kinds_ = nlohmann::ordered_json::array();
};

}  // namespace askd::config
