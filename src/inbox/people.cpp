// Who is here, and who is invited.
#include "inbox/routes.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/json_read.hpp"
#include "base/unicode.hpp"
#include "core/people/people.hpp"
#include "inbox/person_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/problem.hpp"
#include "shapes/responses.hpp"

#include <array>
#include <chrono>
#include <utility>

namespace askd::inbox {
namespace {

constexpr std::chrono::hours invite_lives{24 * 7};

Async<net::Response> show_me(Visit& visit) {
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  co_return person == nullptr
      ? shapes::json_response(200, R"({"kind":"operator","version":")" + visit.settings.version + "\"}")
      : shapes::json_response(200, me_text(*person, visit.settings.version));
}

Async<net::Response> list_people(Visit& visit) {
  const core::TeamId team = team_of(visit);
  std::vector<const core::Person*> people;
  for (const auto& [id, person] : visit.service.state().people)
    if (person.active && core::people::in_team(person, team)) people.push_back(&person);
  co_return shapes::json_response(200, people_text(people, team));
}

Result<core::Invite> read_invite(const Json& body) {
  constexpr std::array<std::string_view, 5> known{"name", "email", "role", "team", "kind"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::Invite invite;
  std::string role = "member";
  std::string kind = "invite";
  const auto text = [&](const char* name, shapes::TextRule rule, std::string& value) {
    if (const Json* member = shapes::member_of(body, name))
      value = shapes::read_text(reader.member(name), *member, rule).value_or("");
  };
  if (shapes::only_members(reader, body, known)) {
    text("name", {.min = 1, .max = 100}, invite.name);
    text("email", {.min = 3, .max = 254}, invite.email);
    text("role", {.min = 1, .max = 20}, role);
    text("team", {.min = 1, .max = 64}, invite.team);
    text("kind", {.min = 1, .max = 20}, kind);
    if (role != "member" && role != "owner") reader.member("role").problem("must be member or owner");
    if (kind != "invite" && kind != "sign_in") reader.member("kind").problem("must be invite or sign_in");
    if (!invite.email.empty() && invite.email.find('@') == std::string::npos)
      reader.member("email").problem("must be an address such as ana@example.com");
    if (kind == "sign_in" && invite.email.empty()) reader.member("email").problem("says whom a sign-in link is for");
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  invite.email = unicode::fold_name(invite.email);
  if (role == "owner") invite.role = core::Role::owner;
  if (kind == "sign_in") invite.kind = core::InviteKind::sign_in;
  return invite;
}

Async<net::Response> make_invite(Visit& visit) {
  auto body = shapes::body_of(visit.request, visit.settings.bounds, true);
  if (body.refused) co_return std::move(*body.refused);
  auto invite = read_invite(body.json);
  if (!invite) co_return shapes::problem(invite.error());
  if (invite->kind == core::InviteKind::sign_in && !visit.visitor.is_operator)
    co_return shapes::problem("forbidden",
                              "Only the operator makes sign-in links for others (askctl invite --sign-in).");
  const std::string token = crypto::new_token("");
  invite->id = visit.service.ids().next<InviteId>(visit.service.now());
  invite->hash = crypto::sha256(token);
  invite->expires = visit.service.now() + invite_lives;
  const Instant expires = invite->expires;
  if (invite->team.empty()) invite->team = team_of(visit);
  core::people::InviteRequested request{std::move(*invite), visit.visitor.person, visit.visitor.is_operator};
  core::Input input = core::people::Input{std::move(request)};
  const core::Outcome outcome = co_await visit.service.submit(std::move(input));
  if (outcome.error) co_return shapes::problem(*outcome.error);
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "url", visit.settings.public_url + "/invite/" + token);
  shapes::write_member(writer, "expires_at", expires);
  writer.end_object();
  co_return shapes::json_response(201, std::move(text));
}

constexpr std::array<Route, 3> people_table{{
    {"GET", "/api/v1/me", Needs::visitor, show_me},
    {"GET", "/api/v1/people", Needs::visitor, list_people},
    {"POST", "/api/v1/people/invites", Needs::owner, make_invite},
}};

}  // namespace

std::span<const Route> people_routes() { return people_table; }

}  // namespace askd::inbox
