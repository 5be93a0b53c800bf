#include "config/meant.hpp"

#include <algorithm>

namespace askd::config {
namespace {

// Words longer than that are no typos, and comparing them would cost time.
constexpr std::size_t word_max = 64;

char plain(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

// Letters to insert, to drop, to change, or to swap with their neighbour (Damerau and Levenshtein's distance). Case,
// and which dash it was, don't count.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before(other.size() + 1), last(other.size() + 1), row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const bool same = plain(one[i - 1]) == plain(other[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && plain(one[i - 1]) == plain(other[j - 2]) && plain(one[i - 2]) == plain(other[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[other.size()];
}

}  // namespace

std::string meant(std::string_view word, const std::vector<std::string>& known, std::size_t most) {
  std::string best;
  if (word.size() > word_max) return best;
  std::size_t least = std::min(most, std::max<std::size_t>(1, word.size() / 3)) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > word_max) continue;
    const std::size_t far = distance(word, candidate);
    if (far >= least || far >= candidate.size()) continue;
    least = far;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string guess = meant(word, known);
  return guess.empty() ? std::string() : "; did you mean \"" + guess + "\"?";
}

std::string one_of_these(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += "\"" + words[i] + "\"";
  }
  return out;
}

}  // namespace askd::config
