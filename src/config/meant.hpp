// Guesses what a misspelled word was meant to be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::config {

// The nearest of `known`, by the letters that would have to be changed, if it is near enough; otherwise empty.
// `most` letters may differ, or fewer in a short word.
std::string meant(std::string_view word, const std::vector<std::string>& known, std::size_t most = 4);

// `; did you mean "listen"?`, or nothing where no word is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

// `"a", "b" or "c"`, for sentences.
std::string one_of_these(const std::vector<std::string>& words);

}  // namespace askd::config
