// Reads YAML strictly: one document, no anchors, no tags, no key twice, and every scalar is a text.
#pragma once

#include "config/faults.hpp"
#include "config/node.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askd::config {

// What stands in `bytes`, a whole file. `file` is its name for the faults, `order` its number among the files. An empty
// file is an empty mapping. Nothing, with faults, if it couldn't be read to its end; after other faults (a key that
// stands twice) the tree holds what is left.
std::optional<Node> read_yaml(const std::string& file, std::size_t order, std::string_view bytes, Faults& faults);

}  // namespace askd::config
