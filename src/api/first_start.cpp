#include "api/first_start.hpp"

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <chrono>

namespace askd::api {
namespace {

constexpr std::string_view channel_name = "#general";
constexpr std::chrono::hours invite_lasts{7 * 24};

// Everything but what would let an agent bring in others.
core::Agent first_agent(IdSource& ids, Instant now, std::string_view name, std::string_view description,
                        std::string_view token) {
  using enum core::Capability;
  core::Agent agent;
  agent.id = ids.next<AgentId>(now);
  agent.name = name;
  agent.description = description;
  agent.capabilities = {read_channels, post_messages, ask_humans, create_channels, authorize_spend, read_audit};
  core::Token issued;
  issued.id = ids.next<TokenId>(now);
  issued.hash = crypto::sha256(token);
  issued.issued = now;
  agent.tokens.push_back(issued);
  return agent;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace

FirstStart first_start(IdSource& ids, Instant now, std::string_view email, std::string_view password_hash,
                       std::string_view agent_name, std::string_view agent_description) {
  FirstStart start;
  start.api_key = crypto::new_token();
  start.invite_token = crypto::new_token("");

  core::Person& owner = start.input.owner;
  owner.id = ids.next<PersonId>(now);
  owner.email = lower_case(email);
  owner.name = email.substr(0, email.find('@'));
  owner.password = core::Sealed{std::string(password_hash)};

  start.input.agent = first_agent(ids, now, agent_name, agent_description, start.api_key);

  core::Channel& channel = start.input.channel;
  channel.id = ids.next<ChannelId>(now);
  channel.name = channel_name;
  channel.folded = unicode::fold_name(channel_name);

  core::Invite invite;
  invite.id = ids.next<InviteId>(now);
  invite.kind = core::InviteKind::owner;
  invite.hash = crypto::sha256(start.invite_token);
  invite.expires = now + invite_lasts;
  start.input.invite = invite;
  return start;
}

}  // namespace askd::api
