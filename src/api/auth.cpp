#include "api/auth.hpp"

#include "base/crypto.hpp"
#include "base/json_describe.hpp"
#include "base/unicode.hpp"
#include "core/agents/agents.hpp"
#include "core/describe.hpp"

#include <string>

namespace askd::api {
namespace {

constexpr std::string_view scheme = "Bearer ";
constexpr std::size_t token_max = 200;  // no token is longer

}  // namespace

std::optional<std::string_view> bearer_token(const net::Request& request) {
  const auto header = request.header("Authorization");
  if (!header || header->size() <= scheme.size() || !net::same_name(header->substr(0, scheme.size()), scheme))
    return std::nullopt;
  return unicode::trim(header->substr(scheme.size()));
}

Result<Caller> authenticate(const core::State& state, const net::Request& request, Instant now) {
  const auto token = bearer_token(request);
  if (!token)
    return Error{Fault::unauthenticated, "A token is needed: send it as \"Authorization: Bearer askd_…\".", {}};
  return authenticate(state, *token, now);
}

Result<Caller> authenticate(const core::State& state, std::string_view token, Instant now) {
  const core::Agent* agent = nullptr;
  core::Digest hash = {};
  if (token.size() <= token_max) {
    hash = crypto::sha256(token);
    agent = core::agents::with_token(state, hash, now);
  }
  if (agent == nullptr) return Error{Fault::unauthenticated, "This token is not known, or has expired.", {}};
  return Caller{agent->id, agent->name, agent->team, hash};
}

Result<> require(const core::State& state, const Caller& caller, core::Capability capability) {
  const core::Agent* agent = state.agent(caller.agent);
  if (agent != nullptr && agent->capabilities.contains(capability)) return {};
  return Error{Fault::forbidden, "This token lacks the capability " + std::string(core::word_of(capability)) + ".", {}};
}

}  // namespace askd::api
