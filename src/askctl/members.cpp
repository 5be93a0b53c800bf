#include "askctl/members.hpp"

#include <nlohmann/json.hpp>

namespace askd::askctl {

const Json& member_in(const Json& json, const char* name) {
  static const Json none;
  const auto found = json.is_object() ? json.find(name) : json.end();
  return found == json.end() ? none : *found;
}

std::string text_in(const Json& json, const char* name) {
  const Json& member = member_in(json, name);
  return member.is_string() ? member.get<std::string>() : std::string{};
}

}  // namespace askd::askctl
