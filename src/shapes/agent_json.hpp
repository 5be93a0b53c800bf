// Agents as those see them who look after them, and what a registration asks for.
#pragma once

#include "base/json.hpp"
#include "core/agents/agent.hpp"
#include "core/registrations/registration.hpp"
#include "core/state.hpp"

#include "askd/result.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

inline constexpr std::size_t agent_description_max = 1'000;  // code points
inline constexpr std::size_t requested_channels_max = 200;
inline constexpr std::chrono::milliseconds overlap_default = std::chrono::hours(1);
inline constexpr std::chrono::milliseconds overlap_max = std::chrono::hours(24 * 30);

// {"id", "name", "description", "class", "team", "capabilities", "channels", "tokens": [{"id", "issued_at",
// "expires_at"}], "created_at", "revoked_at", "webhook"}
void write_agent_details(json::Writer& writer, const core::State& state, const core::Agent& agent);
// {"url", "state", "reason"?, "delivered", "created_at"}: never the secret. `delivered` is the cursor of the last entry
// that arrived.
void write_webhook(json::Writer& writer, const core::Webhook& webhook);

// {"token", "agent_id", "capabilities", "channels", "expires_at"}, for the one time that a token is shown.
std::string admitted_text(const core::State& state, const core::Agent& agent, std::string_view token,
                          std::optional<Instant> expires);

// The body of a registration; its secret comes in a header.
Result<core::registrations::Wish> read_wish(const Json& body);
// {"overlap"?}: how long the tokens that there are stay good.
Result<std::chrono::milliseconds> read_overlap(const Json& body);

}  // namespace askd::shapes
