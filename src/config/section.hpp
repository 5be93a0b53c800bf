// Declares settings that have a structure: mappings, lists of mappings, names that the operator chooses. One
// declaration serves the reader and every document.
#pragma once

#include "base/secret.hpp"

#include "askd/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace askd::config {

// A secret, and the file that holds it. For {env: …} there is no file.
struct SecretValue {
  Secret text = {};
  std::filesystem::path file = {};
};

class Section : public Settings {
 public:
  using Declare = std::function<void(Section&)>;

  // What a kind of something (an adapter) declares, beside what all kinds share.
  struct Kind {
    std::string name;
    std::string help;
    Declare declare;
  };

  using Settings::operator();
  // In bytes.
  virtual void size(std::uint64_t& bytes, const Key& key) = 0;
  virtual void secret(SecretValue& value, const Key& key) = 0;
  // A relative path starts from the folder of the file that names it.
  virtual void path(std::filesystem::path& value, const Key& key) = 0;

  // A mapping under `key`. It is declared also where the file lacks it, so that defaults and overrides apply.
  virtual void section(const Key& key, const Declare& declare) = 0;
  // A list of mappings under `key`; `declare` is called for each.
  virtual void items(const Key& key, const Declare& declare) = 0;
  // A list of texts, or a mapping; `declare` is called only for the mapping.
  virtual void list_or_section(std::vector<std::string>& value, const Key& key, const Declare& declare) = 0;
  // A word that decides which other settings there are.
  virtual void kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) = 0;

  // The keys that nothing has declared yet, in the order of the file: names that the operator chose. Each is to be
  // declared then, or told as a fault. A document gets the placeholder's own name.
  virtual std::vector<std::string> names(const Key& placeholder) = 0;
  // All keys in the order of the file.
  virtual std::vector<std::string> order() const = 0;
  // Refuses a key that this version doesn't support yet.
  virtual void not_yet(const std::string& key, const std::string& why) = 0;

  // As fault(), at the key itself or at one entry of its list.
  virtual void fault_of_key(const std::string& key, const std::string& what) = 0;
  virtual void fault_in(const std::string& key, std::size_t index, const std::string& what) = 0;
};

}  // namespace askd::config
