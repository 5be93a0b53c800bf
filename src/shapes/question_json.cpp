#include "shapes/question_json.hpp"

#include "base/crypto.hpp"
#include "core/answers/answers.hpp"
#include "core/describe.hpp"
#include "shapes/answer_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/waiting.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace askd::shapes {
namespace {

using json::Reader;

constexpr std::array<std::string_view, 13> ask_members{"title",    "body",         "form",       "to",      "approvers",
                                                       "required", "urgency",      "expires_in", "default", "context",
                                                       "labels",   "conversation", "wait"};

void read_context(const Reader& reader, const Json& json, std::vector<core::ContextEntry>& context) {
  if (!json::detail::expect_object(reader, json)) return;
  if (json.size() > context_entries_max)
    return reader.problem("must have at most " + std::to_string(context_entries_max) + " entries");
  for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
    const Reader at = reader.member(name);
    if (!check_text(at, name, {.min = 1, .max = context_name_max})) continue;
    if (value.is_number() || value.is_boolean()) {
      context.push_back({name, json::canonical(value), true});
    } else if (!value.is_string()) {
      at.problem("must be a string, a number, true or false: context is a flat map");
    } else if (auto text = read_text(at, value, {.max = context_value_max, .lines = true})) {
      context.push_back({name, std::move(*text), false});
    }
  }
}

void read_labels(const Reader& reader, const Json& json, std::vector<core::Label>& labels) {
  if (!json::detail::expect_object(reader, json)) return;
  if (json.size() > labels_max) return reader.problem("must have at most " + std::to_string(labels_max) + " entries");
  for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
    const Reader at = reader.member(name);
    if (!check_text(at, name, {.min = 1, .max = label_name_max})) continue;
    if (auto text = read_text(at, value, {.max = label_value_max})) labels.push_back({name, std::move(*text)});
  }
}

void read_default(const Reader& reader, const Json& json, core::Question& question) {
  constexpr std::array<std::string_view, 1> known{"value"};
  if (!only_members(reader, json, known)) return;
  const auto value = json.find("value");
  if (value == json.end()) return json::detail::missing_member(reader, "value");
  question.fallback = read_value_for(reader.member("value"), *value, question.form);
}

// What people see: the title, the text and the form.
void read_content(const Reader& reader, const Json& body, core::Question& question) {
  if (const auto title = body.find("title"); title == body.end())
    json::detail::missing_member(reader, "title");
  else
    question.title = read_text(reader.member("title"), *title, {.min = 1, .max = title_max}).value_or("");
  if (const Json* text = member_of(body, "body"))
    question.body.text = read_text(reader.member("body"), *text, {.max = body_max, .lines = true}).value_or("");
  if (const Json* form = member_of(body, "form")) question.form = read_form(reader.member("form"), *form);
  if (const Json* context = member_of(body, "context"))
    read_context(reader.member("context"), *context, question.context);
  if (const Json* labels = member_of(body, "labels")) read_labels(reader.member("labels"), *labels, question.labels);
}

// Whom it goes to, and how it ends.
void read_terms(const Reader& reader, const Json& body, AskRequest& request) {
  core::Question& question = request.question;
  if (const Json* to = member_of(body, "to")) question.to = read_names(reader.member("to"), *to, "#@");
  if (const Json* approvers = member_of(body, "approvers"))
    question.approvers = read_names(reader.member("approvers"), *approvers, "@");
  if (const Json* required = member_of(body, "required")) {
    std::int64_t count = 1;
    if (json::detail::read_signed(reader.member("required"), *required, 1, required_max, count))
      question.required = static_cast<std::uint32_t>(count);
  }
  if (const Json* urgency = member_of(body, "urgency"))
    json::read_value(reader.member("urgency"), *urgency, question.urgency);
  if (const Json* expiry = member_of(body, "expires_in"))
    request.expires_in = read_duration(reader.member("expires_in"), *expiry, expiry_min, expiry_max);
  if (const Json* conversation = member_of(body, "conversation")) {
    ConversationId id;
    json::detail::read_id(reader.member("conversation"), *conversation, id);
    request.conversation = id;
  }
}

