// Writes people and invitations.
#include "inbox/person_json.hpp"

#include "base/json.hpp"
#include "core/people/people.hpp"
#include "shapes/member.hpp"

namespace askd::inbox {
namespace {

std::string_view role_in(const core::Person& person, const core::TeamId& team) {
  return core::people::owns(person, team) ? "owner" : "member";
}

std::string_view word_of(core::InviteKind kind) {
  switch (kind) {
    case core::InviteKind::owner:
      return "owner";
    case core::InviteKind::sign_in:
      return "sign_in";
    case core::InviteKind::invite:
      break;
  }
  return "invite";
}

}  // namespace

std::string me_text(const core::Person& person, std::string_view version) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "kind", std::string_view("person"));
  shapes::write_member(writer, "id", person.id);
  shapes::write_member(writer, "name", person.name);
  shapes::write_member(writer, "email", person.email);
  shapes::write_member(writer, "role", role_in(person, person.team));
  shapes::write_member(writer, "team", person.team);
  writer.key("teams");
  writer.begin_array();
  for (const auto& [team, role] : person.roles) writer.value(team);
  writer.end_array();
  shapes::write_member(writer, "version", version);
  writer.end_object();
  return text;
}

std::string people_text(const std::vector<const core::Person*>& people, const core::TeamId& team) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("people");
  writer.begin_array();
  for (const core::Person* person : people) {
    writer.begin_object();
    shapes::write_member(writer, "id", person->id);
    shapes::write_member(writer, "name", person->name);
    shapes::write_member(writer, "email", person->email);
    shapes::write_member(writer, "role", role_in(*person, team));
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return text;
}

std::string invite_text(const core::Invite& invite) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "kind", word_of(invite.kind));
  shapes::write_member(writer, "team", invite.team);
  if (!invite.from.empty()) shapes::write_member(writer, "from", invite.from);
  if (!invite.name.empty()) shapes::write_member(writer, "name", invite.name);
  if (!invite.email.empty()) shapes::write_member(writer, "email", invite.email);
  shapes::write_member(writer, "expires_at", invite.expires);
  writer.end_object();
  return text;
}

}  // namespace askd::inbox
