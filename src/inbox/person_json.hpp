// People, invitations and records as the inbox shows them.
#pragma once

#include "core/people/person.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace askd::inbox {

// {"kind": "person", "id", "name", "email", "role", "team", "teams", "version"}
std::string me_text(const core::Person& person, std::string_view version);
// {"people": [{"id", "name", "email", "role"}]}, the roles being those in `team`.
std::string people_text(const std::vector<const core::Person*>& people, const core::TeamId& team);
// {"kind", "team", "from", "name", "email", "expires_at"}; what isn't known is left out.
std::string invite_text(const core::Invite& invite);

}  // namespace askd::inbox