std::optional<std::chrono::milliseconds> read_wait(const Reader& reader, const Json& json, const Bounds& bounds) {
  const auto* text = json.get_ptr<const std::string*>();
  const std::string given = text != nullptr ? *text : json.is_number_unsigned() ? json::canonical(json) : "";
  if (const auto wait = parse_wait(given, bounds.wait_max)) return *wait;
  reader.problem("must be a duration such as \"30s\", or a number of seconds");
  return std::nullopt;
}

std::string_view form_in_words(const core::Form& form) {
  if (std::holds_alternative<core::Text>(form)) return "a text";
  if (std::holds_alternative<core::Fields>(form)) return "fields";
  return "several options at once";
}

bool takes_votes(const core::Form& form) {
  const auto* choice = std::get_if<core::Choice>(&form);
  return std::holds_alternative<core::Approval>(form) || (choice != nullptr && !choice->multiple);
}

// "The answer must not be empty." → "must not be empty", as it follows the name of a field.
std::string as_detail(std::string_view sentence) {
  constexpr std::string_view subject = "The answer ";
  if (sentence.starts_with(subject)) sentence.remove_prefix(subject.size());
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return std::string(sentence);
}

void check_fallback(const Reader& reader, core::Question& question) {
  const Reader value = reader.member("value");
  auto checked = core::answers::check(question.form, *question.fallback);
  if (!checked) {
    const Error error = checked.error();
    for (const Problem& problem : error.problems) problem_below(value, problem.pointer, as_detail(problem.detail));
    if (error.problems.empty()) value.problem(as_detail(error.message));
    return;
  }
  const auto* word = std::get_if<std::string>(&*checked);
  if (std::holds_alternative<core::Approval>(question.form) && word != nullptr && *word != "deny")
    return value.problem("can only be \"deny\": silence is no approval");
  question.fallback = std::move(*checked);
}

}  // namespace

void check_question(core::Question& question, bool expires, std::vector<Problem>& problems) {
  const Reader reader(problems);
  if (question.required > 1 && !takes_votes(question.form))
    reader.member("required")
        .problem("above 1 is for approvals and for one of several options, and this form takes " +
                 std::string(form_in_words(question.form)));
  if (!question.fallback) return;
  const Reader at = reader.member("default");
  if (question.required > 1) at.problem("doesn't go with required above 1: only people can agree");
  if (!question.approvers.empty()) at.problem("doesn't go with approvers: only they can decide");
  if (!expires) at.problem("needs expires_in: it applies when the ask expires");
  check_fallback(at, question);
}

Result<AskRequest> read_ask(const Json& body, const Bounds& bounds) {
  std::vector<Problem> problems;
  const Reader reader(problems);
  AskRequest request;
  if (only_members(reader, body, ask_members)) {
    read_content(reader, body, request.question);
    read_terms(reader, body, request);
    // A value can only be read by a form that is known.
    const Json* fallback = member_of(body, "default");
    const bool form_stands = std::none_of(problems.begin(), problems.end(),
                                          [](const Problem& problem) { return problem.pointer.starts_with("/form"); });
    if (fallback != nullptr && form_stands) read_default(reader.member("default"), *fallback, request.question);
    if (const Json* wait = member_of(body, "wait")) request.wait = read_wait(reader.member("wait"), *wait, bounds);
    check_question(request.question, member_of(body, "expires_in") != nullptr, problems);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return request;
}

core::Digest retry_digest_of(const Json& body) {
  if (!body.is_object() || !body.contains("wait")) return crypto::sha256(json::canonical(body));
  Json rest = body;
  rest.erase("wait");
  return crypto::sha256(json::canonical(rest));
}

}  // namespace askd::shapes
