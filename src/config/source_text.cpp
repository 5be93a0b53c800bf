#include "config/source_text.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <utility>

namespace askd::config {

SourceText::SourceText(std::string file, std::size_t order, std::string_view bytes)
    : file_(std::move(file)), order_(order), bytes_(bytes) {
  if (bytes_.starts_with("\xEF\xBB\xBF")) bytes_.remove_prefix(3);
  lines_.push_back(0);
  for (std::size_t i = 0; i < bytes_.size(); ++i)
    if (bytes_[i] == '\n') lines_.push_back(i + 1);
}

bool SourceText::check(Faults& faults) const {
  const std::size_t before = faults.size();
  if (bytes_.starts_with("\xFE\xFF") || bytes_.starts_with("\xFF\xFE") || bytes_.substr(0, 4).find('\0') < 4) {
    faults.add(place(0), {}, "this is UTF-16 or no text at all: save the file as UTF-8");
    return false;
  }
  for (const std::size_t begin : lines_) {
    const std::string_view line = rest_of_line(begin);
    for (std::size_t i = 0; i < line.size();) {
      const auto point = unicode::code_point_at(line, i);
      const auto byte = static_cast<unsigned char>(line[i]);
      if (point.size == 1 && byte >= 0x80) {
        faults.add(place(begin + i), {}, "this is no UTF-8: save the file as UTF-8");
        return false;
      }
      if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
        faults.add(place(begin + i), {}, "a control character stands here: remove it");
        break;
      }
      i += point.size;
    }
    const std::size_t indent = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (indent != std::string_view::npos && tab < indent && line[indent] != '#')
      faults.add(place(begin + tab), {}, "this line is indented by a tab: YAML wants spaces");
  }
  return faults.size() == before;
}

Place SourceText::place(std::size_t offset) const {
  offset = std::min(offset, bytes_.size());
  const auto after = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const auto line = static_cast<std::size_t>(after - lines_.begin());
  const std::string_view before = bytes_.substr(lines_[line - 1], offset - lines_[line - 1]);
  return Place{file_, line, unicode::length(before) + 1, order_};
}

std::string_view SourceText::rest_of_line(std::size_t offset) const {
  if (offset >= bytes_.size()) return {};
  std::string_view line = bytes_.substr(offset);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool SourceText::quote_is_closed(std::size_t offset) const {
  if (offset >= bytes_.size()) return true;
  const char quote = bytes_[offset];
  if (quote != '"' && quote != '\'') return true;
  for (std::size_t i = offset + 1; i < bytes_.size(); ++i) {
    if (quote == '"' && bytes_[i] == '\\') {
      ++i;
    } else if (bytes_[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < bytes_.size() && bytes_[i + 1] == quote;
      if (!doubled) return true;
      ++i;
    }
  }
  return false;
}

}  // namespace askd::config
