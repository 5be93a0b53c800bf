// How people come in and leave: invitations, one-time links, passwords.
#include "inbox/routes.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/json_read.hpp"
#include "base/unicode.hpp"
#include "core/describe.hpp"
#include "inbox/person_json.hpp"
#include "shapes/attempts.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace askd::inbox {
namespace {

constexpr std::chrono::hours session_lives{24 * 30};
constexpr std::size_t password_min = 8;
constexpr const char* dead_link = "This link was used already, or has expired. Ask for a new one.";

net::Response too_many() {
  return shapes::rate_limited("Too many attempts. Wait five minutes, then try again.", std::chrono::minutes(5));
}

std::string cookie(const Visit& visit, const std::string& token, std::chrono::seconds lives) {
  const bool secure = visit.request.tls || visit.settings.public_url.starts_with("https://");
  return "askd_session=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(lives.count()) +
         (secure ? "; Secure" : "");
}

struct NewSession {
  std::string token;
  core::Session session;
};

NewSession new_session(Visit& visit, PersonId person) {
  NewSession made;
  made.token = crypto::new_token("");
  made.session.id = visit.service.ids().next<SessionId>(visit.service.now());
  made.session.person = person;
  made.session.hash = crypto::sha256(made.token);
  made.session.expires = visit.service.now() + session_lives;
  return made;
}

// 201 with who came in, and the cookie.
Async<net::Response> welcome(Visit& visit, PersonId id, std::string token) {
  co_await visit.service.settled();
  const core::Person* person = visit.service.state().person(id);
  if (person == nullptr) co_return shapes::problem("internal", "Somebody came in and isn't there.");
  net::Response response = shapes::json_response(201, me_text(*person, visit.settings.version));
  response.headers.emplace_back("Set-Cookie", cookie(visit, token, session_lives));
  co_return response;
}

const core::Invite* invite_with(const Visit& visit, std::string_view token) {
  const core::State& state = visit.service.state();
  const auto found = state.invite_hashes.find(crypto::sha256(token));
  if (found == state.invite_hashes.end()) return nullptr;
  const core::Invite& invite = state.invites.at(found->second);
  return invite.expires > visit.service.now() ? &invite : nullptr;
}

Async<net::Response> show_invite(Visit& visit) {
  const core::Invite* invite = invite_with(visit, visit.request.captured.front());
  co_return invite == nullptr ? shapes::problem("gone", dead_link) : shapes::json_response(200, invite_text(*invite));
}

struct Acceptance {
  std::string token = {};
  std::string name = {};
  std::string email = {};
  std::string password = {};
};

Result<Acceptance> read_acceptance(const Json& body) {
  constexpr std::array<std::string_view, 4> known{"token", "name", "email", "password"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  Acceptance acceptance;
  const auto text = [&](const char* name, shapes::TextRule rule, std::string& value) {
    if (const Json* member = shapes::member_of(body, name))
      value = shapes::read_text(reader.member(name), *member, rule).value_or("");
  };
  if (shapes::only_members(reader, body, known)) {
    text("token", {.min = 1, .max = 200}, acceptance.token);
    text("name", {.min = 1, .max = 100}, acceptance.name);
    text("email", {.min = 3, .max = 254}, acceptance.email);
    text("password", {.min = password_min, .max = 1000}, acceptance.password);
    if (acceptance.token.empty() && problems.empty()) json::detail::missing_member(reader, "token");
    if (!acceptance.email.empty() && acceptance.email.find('@') == std::string::npos)
      reader.member("email").problem("must be an address such as ana@example.com");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  acceptance.email = unicode::fold_name(acceptance.email);
  return acceptance;
}

// A sign-in link needs nothing more; who comes in anew needs a name and a way to come back.
Result<> complete(const core::Invite& invite, const Acceptance& acceptance) {
  if (invite.kind == core::InviteKind::sign_in) return {};
  std::vector<Problem> problems;
  if (acceptance.name.empty()) problems.push_back({"/name", "is needed: what others see you as"});
  if (acceptance.email.empty()) problems.push_back({"/email", "is needed to sign in later"});
  if (acceptance.password.empty())
    problems.push_back({"/password", "is needed to sign in later (8 characters or more)"});
  if (problems.empty()) return {};
  return Error{Fault::invalid, "The form isn't complete.", std::move(problems)};
}

Async<net::Response> accept(Visit& visit) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  if (!visit.guard.by_address.allow(shapes::address_of(visit.request), visit.service.now())) co_return too_many();
  auto acceptance = read_acceptance(body.json);
  if (!acceptance) co_return shapes::problem(acceptance.error());
  co_await visit.service.settled();
  const core::Invite* invite = invite_with(visit, acceptance->token);
  if (invite == nullptr) co_return shapes::problem("gone", dead_link);
  if (const auto fine = complete(*invite, *acceptance); !fine) co_return shapes::problem(fine.error());

  core::people::Accepted accepted;
  accepted.hash = invite->hash;
  if (!acceptance->password.empty()) {
    std::string secret = std::move(acceptance->password);
    auto hash = co_await visit.guard.hash(std::move(secret));
    if (!hash) co_return too_many();
    accepted.password = core::Sealed{std::move(*hash)};
  }
  accepted.id = visit.service.ids().next<PersonId>(visit.service.now());
  accepted.name = std::move(acceptance->name);
  accepted.email = std::move(acceptance->email);
  NewSession made = new_session(visit, accepted.id);
  accepted.session = std::move(made.session);
  core::Input input = core::people::Input{std::move(accepted)};
  const core::Outcome outcome = co_await visit.service.submit(std::move(input));
  if (outcome.error && outcome.error->fault == Fault::not_found) co_return shapes::problem("gone", *outcome.error);
  if (outcome.error) co_return shapes::problem(*outcome.error);
  const PersonId person{outcome.subject};
  co_return co_await welcome(visit, person, std::move(made.token));
}

struct Credentials {
  std::string email = {};
  std::string password = {};
};

Result<Credentials> read_credentials(const Json& body) {
  constexpr std::array<std::string_view, 2> known{"email", "password"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  Credentials credentials;
  const auto text = [&](const char* name, std::string& value) {
    const Json* member = shapes::member_of(body, name);
    if (member == nullptr)
      json::detail::missing_member(reader, name);
    else
      value = shapes::read_text(reader.member(name), *member, {.min = 1, .max = 1000}).value_or("");
  };
  if (shapes::only_members(reader, body, known)) {
    text("email", credentials.email);
    text("password", credentials.password);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  credentials.email = unicode::fold_name(credentials.email);
  return credentials;
}

Async<net::Response> sign_in(Visit& visit) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds);
  if (body.refused) co_return std::move(*body.refused);
  auto credentials = read_credentials(body.json);
  if (!credentials) co_return shapes::problem(credentials.error());
  const bool allowed = visit.guard.by_address.allow(shapes::address_of(visit.request), visit.service.now()) &&
                       visit.guard.by_account.allow(credentials->email, visit.service.now());
  if (!allowed) co_return too_many();

  co_await visit.service.settled();
  const core::State& state = visit.service.state();
  const auto known = state.emails.find(credentials->email);
  const core::Person* person = known == state.emails.end() ? nullptr : state.person(known->second);
  const PersonId id = person == nullptr ? PersonId{} : person->id;
  std::string hash = person == nullptr || !person->active ? std::string{} : person->password.text;
  std::string secret = std::move(credentials->password);
  const auto right = co_await visit.guard.verify(std::move(secret), std::move(hash));
  if (!right) co_return too_many();
  if (!*right) co_return shapes::problem("unauthenticated", "The address or the password is wrong.");
  visit.guard.by_account.forget(credentials->email);

  NewSession made = new_session(visit, id);
  core::Input input = core::people::Input{core::people::SignedIn{std::move(made.session)}};
  const core::Outcome outcome = co_await visit.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  co_return co_await welcome(visit, id, std::move(made.token));
}

Async<net::Response> sign_out(Visit& visit) {
  core::Input input = core::people::Input{core::people::SignedOut{visit.visitor.session}};
  co_await visit.service.submit(std::move(input));
  net::Response response = shapes::empty_response();
  response.headers.emplace_back("Set-Cookie", cookie(visit, "", std::chrono::seconds(0)));
  co_return response;
}

constexpr std::array<Route, 4> entry_table{{
    {"GET", "/api/v1/people/invites/{token}", Needs::nobody, show_invite},
    {"POST", "/api/v1/people/accept", Needs::nobody, accept},
    {"POST", "/api/v1/people/sessions", Needs::nobody, sign_in},
    {"DELETE", "/api/v1/people/sessions/current", Needs::visitor, sign_out},
}};

}  // namespace

std::span<const Route> entry_routes() { return entry_table; }

}  // namespace askd::inbox
