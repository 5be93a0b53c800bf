#include "core/cards/labels.hpp"

#include "base/unicode.hpp"
#include "core/cards/cut.hpp"

#include <algorithm>
#include <string>

namespace askd::core::cards {

bool labels_fit(const std::vector<Button>& buttons, std::size_t most) {
  return most > 0 &&
         std::ranges::all_of(buttons, [&](const Button& button) { return unicode::length(button.label) <= most; });
}

bool numbers_fit(std::size_t count, std::size_t most) { return std::to_string(count).size() <= most; }

void number_labels(std::vector<Button>& buttons, std::size_t most) {
  constexpr std::size_t worth_showing = 4;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    const std::size_t taken = number.size() + 2;
    const bool room = most >= taken + worth_showing;
    buttons[i].label = room ? number + ". " + cut_line(buttons[i].label, most - taken) : number;
  }
}

}  // namespace askd::core::cards
