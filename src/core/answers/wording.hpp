// How the answers and the cards put numbers, lists and foreign text into a line for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::answers {

// One line of what somebody else wrote: line ends and tabs become spaces, and what can't be seen is spelled out.
std::string in_one_line(std::string_view text);

// "10,000".
std::string grouped(std::size_t number);

// "a", "a and b", "a, b and c"; `last` is the word before the last one.
std::string listed(const std::vector<std::string>& items, std::string_view last);

}  // namespace askd::core::answers
