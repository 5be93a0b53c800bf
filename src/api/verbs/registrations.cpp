// Agents that let themselves in: POST /agents/register, and the wait for people where a class wants their approval.
#include "core/registrations/registrations.hpp"
#include "api/verbs.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/unicode.hpp"
#include "core/agents/agents.hpp"
#include "net/io.hpp"
#include "shapes/agent_json.hpp"
#include "shapes/ask_json.hpp"
#include "shapes/attempts.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"
#include "shapes/waiting.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace askd::api {
namespace {

constexpr std::chrono::hours registration_lasts{24 * 7};
constexpr std::size_t secret_max = 1'000;
constexpr std::string_view handle_prefix = "reg_";

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text.empty() ? "none" : text;
}

// What people are asked. They approve what stands here, and it is what they get.
core::Question question_about(const core::State& state, const core::registrations::Wish& wish,
                              const core::registrations::Plan& plan, const std::string& from) {
  std::vector<std::string> capabilities;
  for (const core::Capability capability : plan.capabilities) capabilities.emplace_back(core::word_of(capability));
  std::vector<std::string> channels;
  for (const ChannelId& id : plan.channels) channels.push_back(state.channels.at(id).name);
  core::Question question;
  question.title = "Let the agent " + wish.name + " in?";
  // What it gets comes first: that is what people approve. What it says of itself is only its word.
  question.body.text = "May: " + joined(capabilities) + ". Channels: " + joined(channels) + ".";
  if (!wish.description.empty()) question.body.text += "\n\nIt says of itself: " + wish.description;
  question.form = core::Approval{};
  question.to = {plan.approval};
  question.context = {{"agent", wish.name},
                      {"class", plan.enrolled_as},
                      {"may", joined(capabilities)},
                      {"channels", joined(channels)},
                      {"from", from}};
  return question;
}

struct Prepared {
  core::registrations::Requested input = {};
  std::string token = {};
  std::string handle = {};
};

void prepare_question(Call& call, Prepared& prepared) {
  const core::State& state = call.service.state();
  const Instant now = call.service.now();
  core::registrations::Requested& input = prepared.input;
  prepared.handle = crypto::new_token(handle_prefix);
  input.id = call.service.ids().next<RegistrationId>(now);
  input.handle = crypto::sha256(prepared.handle);
  input.expires = now + registration_lasts;
  core::asks::Requested& question = input.question;
  const core::Agent* own = core::registrations::own_agent_of(state, input.plan.team);
  question.agent = own == nullptr ? call.service.ids().next<AgentId>(now) : own->id;
  question.id = call.service.ids().next<AskId>(now);
  question.conversation = call.service.ids().next<ConversationId>(now);
  question.question = question_about(state, input.wish, input.plan, shapes::address_of(call.request));
  question.expires = input.expires;
  question.digest = shapes::digest_of(question.agent, core::own_agent, question.question, question.expires);
}

net::Response pending(const std::string& handle) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "registration", handle);
  shapes::write_member(writer, "state", "pending");
  writer.end_object();
  net::Response response = shapes::json_response(202, std::move(text));
  response.headers.emplace_back("Location", "/api/v1/agents/registrations/" + handle);
  response.headers.emplace_back("Retry-After", "5");  // for those who don't wait at Location
  return response;
}

net::Response let_in(Call& call, AgentId id, int status, const std::string& token) {
  const core::State& state = call.service.state();
  const core::Agent* agent = state.agent(id);
  if (agent == nullptr) return shapes::problem("internal", "The agent came in, and isn't there.");
  const auto expires = core::agents::token_end(state, crypto::sha256(token));
  return shapes::json_response(status, shapes::admitted_text(state, *agent, token, expires));
}

// A wrong secret is counted and told in the log; nobody learns which classes there are.
net::Response wrong_secret(Call& call, const std::string& from, const Error& error) {
  call.door.wrong_secrets.allow(from, call.service.now());
  call.door.say("An agent tried to register with a wrong X-Agent-Secret, from " + from + ".");
  net::Response response = shapes::problem(error);
  for (auto& [name, value] : response.headers)
    if (name == "WWW-Authenticate") value = R"(X-Agent-Secret realm="askd")";
  return response;
}

