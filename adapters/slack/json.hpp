// Reading what Slack sends without trusting it: whatever is missing or of another type reads as empty.
#pragma once

#include "askd/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace askd::adapters::slack {

using Json = nlohmann::json;

// Holds a parsed answer or payload. A bare Json would convert to nearly anything, a Result included.
struct Parsed {
  Json json;
};

// Fault::invalid if it isn't an object or nests deeper than anything of Slack's. Never throws.
Result<Parsed> parse_object(std::string_view text);

// Never throws: bytes that aren't UTF-8 become U+FFFD.
std::string dump(const Json& json);

const Json& part(const Json& json, const char* name);  // null if there is no such member
std::string text(const Json& json, const char* name);
bool flag(const Json& json, const char* name);

// The elements of a member; none if it isn't a list.
const Json::array_t& list(const Json& json, const char* name);

}  // namespace askd::adapters::slack
