// The phrases that stories are told in.
#pragma once

#include "stories/story.hpp"
#include "stories/world.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askd::stories {

struct Phrase {
  std::string_view pattern;
  // Throws BadLine, without file and line, for what didn't come true.
  void (*tell)(World& world, const Said& said);
};

// More would be a language of its own, with a manual that nobody reads.
inline constexpr std::size_t phrases_max = 30;

std::span<const Phrase> events();  // what happens
std::span<const Phrase> checks();  // what must have come of it

// The phrase that the words are, and what stands in its places; a null pointer if they are none.
struct Meant {
  const Phrase* phrase = nullptr;
  Said said = {};
};
Meant meant_by(const std::vector<Word>& words);

// Tells the whole story. The BadLine that it throws names file and line.
void tell(const Story& story);

// What is asked: a form ("approval", "choice", "several", "text", "fields") and clauses, each a keyword and a word.
core::asks::Requested question(World& world, std::string_view form, const std::string& title,
                               const std::vector<Word>& clauses);

// A value as a story writes it: "approve", "red", "a, b", "cost: 12, region: eu".
core::Value value_of(const core::Form& form, const std::string& text);
std::string text_of(const core::Value& value);

}  // namespace askd::stories
