// Reads one mapping of a file as settings, and collects what is wrong with it.
#pragma once

#include "config/faults.hpp"
#include "config/node.hpp"
#include "config/overrides.hpp"
#include "config/section.hpp"
#include "config/surroundings.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace askd::config {

// What is shared by all mappings of one reading. All of it must outlive the readers.
struct Reading {
  Faults& faults;
  Overrides& overrides;
  const Surroundings& surroundings;
  std::filesystem::path folder = {};  // of the file: where its relative paths start
};

class YamlSettings final : public Section {
 public:
  // `node` may be null: a mapping that isn't there. `by_environment` says whether variables may override it.
  YamlSettings(Reading& reading, const Node* node, Place place, std::string name, bool by_environment);

  using Section::operator();
  void operator()(std::string& value, const Key& key) override;
  void operator()(bool& value, const Key& key) override;
  void operator()(std::int64_t& value, const Key& key) override;
  void operator()(std::chrono::milliseconds& value, const Key& key) override;
  void operator()(std::vector<std::string>& value, const Key& key) override;
  void fault(const std::string& key, const std::string& what) override;

  void size(std::uint64_t& bytes, const Key& key) override;
  void secret(SecretValue& value, const Key& key) override;
  void path(std::filesystem::path& value, const Key& key) override;
  void section(const Key& key, const Declare& declare) override;
  void items(const Key& key, const Declare& declare) override;
  void list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) override;
  void kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) override;
  std::vector<std::string> names(const Key& placeholder) override;
  std::vector<std::string> order() const override;
  void not_yet(const std::string& key, const std::string& why) override;
  void fault_of_key(const std::string& key, const std::string& what) override;
  void fault_in(const std::string& key, std::size_t index, const std::string& what) override;

  // Tells the keys that nothing declared. To be called once everything is.
  void refuse_unknown();

 private:
  std::string full(const std::string& key) const { return name_.empty() ? key : name_ + "." + key; }
  const Entry* entry(const std::string& key) const { return node_ == nullptr ? nullptr : node_->find(key); }
  Place place_of(const std::string& key) const;
  void add(const Place& place, const std::string& key, const std::string& what);

  const Node* find(const Key& key, bool leaf);
  const Node* missing(const Key& key, const Entry& given);
  std::optional<std::string> text(const Key& key);
  std::optional<std::string> text_in(const Node& node, const Key& key);
  void read_mapping(const Node& node, const Key& key, const Declare& declare);
  bool read_list(std::vector<std::string>& value, const Node& node, const Key& key);
  template <class T, class Read>
  void read_scalar(T& value, const Key& key, const Read& read);

  Reading& reading_;
  const Node* node_;
  Place place_;
  std::string name_;
  bool by_environment_;
  bool without_kind_ = false;  // the word that decides which settings there are is wrong: any may be right
  std::set<std::string> declared_;
  std::set<std::string> unreadable_;           // secrets that were named and couldn't be had
  std::vector<std::string> offered_;           // what a misspelled key may have been meant to be
  std::map<std::string, const Node*> values_;  // that were read, for the places of later faults
};

}  // namespace askd::config
