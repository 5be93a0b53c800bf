// An ask as both doors show it.
#pragma once

#include "base/json.hpp"
#include "core/asks/ask.hpp"
#include "engine/service.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

// What differs between readers. What is referred to must outlive the call.
struct AskOptions {
  std::string_view public_url = {};  // without a slash at its end: "https://ask.example.com"
  // For people only.
  bool html = false;  // adds "body_html"
  std::optional<bool> may_answer = {};
  PersonId reader = {};  // adds "your_vote", the reader's own vote or null
};

// Writes one object. Members that are always there: id, state, title, body, form, to, approvers, required, urgency,
// context, labels, default, agent, team, conversation, created_at, expires_at, digest, activity, reach, answer,
// deliveries, url. Where they apply: answers (required above 1), ended_at, reason, supersedes, superseded_by.
void write_ask(json::Writer& writer, const engine::AskView& view, const AskOptions& options);
std::string ask_text(const engine::AskView& view, const AskOptions& options);

// {"asks": […], "next": "…"}. `next` is left out where there is no further page.
std::string asks_text(const engine::Page<engine::AskView>& page, const AskOptions& options);

// "open", "answered", "expired" or "cancelled", and back.
std::string_view word_of(core::AskState state);
std::optional<core::AskState> ask_state_of(std::string_view word);

// The page of an ask in the inbox.
std::string ask_url(std::string_view public_url, AskId id);

// SHA-256 over the RFC 8785 form of {agent: {id, name}, title, body, context, form, expires_at, default}, each member
// as write_ask() shows it, so that anybody can recompute it from an ask's JSON.
core::Digest digest_of(AgentId agent, std::string_view agent_name, const core::Question& question,
                       std::optional<Instant> expires);

}  // namespace askd::shapes
