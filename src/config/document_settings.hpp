// What all documents of the settings have in common: owners get the defaults, and faults don't exist.
#pragma once

#include "config/section.hpp"

#include <string>
#include <vector>

namespace askd::config {

class DocumentSettings : public Section {
 public:
  using Section::operator();
  void operator()(std::string& value, const Key& key) override;
  void operator()(bool& value, const Key& key) override;
  void operator()(std::int64_t& value, const Key& key) override;
  void operator()(std::chrono::milliseconds& value, const Key& key) override;
  void operator()(std::vector<std::string>& value, const Key& key) override;
  void size(std::uint64_t& bytes, const Key& key) override;
  void secret(SecretValue& value, const Key& key) override;
  void path(std::filesystem::path& value, const Key& key) override;

  std::vector<std::string> names(const Key& placeholder) override;
  std::vector<std::string> order() const override { return {}; }
  void not_yet(const std::string&, const std::string&) override {}
  void fault(const std::string&, const std::string&) override {}
  void fault_of_key(const std::string&, const std::string&) override {}
  void fault_in(const std::string&, std::size_t, const std::string&) override {}

 protected:
  enum class Type { text, truth, number, duration, size, list, secret, path };
  virtual void document(const Key& key, Type type) = 0;

  // The keys that the operator chooses, once names() was asked for.
  const Key& placeholder() const { return placeholder_; }
  bool is_placeholder(const Key& key) const { return !placeholder_.name.empty() && key.name == placeholder_.name; }

 private:
  Key placeholder_ = {};
};

}  // namespace askd::config
