// A conversation with the asks and notices in it.
#pragma once

#include "base/json.hpp"
#include "core/conversations/conversation.hpp"
#include "engine/service.hpp"
#include "shapes/ask_json.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace askd::shapes {

// {"id", "agent": {id, name}, "team", "activity", "asks": […], "notices": […]}. `options_for` says how each
// ask is shown.
std::string conversation_text(const core::Conversation& conversation, std::string_view agent_name,
                              const std::vector<engine::AskView>& asks, const std::vector<engine::NoticeView>& notices,
                              const std::function<AskOptions(const core::Ask&)>& options_for);

}  // namespace askd::shapes
