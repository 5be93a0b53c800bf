// Everything that can reach the core. An input carries all it needs: the core asks the world nothing.
#pragma once

#include "core/agents/agent.hpp"
#include "core/asks/ask.hpp"
#include "core/conversations/conversation.hpp"
#include "core/deliveries/delivery.hpp"
#include "core/notices/notice.hpp"
#include "core/people/person.hpp"
#include "core/registrations/registration.hpp"

#include <variant>
#include <vector>

namespace askd::core {

// Time passed. `expire` is false while a backend may still bring answers that were given in time.
struct Ticked {
  bool expire = true;
};

// A new configuration takes effect: the roster that decide() gets from now on. `fresh` holds ids for the people and
// channels that it may have to make, in their order of appearance.
struct Configured {
  std::vector<Ulid> fresh = {};
};

using Input = std::variant<asks::Input, conversations::Input, deliveries::Input, notices::Input, agents::Input,
                           people::Input, Ticked, Configured, channels::Input, registrations::Input>;

}  // namespace askd::core
