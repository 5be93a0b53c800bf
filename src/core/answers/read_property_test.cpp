// Random replies to random forms: whatever is read as an answer is one, in its canonical form.
#include "core/answers/answers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askd::core::answers {
namespace {

// A linear congruential generator; its upper bits are good enough here.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % bound);
  }

 private:
  std::uint64_t state_;
};

std::vector<Form> forms() {
  const std::vector<Option> options = {{"yes", "Yes"}, {"2", "Two and more"}, {"c", "a, b"}, {"a", "b"}};
  Fields fields;
  fields.note = true;
  fields.fields = {{.name = "a", .title = "yes", .type = FormField::Type::integer, .required = true, .maximum = "3"},
                   {.name = "b", .type = FormField::Type::several, .options = {{"1", "2"}, {"no", "a"}, {"x", "b"}}},
                   {.name = "c", .type = FormField::Type::boolean, .fallback = "false"},
                   {.name = "d", .type = FormField::Type::choice, .options = {{"1", "2"}, {"yes", "b"}}}};
  return {Approval{}, Choice{.options = options}, Choice{.options = options, .multiple = true}, Text{.max_length = 12},
          fields};
}

std::string random_reply(Chance& chance) {
  static constexpr std::array<std::string_view, 36> pieces = {
      "yes",  "no",           "1",    "2",        "3",      "a", "b",  "c", "d", "and", ", ",   " ",      "\n",
      "\r\n", ": ",           "=",    ".",        ")",      "#", "\"", "*", "👍", "👎",   "🏽", "\uFE0F", "\u20E3",
      "?",    "Two and more", "\xff", "\xe2\x80", "\u202e", "!", ";",  "-", "x", "\t"};
  std::string text;
  for (std::size_t count = chance.below(9); count > 0; --count) text += pieces[chance.below(pieces.size())];
  return text;
}

TEST(ReadProperty, WhatIsReadIsCanonical) {
  std::size_t answers = 0;
  for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
    Chance chance(seed);
    const std::string said = random_reply(chance);
    for (const Form& form : forms()) {
      const auto reading = read(form, said);
      if (!reading) continue;
      ++answers;
      const auto checked = check(form, reading->value);
      ASSERT_TRUE(checked.has_value()) << "said: " << said;
      EXPECT_EQ(*checked, reading->value) << "said: " << said;
      EXPECT_FALSE(describe(form, reading->value).empty());
    }
  }
  EXPECT_GT(answers, 300U);
}

}  // namespace
}  // namespace askd::core::answers
