// Everything that can have been decided. Sealed with number, time and hash, a fact is a record of the log.
#pragma once

#include "core/agents/agent.hpp"
#include "core/asks/ask.hpp"
#include "core/channels/channel.hpp"
#include "core/conversations/conversation.hpp"
#include "core/deliveries/delivery.hpp"
#include "core/notices/notice.hpp"
#include "core/people/person.hpp"
#include "core/registrations/registration.hpp"

#include <boost/describe.hpp>

#include <variant>
#include <vector>

namespace askd::core {

namespace server {
// A configuration took effect; decisions after this one were made under it.
struct Configured {
  static constexpr std::string_view kind = "configuration.loaded";
  Digest digest = {};
  bool operator==(const Configured&) const = default;
};
using Fact = std::variant<Configured>;
}  // namespace server

// Two levels, so that a new fact of one noun recompiles that noun, the dispatch and the codec only.
using Fact = std::variant<asks::Fact, conversations::Fact, deliveries::Fact, notices::Fact, channels::Fact,
                          people::Fact, agents::Fact, server::Fact, registrations::Fact>;
using Facts = std::vector<Fact>;

// What the fact says was said; nothing where it is another fact.
inline const Message* said_in(const Fact& fact) {
  const auto* noun = std::get_if<conversations::Fact>(&fact);
  const auto* said = noun == nullptr ? nullptr : std::get_if<conversations::Said>(noun);
  return said == nullptr ? nullptr : &said->message;
}

}  // namespace askd::core
