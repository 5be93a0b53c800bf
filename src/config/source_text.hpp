// The bytes of a YAML file: what must be mended before they can be parsed, and where in them something stands.
#pragma once

#include "config/faults.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

class SourceText {
 public:
  SourceText(std::string file, std::size_t order, std::string_view bytes);

  // Without the byte order mark.
  std::string_view bytes() const { return bytes_; }

  // False, with faults, if the text is no UTF-8, holds control characters, or is indented by tabs.
  bool check(Faults& faults) const;

  // Of the byte at `offset`.
  Place place(std::size_t offset) const;

  // The rest of the line that begins at `offset`, without what ends the line.
  std::string_view rest_of_line(std::size_t offset) const;

  // True if the quoted text that begins at `offset` ends somewhere.
  bool quote_is_closed(std::size_t offset) const;

 private:
  std::string file_;
  std::size_t order_ = 0;
  std::string_view bytes_;
  std::vector<std::size_t> lines_;  // where each begins
};

}  // namespace askd::config
