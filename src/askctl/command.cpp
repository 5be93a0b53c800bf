#include "askctl/command.hpp"

namespace askd::askctl {

std::optional<std::string> Given::find(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return std::nullopt;
  return found->second.empty() ? std::string{} : found->second.front();
}

std::span<const std::string> Given::all(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return {};
  return found->second;
}

std::string_view Command::group() const {
  const auto space = name.find(' ');
  return space == std::string_view::npos ? std::string_view{} : name.substr(0, space);
}

std::string_view Command::word() const {
  const auto space = name.find(' ');
  return space == std::string_view::npos ? name : name.substr(space + 1);
}

}  // namespace askd::askctl
