// Asking in plain text: POST /ask.
#include "api/idempotency.hpp"
#include "api/verbs.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/json_read.hpp"
#include "base/unicode.hpp"
#include "core/answers/answers.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/held_answer.hpp"
#include "shapes/problem.hpp"
#include "shapes/question_json.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <optional>
#include <utility>

namespace askd::api {
namespace {

const Parameter kind{"kind", Parameter::In::query, R"({"type":"string","enum":["text","approval"],"default":"text"})",
                     "What is asked for: a text, or approve or deny."};
const Parameter to{"to", Parameter::In::query, R"({"type":"string"})",
                   "Who is asked: #channel (as %23channel, or without its mark) or @person; several with commas."};

// "#ops,@ana" or "ops": a bare word is a channel, because # in an address is the browser's.
std::vector<std::string> read_to(const json::Reader& reader, const net::Request& request) {
  Json names = Json::array();
  for (const auto& [name, value] : request.query) {
    if (name != "to") continue;
    std::string_view rest = value;
    for (;;) {
      const auto comma = rest.find(',');
      std::string target(unicode::trim(rest.substr(0, comma)));
      if (!target.empty() && target.front() != '#' && target.front() != '@') target.insert(0, 1, '#');
      names.push_back(std::move(target));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return shapes::read_names(reader, names, "#@");
}

// The first line is the title, the rest the body.
void read_text(const json::Reader& reader, std::string_view text, core::Question& question) {
  text = unicode::trim(text);
  const auto end = text.find('\n');
  const std::string_view title = unicode::trim(text.substr(0, end));
  const std::string_view rest = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  if (shapes::check_text(reader.member("title"), title, {.min = 1, .max = shapes::title_max})) question.title = title;
  if (shapes::check_text(reader.member("body"), rest, {.max = shapes::body_max, .lines = true}))
    question.body.text = unicode::trim(rest).empty() ? std::string{} : std::string(rest);
}

Result<core::Question> read_question(const net::Request& request) {
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::Question question;
  read_text(reader, request.body, question);
  question.to = read_to(reader.member("to"), request);
  if (request.param("kind").value_or("text") == "approval") question.form = core::Approval{};
  if (!problems.empty()) return json::error_of(std::move(problems));
  return question;
}

core::asks::Requested requested(Call& call, core::Question question, std::string key) {
  const Instant now = call.service.now();
  core::asks::Requested input;
  input.id = call.service.ids().next<AskId>(now);
  input.agent = call.caller.agent;
  input.conversation = call.service.ids().next<ConversationId>(now);
  input.question = std::move(question);
  input.digest = shapes::digest_of(input.agent, call.caller.name, input.question, std::nullopt);
  if (!key.empty()) {
    std::string all = "text\n" + std::string(call.request.param("kind").value_or("text")) + "\n";
    for (const std::string& name : input.question.to) all += name + "\n";
    input.retry_digest = crypto::sha256(all + call.request.body);
  }
  input.retry_key = std::move(key);
  return input;
}

struct Asked {
  std::optional<net::Response> refused = {};
  AskId id = {};
  bool replayed = false;
  shapes::Waiting waiting = {};
};

Asked refused(net::Response response) {
  Asked asked;
  asked.refused = std::move(response);
  return asked;
}

Async<Asked> ask(Call& call) {
  const net::Request& request = call.request;
  const auto type = request.header("Content-Type");
  if (type && shapes::has_json_type(request))
    co_return refused(shapes::problem("unsupported_media_type", "This takes plain text. Send JSON to /api/v1/asks."));
  const auto waiting = shapes::read_waiting(request, call.settings.bounds);
  if (!waiting) co_return refused(shapes::problem("bad_request", waiting.error()));
  auto key = idempotency_key(request);
  if (!key) co_return refused(shapes::problem("bad_request", key.error()));
  const auto wanted = request.param("kind").value_or("text");
  if (wanted != "text" && wanted != "approval")
    co_return refused(shapes::problem("bad_request", "?kind must be text or approval; for other forms use /asks."));
  if (!unicode::valid_utf8(request.body) || request.body.find('\0') != std::string::npos)
    co_return refused(shapes::problem("bad_request", "The body must be a text in UTF-8, without NUL characters."));
  auto question = read_question(request);
  if (!question) co_return refused(shapes::problem(question.error()));

  core::Input input = core::asks::Input{requested(call, std::move(*question), std::move(*key))};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error) co_return refused(shapes::problem(*outcome.error));
  Asked asked;
  asked.id = AskId{outcome.subject};
  asked.replayed = outcome.repeated;
  asked.waiting = *waiting;
  if (!asked.waiting.wait) asked.waiting.wait = call.settings.bounds.wait_max;
  co_return asked;
}

std::string answer_text(const core::Ask& ask) {
  const core::Answer& answer = *ask.answer();
  const auto* word = std::get_if<std::string>(&answer.value);
  std::string text = word != nullptr ? *word : core::answers::describe(ask.question.form, answer.value);
  text += '\n';
  if (!answer.note.text.empty()) text += "\n" + answer.note.text + "\n";
  return text;
}

net::Response response_of(const engine::AskView& view, const Asked& asked, std::string_view public_url) {
  const core::Ask& ask = view.ask;
  net::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers = {{"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Ask-Id", ask.id.text()},
                      {"Ask-State", std::string(shapes::word_of(ask.state))}};
  if (asked.replayed) response.headers.emplace_back("Idempotent-Replayed", "true");
  if (asked.waiting.preferred) response.headers.emplace_back("Preference-Applied", asked.waiting.applied());
  if (ask.state == core::AskState::answered) {
    response.body = answer_text(ask);
  } else if (ask.state == core::AskState::open) {
    response.status = 202;
    response.headers.emplace_back("Location", "/api/v1/asks/" + ask.id.text());
    response.body = "Nobody has answered yet: " + shapes::ask_url(public_url, ask.id) + "\n";
  } else {
    response.status = 410;
    response.body = "Ended without an answer: " + std::string(shapes::word_of(ask.state)) + ".\n";
  }
  return response;
}

Async<> ask_plainly(Call& call) {
  Asked asked = co_await ask(call);
  if (asked.refused) {
    net::Response response = std::move(*asked.refused);
    co_return co_await call.exchange.send(std::move(response));
  }
  call.request.body = std::string{};
  const shapes::Bearer bearer = call.bearer();
  const auto place = place_to_wait(call, asked.waiting);
  const auto view = co_await shapes::await_ask(call.service, call.exchange, bearer, asked.id, asked.waiting);
  if (!view) co_return;  // the peer is gone
  net::Response response = response_of(*view, asked, call.settings.public_url);
  co_await call.exchange.send(std::move(response));
}

}  // namespace

std::vector<Verb> plain_verbs() {
  using namespace parameters;
  Verb plain{.name = "ask_plainly",
             .method = "POST",
             .path = "/ask",
             .capability = core::Capability::ask_humans,
             .summary = "Ask in plain text, and get the answer in plain text",
             .doc =
                 "The first line is the title, the rest the body. Waits as long as the server allows unless told "
                 "otherwise, and sends "
                 "nothing before the end. A denial is an answer too: its value is `deny`.",
             .parameters = {&kind, &to, &wait, &prefer, &idempotency},
             .body = BodyShape{.type = "text/plain", .example = R"("Deploy 4.2 to production?")"},
             .replies = {{200, "The value and, after a blank line, the note.", {}, "text/plain"},
                         {202, "Still open; Location names it.", {}, "text/plain"},
                         {410, "Expired or cancelled.", {}, "text/plain"}},
             .run = ask_plainly};
  return {std::move(plain)};
}

}  // namespace askd::api
