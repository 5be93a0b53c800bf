// Bearer token → caller.
#pragma once

#include "api/call.hpp"
#include "core/agents/agent.hpp"
#include "core/state.hpp"
#include "net/message.hpp"

#include "askd/result.hpp"

#include <optional>
#include <string_view>

namespace askd::api {

// The token of "Authorization: Bearer …" (RFC 6750), whatever the case of the scheme.
std::optional<std::string_view> bearer_token(const net::Request& request);

// The agent whose token it is. Fault::unauthenticated without a token, with an unknown and with an expired one; only
// its hash is looked up, so the time it takes tells nothing about tokens that are known.
Result<Caller> authenticate(const core::State& state, const net::Request& request, Instant now);
Result<Caller> authenticate(const core::State& state, std::string_view token, Instant now);

// Fault::forbidden, naming the capability, unless the agent has it.
Result<> require(const core::State& state, const Caller& caller, core::Capability capability);

}  // namespace askd::api
