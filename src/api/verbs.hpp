// Everything an agent can do.
#pragma once

#include "api/verb.hpp"

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

}  // namespace askd::api
