// Questions and values as stories write them.
#include "stories/phrases.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::stories {
namespace {

using core::asks::Requested;

std::pair<std::string, std::string> name_and_value(const std::string& text) {
  const auto colon = text.find(": ");
  if (colon == std::string::npos) throw BadLine("\"name: value\" is expected instead of \"" + text + "\"");
  return {text.substr(0, colon), text.substr(colon + 2)};
}

core::Form form_called(std::string_view form) {
  if (form == "approval") return core::Approval{};
  if (form == "choice" || form == "several") return core::Choice{{}, form == "several", true};
  if (form == "text") return core::Text{};
  if (form == "fields") return core::Fields{};
  throw BadLine("there is no form " + std::string(form));
}

void add_options(Requested& wanted, const std::string& text) {
  auto& options = std::get<core::Choice>(wanted.question.form).options;
  for (const std::string& value : listed(text)) options.push_back({value, value});
}

void add_fields(Requested& wanted, const std::string& text) {
  auto& fields = std::get<core::Fields>(wanted.question.form).fields;
  for (const std::string& one : listed(text)) {
    const auto [name, type] = name_and_value(one);
    fields.push_back({.name = name, .required = true});
    fields.back().type = type == "integer" ? FormField::Type::integer : FormField::Type::string;
  }
}

// A body of so many characters, in words, so that one sees where it is cut.
std::string long_body(const std::string& characters) {
  std::string body;
  while (body.size() < std::stoul(characters)) body += "All of this must be read. ";
  return body;
}

struct Clause {
  std::string_view keyword;
  void (*add)(World& world, Requested& wanted, const std::string& word);
};

constexpr std::array<Clause, 10> clauses{{
    {"until",
     [](World& world, Requested& wanted, const std::string& word) {
       const auto time = time_of_day(word);
       if (!time) throw BadLine(word + " is no time");
       wanted.expires = world.at(*time);
     }},
    {"default", [](World&, Requested& wanted,
                   const std::string& word) { wanted.question.fallback = value_of(wanted.question.form, word); }},
    {"required",
     [](World&, Requested& wanted, const std::string& word) {
       wanted.question.required = static_cast<std::uint32_t>(std::stoul(word));
     }},
    {"approvers", [](World&, Requested& wanted, const std::string& word) { wanted.question.approvers = listed(word); }},
    {"of", [](World&, Requested& wanted, const std::string& word) { add_options(wanted, word); }},
    {"with", [](World&, Requested& wanted, const std::string& word) { add_fields(wanted, word); }},
    {"body", [](World&, Requested& wanted, const std::string& word) { wanted.question.body.text = word; }},
    {"length", [](World&, Requested& wanted, const std::string& word) { wanted.question.body.text = long_body(word); }},
    {"beside",
     [](World& world, Requested& wanted, const std::string& word) {
       wanted.conversation = world.ask(word).ask.conversation;
       wanted.fresh_conversation = false;
     }},
    {"instead-of",
     [](World& world, Requested& wanted, const std::string& word) { wanted.supersedes = world.id_of(word); }},
}};

}  // namespace

core::asks::Requested question(World& world, std::string_view form, const std::string& title,
                               const std::vector<Word>& words) {
  Requested wanted;
  wanted.id = world.fresh<AskId>();
  wanted.conversation = world.fresh<ConversationId>();
  wanted.question.title = title;
  wanted.question.form = form_called(form);
  if (words.size() % 2 != 0) throw BadLine("each clause is a keyword and one word");
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const auto clause =
        std::find_if(clauses.begin(), clauses.end(), [&](const Clause& one) { return one.keyword == words[i].text; });
    if (clause == clauses.end()) throw BadLine("an ask has no clause " + words[i].text);
    clause->add(world, wanted, words[i + 1].text);
  }
  return wanted;
}

core::Value value_of(const core::Form& form, const std::string& text) {
  if (const auto* choice = std::get_if<core::Choice>(&form); choice != nullptr && choice->multiple) return listed(text);
  const auto* fields = std::get_if<core::Fields>(&form);
  if (fields == nullptr) return text;
  std::vector<core::FieldValue> values;
  for (const std::string& one : listed(text)) {
    const std::pair<std::string, std::string> given = name_and_value(one);
    const auto field = std::find_if(fields->fields.begin(), fields->fields.end(),
                                    [&](const FormField& of) { return of.name == given.first; });
    const auto type = field == fields->fields.end() ? FormField::Type::string : field->type;
    values.push_back({given.first, type, given.second});
  }
  return values;
}

std::string text_of(const core::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  std::string out;
  const auto add = [&](const std::string& one) { out += (out.empty() ? "" : ", ") + one; };
  if (const auto* picked = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& one : *picked) add(one);
  else
    for (const core::FieldValue& field : std::get<std::vector<core::FieldValue>>(value))
      add(field.name + ": " + field.text);
  return out;
}

}  // namespace askd::stories
