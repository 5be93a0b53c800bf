// Everything an agent can do.
#pragma once

#include "api/verb.hpp"

#include <string_view>
#include <vector>

namespace askd::api {

const std::vector<Verb>& verbs();

// One list for each file in verbs/.
std::vector<Verb> ask_verbs();
std::vector<Verb> reading_verbs();
std::vector<Verb> message_verbs();
std::vector<Verb> notice_verbs();
std::vector<Verb> plain_verbs();
std::vector<Verb> event_verbs();
std::vector<Verb> self_verbs();
std::vector<Verb> audit_verbs();
std::vector<Verb> bootstrap_verbs();
std::vector<Verb> channel_verbs();
std::vector<Verb> registration_verbs();
std::vector<Verb> agent_verbs();
std::vector<Verb> webhook_verbs();

// The verb of that name, which must be one.
const Verb& verb_named(std::string_view name);

}  // namespace askd::api