Async<net::Response> registered(Call& call) {
  const std::string from = shapes::address_of(call.request);
  if (call.door.wrong_secrets.full(from, call.service.now()))
    co_return shapes::rate_limited("Too many wrong secrets came from your address. Wait five minutes, then try again.",
                                   std::chrono::minutes(5));
  const auto secret = call.request.header("X-Agent-Secret");
  if (!secret || secret->empty() || secret->size() > secret_max)
    co_return wrong_secret(call, from,
                           Error{Fault::unauthenticated, "Send the secret of your class as X-Agent-Secret.", {}});
  // Counted before anything is waited for: many at once would all pass meanwhile.
  const core::Digest hash = crypto::sha256(*secret);
  if (const auto known = core::registrations::class_with(call.service.roster(), hash); !known)
    co_return wrong_secret(call, from, known.error());
  shapes::Body body = body_of(call);
  if (body.refused) co_return std::move(*body.refused);
  auto wish = shapes::read_wish(body.json);
  if (!wish) co_return shapes::problem(wish.error());
  wish->secret = hash;

  co_await call.service.settled();
  Prepared prepared;
  core::registrations::Requested& input = prepared.input;
  auto plan = core::registrations::plan(call.service.state(), call.service.roster(), *wish);
  if (!plan) co_return shapes::problem(plan.error());
  // Each one costs records for ever, and people's patience where they are asked.
  if (!call.door.registrations.allow(plan->enrolled_as + "/" + unicode::skeleton(wish->name), call.service.now()))
    co_return shapes::rate_limited("This agent registers again and again. Keep the token, or wait five minutes.",
                                   std::chrono::minutes(5));
  input.wish = std::move(*wish);
  input.plan = std::move(*plan);
  const Instant now = call.service.now();
  prepared.token = crypto::new_token();
  input.agent = call.service.ids().next<AgentId>(now);
  input.token = call.service.ids().next<TokenId>(now);
  input.token_hash = crypto::sha256(prepared.token);
  const bool asks_people = !input.plan.approval.empty();
  if (asks_people) prepare_question(call, prepared);
  core::Input anything = core::registrations::Input{std::move(input)};
  const core::Outcome outcome = co_await call.service.submit(std::move(anything));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  if (asks_people) co_return pending(prepared.handle);
  co_await call.service.settled();
  co_return let_in(call, AgentId{outcome.subject}, 201, prepared.token);
}

// Waits until people decided, and no longer than the request wants to.
Async<> wait_for_people(Call& call, AskId ask, std::chrono::milliseconds wait) {
  const auto view = co_await call.service.ask(ask);
  if (!view || view->ask.state != core::AskState::open) co_return;
  shapes::Waiting waiting;
  waiting.wait = wait;
  const shapes::Bearer nobody;
  co_await shapes::await_ask(call.service, call.exchange, nobody, ask, waiting);
}

Async<net::Response> claimed(Call& call, const std::string& handle) {
  const std::string token = crypto::new_token();
  const Instant now = call.service.now();
  core::registrations::Claimed claim;
  claim.handle = crypto::sha256(handle);
  claim.agent = call.service.ids().next<AgentId>(now);
  claim.token = call.service.ids().next<TokenId>(now);
  claim.token_hash = crypto::sha256(token);
  core::Input input = core::registrations::Input{std::move(claim)};
  const core::Outcome outcome = co_await call.service.submit(std::move(input));
  if (outcome.error && outcome.error->fault == Fault::conflict) co_return pending(handle);
  if (outcome.error && outcome.error->fault == Fault::not_found) co_return shapes::problem("gone", *outcome.error);
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_await call.service.settled();
  co_return let_in(call, AgentId{outcome.subject}, 200, token);
}

Async<> registration(Call& call) {
  const std::string handle = call.request.captured.at(0);
  const auto waiting = shapes::read_waiting(call.request, call.settings.bounds);
  net::Response response = shapes::problem("not_found", "There is no such registration, or it has expired.");
  if (!waiting) {
    response = shapes::problem("bad_request", waiting.error());
    co_return co_await call.exchange.send(std::move(response));
  }
  co_await call.service.settled();
  const core::Registration* known =
      core::registrations::with_handle(call.service.state(), crypto::sha256(handle), call.service.now());
  if (known != nullptr) {
    const AskId ask = known->ask;
    if (waiting->wait) co_await wait_for_people(call, ask, *waiting->wait);
    if (call.exchange.gone()) co_return;  // who has hung up would lose the token
    // A look at the headers must not use the token up.
    if (call.request.method == "HEAD")
      response = pending(handle);
    else
      response = co_await claimed(call, handle);
  }
  co_await call.exchange.send(std::move(response));
}

const Parameter agent_secret{"X-Agent-Secret", Parameter::In::header, R"({"type":"string","minLength":1})",
                             "The secret of your class, from askd's operator."};

constexpr std::string_view registration_example = R"({"name":"research-agent",
"capabilities":["read_channels","post_messages"],"requested_channels":["#research","#general"]})";

}  // namespace

std::vector<Verb> registration_verbs() {
  Verb enroll{.name = "register",
              .method = "POST",
              .path = "/agents/register",
              .for_anyone = true,
              .summary = "Let yourself in with the secret of your class",
              .doc =
                  "What is left out stands for all that the class allows. The same name again is the same agent, with "
                  "another token. Where people approve registrations the answer is 202; ask for the token then at "
                  "`Location`. Also at /api/agents/register.",
              .parameters = {&agent_secret},
              .body = BodyShape{.schema = "NewAgent", .example = registration_example},
              .replies = {{201, "The token, which is shown this once.", "Admitted"},
                          {202, "People are asked.", "Registration"}},
              .problems = {"unauthenticated", "forbidden", "conflict", "rate_limited"},
              .answer = registered};
  Verb claim{.name = "get_registration",
             .method = "GET",
             .path = "/agents/registrations/{registration}",
             .for_anyone = true,
             .summary = "Wait for people's approval, and take the token",
             .doc = "The token is handed out once. 403 where people denied it, 410 once it is too late or was taken.",
             .parameters = {&parameters::wait, &parameters::prefer},
             .replies = {{200, "The token, which is shown this once.", "Admitted"},
                         {202, "People haven't decided yet.", "Registration"}},
             .problems = {"forbidden", "not_found", "gone"},
             .run = registration};
  std::vector<Verb> all;
  for (Verb* verb : {&enroll, &claim}) all.push_back(std::move(*verb));
  return all;
}

}  // namespace askd::api
