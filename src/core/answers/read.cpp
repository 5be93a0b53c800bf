// What people type in a conversation, read as an answer.
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "core/answers/filling.hpp"
#include "core/answers/matching.hpp"

#include <utility>

namespace askd::core::answers {
namespace {

struct FirstLine {
  std::string_view line;
  std::string_view rest;
};

FirstLine first_line(std::string_view said) {
  const std::string_view text = unicode::trim(said);
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  return {unicode::trim(line), unicode::trim(text.substr(line.size()))};
}

std::optional<Reading> with_note(Value value, std::string_view note) {
  if (unicode::length(note) > note_max) return std::nullopt;
  return Reading{std::move(value), std::string(note)};
}

std::optional<Reading> read_as(const Text& form, std::string_view said) {
  const std::string_view trimmed = unicode::trim(said);
  if (trimmed.empty()) return std::nullopt;
  const std::size_t before = said.find(trimmed);
  const std::string_view text = said.substr(0, before + trimmed.size());
  if (unicode::length(text) > form.max_length) return std::nullopt;
  return Reading{std::string(text), {}};
}

std::optional<Reading> read_as(const Approval&, std::string_view said) {
  const auto [line, rest] = first_line(said);
  const auto index = Matcher(approval_options()).one(line);
  if (!index) return std::nullopt;
  return with_note(approval_options()[*index].value, rest);
}

std::optional<Reading> read_as(const Choice& form, std::string_view said) {
  const auto [line, rest] = first_line(said);
  const Matcher matcher(form.options);
  if (!form.multiple) {
    const auto index = matcher.one(line);
    if (!index) return std::nullopt;
    return with_note(form.options[*index].value, rest);
  }
  const auto picked = matcher.several(line);
  if (!picked) return std::nullopt;
  std::vector<std::string> values;
  for (const std::size_t index : *picked) values.push_back(form.options[index].value);
  return with_note(std::move(values), rest);
}

std::optional<Reading> read_as(const Fields& form, std::string_view said) {
  auto lines = read_lines(form, said);
  if (!lines) return std::nullopt;
  return with_note(std::move(lines->values), lines->note);
}

}  // namespace

std::optional<Reading> read(const Form& form, std::string_view said) {
  return std::visit([&](const auto& kind) { return read_as(kind, said); }, form);
}

}  // namespace askd::core::answers
