// A notice: a message to people that needs no answer.
#pragma once

#include "core/asks/ask.hpp"
#include "core/values.hpp"

#include "askd/words.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace askd::core {

struct Notice {
  NoticeId id = {};
  AgentId agent = {};
  std::string agent_name = {};
  TeamId team = {};
  ConversationId conversation = {};
  std::string title = {};
  Prose body = {};
  Severity severity = Severity::info;
  std::vector<std::string> to = {};
  std::vector<Target> targets = {};
  std::vector<Link> links = {};
  Instant created = {};
  std::string retry_key = {};
  Digest retry_digest = {};
  std::uint16_t deliveries_made = 0;
  bool operator==(const Notice&) const = default;
};

namespace notices {

struct Requested {
  Notice notice = {};  // with its id, agent, conversation and what the agent wrote; the core fills in the rest
  bool fresh_conversation = true;
};
using Input = std::variant<Requested>;

struct Posted {
  static constexpr std::string_view kind = "notice.posted";
  Notice notice = {};
  bool operator==(const Posted&) const = default;
};
using Fact = std::variant<Posted>;

}  // namespace notices
}  // namespace askd::core
