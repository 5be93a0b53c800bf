// What an empty askd is set up with: an owner, one agent with its token, and one channel.
#pragma once

#include "core/people/person.hpp"

#include "askd/words.hpp"

#include <string>
#include <string_view>

namespace askd {
class IdSource;
}

namespace askd::api {

struct FirstStart {
  core::people::Bootstrapped input = {};
  std::string api_key = {};       // shown once, and kept as a hash only
  std::string invite_token = {};  // of the owner's one-time link; likewise
};

// `password_hash` may be empty: then the owner comes in by the link alone. `email` may be empty too.
FirstStart first_start(IdSource& ids, Instant now, std::string_view email, std::string_view password_hash,
                       std::string_view agent_name, std::string_view agent_description);

}  // namespace askd::api
