#include "shapes/agent_json.hpp"

#include "core/describe.hpp"
#include "core/names.hpp"
#include "shapes/channel_json.hpp"
#include "shapes/cursor.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

namespace askd::shapes {
namespace {

void write_tokens(json::Writer& writer, const core::Agent& agent) {
  writer.begin_array();
  for (const core::Token& token : agent.tokens) {
    writer.begin_object();
    write_member(writer, "id", token.id);
    write_member(writer, "issued_at", token.issued);
    write_member(writer, "expires_at", token.expires);
    writer.end_object();
  }
  writer.end_array();
}

std::set<core::Capability> read_capabilities(const json::Reader& reader, const Json& list) {
  std::set<core::Capability> capabilities;
  if (!list.is_array()) {
    reader.problem("must be an array of capabilities, as in [\"read_channels\"]");
    return capabilities;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto* word = list[i].get_ptr<const std::string*>();
    const auto capability = word == nullptr ? std::nullopt : core::capability_of(*word);
    if (capability)
      capabilities.insert(*capability);
    else
      reader.element(i).problem(
          "is no capability; there are read_channels, post_messages, ask_humans, create_channels, invite_humans, "
          "authorize_spend, read_audit and manage_agents");
  }
  return capabilities;
}

std::vector<std::string> read_channel_names(const json::Reader& reader, const Json& list) {
  std::vector<std::string> names;
  if (!list.is_array() || list.size() > requested_channels_max) {
    reader.problem("must be an array of at most " + std::to_string(requested_channels_max) +
                   " names, as in [\"#research\"]");
    return names;
  }
  for (std::size_t i = 0; i < list.size(); ++i)
    if (auto name = read_text(reader.element(i), list[i], {.min = 1, .max = 65})) names.push_back(std::move(*name));
  return names;
}

}  // namespace

void write_webhook(json::Writer& writer, const core::Webhook& webhook) {
  writer.begin_object();
  write_member(writer, "url", webhook.url);
  write_member(writer, "state", json::enum_name(webhook.state));
  if (!webhook.reason.empty()) write_member(writer, "reason", webhook.reason);
  write_member(writer, "delivered", cursor_text(webhook.cursor));
  write_member(writer, "created_at", webhook.created);
  writer.end_object();
}

void write_agent_details(json::Writer& writer, const core::State& state, const core::Agent& agent) {
  writer.begin_object();
  write_member(writer, "id", agent.id);
  write_member(writer, "name", agent.name);
  write_member(writer, "description", agent.description);
  write_member(writer, "class", agent.enrolled_as);
  write_member(writer, "team", agent.team);
  write_member(writer, "capabilities", agent.capabilities);
  writer.key("channels");
  write_channels_of(writer, state, agent.id);
  writer.key("tokens");
  write_tokens(writer, agent);
  write_member(writer, "created_at", agent.created);
  write_member(writer, "revoked_at", agent.revoked);
  writer.key("webhook");
  if (agent.webhook)
    write_webhook(writer, *agent.webhook);
  else
    writer.value(nullptr);
  writer.end_object();
}

std::string admitted_text(const core::State& state, const core::Agent& agent, std::string_view token,
                          std::optional<Instant> expires) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  write_member(writer, "token", token);
  write_member(writer, "agent_id", agent.id);
  write_member(writer, "capabilities", agent.capabilities);
  writer.key("channels");
  write_channels_of(writer, state, agent.id);
  write_member(writer, "expires_at", expires);
  writer.end_object();
  return text;
}

Result<core::registrations::Wish> read_wish(const Json& body) {
  constexpr std::array<std::string_view, 4> known{"name", "description", "capabilities", "requested_channels"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  core::registrations::Wish wish;
  if (only_members(reader, body, known)) {
    if (const Json* name = member_of(body, "name")) {
      wish.name = read_text(reader.member("name"), *name, {.min = 1, .max = 64}).value_or("");
      if (const auto good = core::check_display_name(wish.name); !good && problems.empty())
        reader.member("name").problem(good.error().message);
    } else {
      json::detail::missing_member(reader, "name");
    }
    if (const Json* text = member_of(body, "description"))
      wish.description =
          read_text(reader.member("description"), *text, {.max = agent_description_max, .lines = true}).value_or("");
    if (const Json* list = member_of(body, "capabilities"))
      wish.capabilities = read_capabilities(reader.member("capabilities"), *list);
    if (const Json* list = member_of(body, "requested_channels"))
      wish.channels = read_channel_names(reader.member("requested_channels"), *list);
  }
  if (!problems.empty()) return json::error_of(std::move(problems));
  return wish;
}

Result<std::chrono::milliseconds> read_overlap(const Json& body) {
  constexpr std::array<std::string_view, 1> known{"overlap"};
  std::vector<Problem> problems;
  const json::Reader reader(problems);
  std::chrono::milliseconds overlap = overlap_default;
  if (only_members(reader, body, known))
    if (const Json* text = member_of(body, "overlap"))
      overlap = read_duration(reader.member("overlap"), *text, std::chrono::milliseconds(0), overlap_max)
                    .value_or(overlap_default);
  if (!problems.empty()) return json::error_of(std::move(problems));
  return overlap;
}

}  // namespace askd::shapes
