#include "base/form_field.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"

namespace askd {
namespace {

std::string label_of(const FormField& field) { return field.title.empty() ? field.name : field.title; }

Error wrong(const FormField& field, const std::string& what) { return invalid(label_of(field) + " " + what + "."); }

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const std::string_view domain = text.substr(at + 1);
  if (domain.empty() || domain.front() == '.' || domain.back() == '.') return false;
  if (domain.find("..") != std::string_view::npos) return false;
  const auto bad_anywhere = [](char c) {
    return (c >= 0 && c <= ' ') || c == 0x7f || c == '<' || c == '>' || c == ',';
  };
  const auto bad_in_domain = [](char c) { return c == '@' || c == '/' || c == '"' || c == '(' || c == ')'; };
  return std::none_of(text.begin(), text.end(), bad_anywhere) &&
         std::none_of(domain.begin(), domain.end(), bad_in_domain);
}

bool is_uri(std::string_view text) {
  const auto uri = boost::urls::parse_uri({text.data(), text.size()});
  return uri.has_value() && !uri->scheme().empty();
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_instant(std::string(text) + "T00:00:00Z").has_value();
}

// Empty if `text` has the field's format; otherwise what it must be.
std::string_view missed_format(const FormField& field, std::string_view text) {
  if (field.format == "email" && !is_email(text)) return "must be an email address such as ana@example.com";
  if (field.format == "uri" && !is_uri(text)) return "must be a web address such as https://example.com/page";
  if (field.format == "date" && !is_date(text)) return "must be a date such as 2025-01-31";
  if (field.format == "date-time" && !parse_instant(text)) return "must be a time such as 2025-01-31T12:00:00Z";
  return {};
}

Result<std::string> check_string(const FormField& field, std::string_view text) {
  if (!field.format.empty()) {
    text = unicode::trim(text);
    const std::string_view missed = missed_format(field, text);
    if (!missed.empty()) return wrong(field, std::string(missed));
  }
  const std::size_t length = unicode::length(text);
  if (field.required && length == 0) return wrong(field, "must not be empty");
  if (field.min_length && length < *field.min_length)
    return wrong(field, "must have at least " + std::to_string(*field.min_length) + " characters");
  if (field.max_length && length > *field.max_length)
    return wrong(
        field, "must have at most " + std::to_string(*field.max_length) + " characters, not " + std::to_string(length));
  return std::string(text);
}

Result<std::string> check_number(const FormField& field, std::string_view text) {
  const bool integer = field.type == FormField::Type::integer;
  const std::string kind = integer ? "a whole number such as 12" : "a number such as 12 or 12.5";
  const auto number = parse_decimal(unicode::trim(text));
  if (!number || (integer && !number->whole())) return wrong(field, "must be " + kind);
  const auto minimum = field.minimum ? parse_decimal(*field.minimum) : std::nullopt;
  const auto maximum = field.maximum ? parse_decimal(*field.maximum) : std::nullopt;
  const bool too_small = minimum && *number < *minimum;
  const bool too_large = maximum && *number > *maximum;
  if (!too_small && !too_large) return to_text(*number);
  if (minimum && maximum) return wrong(field, "must be from " + to_text(*minimum) + " to " + to_text(*maximum));
  return wrong(field, too_small ? "must be at least " + to_text(*minimum) : "must be at most " + to_text(*maximum));
}

Result<std::string> check_boolean(const FormField& field, std::string_view text) {
  const std::string word = unicode::fold_name(unicode::trim(text));
  if (word == "true" || word == "yes") return std::string("true");
  if (word == "false" || word == "no") return std::string("false");
  return wrong(field, "must be yes or no");
}

std::string options_of(const FormField& field) {
  constexpr std::size_t shown = 10;
  std::string out;
  for (std::size_t i = 0; i < std::min(shown, field.options.size()); ++i) {
    if (i > 0) out += ", ";
    const auto& [value, label] = field.options[i];
    out += label.empty() ? value : label;
  }
  if (field.options.size() > shown) out += " and " + std::to_string(field.options.size() - shown) + " more";
  return out;
}

// The index of the only option that folds to `word`; nothing if there is none, or more than one.
std::optional<std::size_t> option_like(const FormField& field, const std::string& word) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < field.options.size(); ++i) {
    const auto& [value, label] = field.options[i];
    if (unicode::fold_name(value) != word && unicode::fold_name(label) != word) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::optional<std::size_t> option_numbered(const FormField& field, std::string_view text) {
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (number == 0 || number > field.options.size()) return std::nullopt;
  return number - 1;
}

std::optional<std::size_t> option_named(const FormField& field, std::string_view text) {
  for (std::size_t i = 0; i < field.options.size(); ++i)
    if (field.options[i].first == text) return i;
  const std::string_view trimmed = unicode::trim(text);
  if (trimmed.empty()) return std::nullopt;
  for (std::size_t i = 0; i < field.options.size(); ++i)
    if (field.options[i].first == trimmed || field.options[i].second == trimmed) return i;
  if (const auto alike = option_like(field, unicode::fold_name(trimmed))) return alike;
  return option_numbered(field, trimmed);
}

Result<std::string> check_choice(const FormField& field, std::string_view text) {
  const auto option = option_named(field, text);
  if (!option) return wrong(field, "must be one of: " + options_of(field));
  return field.options[*option].first;
}

}  // namespace

Result<std::string> check_value(const FormField& field, std::string_view text) {
  if (!unicode::valid_utf8(text)) return wrong(field, "must be UTF-8 text");
  switch (field.type) {
    case FormField::Type::string:
      return check_string(field, text);
    case FormField::Type::number:
    case FormField::Type::integer:
      return check_number(field, text);
    case FormField::Type::boolean:
      return check_boolean(field, text);
    case FormField::Type::choice:
    case FormField::Type::several:
      return check_choice(field, text);
  }
  return wrong(field, "has a type that nobody knows");
}

Result<std::vector<std::string>> check_values(const FormField& field, const std::vector<std::string>& texts) {
  std::vector<bool> picked(field.options.size());
  for (const std::string& text : texts) {
    if (!unicode::valid_utf8(text)) return wrong(field, "must be UTF-8 text");
    const auto option = option_named(field, text);
    if (!option) return wrong(field, "must be some of: " + options_of(field));
    picked[*option] = true;
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < picked.size(); ++i)
    if (picked[i]) values.push_back(field.options[i].first);
  if (field.required && values.empty()) return wrong(field, "needs at least one of: " + options_of(field));
  if (field.min_length && values.size() < *field.min_length)
    return wrong(field, "needs at least " + std::to_string(*field.min_length) + " of: " + options_of(field));
  if (field.max_length && values.size() > *field.max_length)
    return wrong(field, "takes at most " + std::to_string(*field.max_length) + " options");
  return values;
}

}  // namespace askd
