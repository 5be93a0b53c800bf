// One YAML file as a tree of texts. Nothing is interpreted yet: whoever reads a value says what it is to be.
#pragma once

#include "config/faults.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

struct Entry;

struct Node {
  enum class Kind { nothing, text, list, map };

  Kind kind = Kind::nothing;  // `nothing` where a value is missing, as in "key:" or "key: ~"
  std::string text = {};
  bool comment_follows = false;  // "key: #ops" looks like a value, and is none
  std::vector<Node> items;
  std::vector<Entry> entries;  // incomplete yet: an initializer here would need its size
  Place place = {};

  const Entry* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;  // of the key
  Node value;
};

}  // namespace askd::config
