// Looks into the JSON that askd sends, which may be of a later version: what isn't there is empty.
#pragma once

#include "base/json.hpp"

#include <string>

namespace askd::askctl {

// The member if it is a string; otherwise an empty text.
std::string text_in(const Json& json, const char* name);

// The member, or null.
const Json& member_in(const Json& json, const char* name);

}  // namespace askd::askctl
