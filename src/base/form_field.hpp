// One field of a form that people fill in, and the check of what they wrote. No JSON in here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include "askd/result.hpp"

namespace askd {

struct FormField {
  enum class Type : std::uint8_t {
    string,
    number,
    integer,
    boolean,
    choice,  // one of `options`
    several  // any of `options`
  };
  BOOST_DESCRIBE_NESTED_ENUM(Type, string, number, integer, boolean, choice, several)

  std::string name = {};
  std::string title = {};  // may be empty: then the name is shown
  std::string description = {};
  Type type = Type::string;
  bool required = false;
  std::optional<std::string> minimum = {};  // of a number, as decimal text
  std::optional<std::string> maximum = {};
  std::optional<std::uint32_t> min_length = {};  // of a string in code points, of several in options
  std::optional<std::uint32_t> max_length = {};
  std::string format = {};                                        // "email", "uri", "date", "date-time" or nothing
  std::vector<std::pair<std::string, std::string>> options = {};  // value and label
  std::optional<std::string> fallback = {};                       // the default, canonical for the type
  bool operator==(const FormField&) const = default;
};
BOOST_DESCRIBE_STRUCT(FormField, (),
                      (name, title, description, type, required, minimum, maximum, min_length, max_length, format,
                       options, fallback))

// What `text` means for the field, in canonical form (a number as JSON writes it, "true" or "false", the value of an
// option), or a sentence that says what is wrong with it. Numbers are compared as decimals, digit by digit. Options
// match by value, label (in any case) or number from 1. White space around the text is ignored, but for strings.
// An empty text is checked like any other: leave a field out if it was left blank and isn't required.
// Of several options, `text` is one of them: use check_values().
Result<std::string> check_value(const FormField& field, std::string_view text);

// The values of the options that `texts` name, each once and in the order of the options.
Result<std::vector<std::string>> check_values(const FormField& field, const std::vector<std::string>& texts);

}  // namespace askd
