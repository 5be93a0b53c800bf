// The labels of buttons and of the entries of lists, where a platform limits their length.
#pragma once

#include "askd/words.hpp"

#include <cstddef>
#include <vector>

namespace askd::core::cards {

bool labels_fit(const std::vector<Button>& buttons, std::size_t most);

// True if the numbers from 1 to `count` fit into labels of `most` code points.
bool numbers_fit(std::size_t count, std::size_t most);

// Puts a number before each label and cuts what is then too long, so that two labels that begin alike can still be told
// apart: "1. Deploy to production…". Where there is hardly any room the number stands alone.
void number_labels(std::vector<Button>& buttons, std::size_t most);

}  // namespace askd::core::cards
