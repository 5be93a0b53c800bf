// The checks that the bodies of several requests share. Each tells its problem and goes on.
#pragma once

#include "base/json_read.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askd::shapes {

struct TextRule {
  std::size_t min = 0;  // in code points
  std::size_t max = 0;
  bool lines = false;  // line feeds and tabs are allowed
};

// The member of an object, or nothing. Null counts as absent.
const Json* member_of(const Json& object, const char* name);

// Tells what in `object` isn't `known`, and names the likely one. False if it isn't an object at all.
bool only_members(const json::Reader& reader, const Json& object, std::span<const std::string_view> known);

// The text, if it is one that the rule allows; control characters are refused.
std::optional<std::string> read_text(const json::Reader& reader, const Json& json, TextRule rule);
// As read_text(), for a text at hand.
bool check_text(const json::Reader& reader, std::string_view text, TextRule rule);

// A problem found by somebody who saw only a part: `pointer` begins where `reader` stands.
void problem_below(const json::Reader& reader, std::string_view pointer, const std::string& detail);

std::optional<std::chrono::milliseconds> read_duration(const json::Reader& reader, const Json& json,
                                                       std::chrono::milliseconds min, std::chrono::milliseconds max);

// An array of at most 20 names that begin with one of `marks`: "#@" or "@".
std::vector<std::string> read_names(const json::Reader& reader, const Json& json, std::string_view marks);

}  // namespace askd::shapes
