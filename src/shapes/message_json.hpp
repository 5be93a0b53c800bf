// What is said in conversations, both ways.
#pragma once

#include "base/json.hpp"
#include "core/conversations/conversation.hpp"

#include "askd/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::shapes {

inline constexpr std::size_t message_max = 20'000;  // code points

// The content of {"content": "…"}.
Result<std::string> read_message(const Json& body);

// One object: id, conversation_id, ask_id (where it is about one), kind, author_type, author_id (where known),
// author_name, content, created_at, via (where a person wrote it); with `html` also content_html.
void write_message(json::Writer& writer, const core::Message& message, bool html = false);
std::string message_text(const core::Message& message, bool html = false);
// {"messages": […], "next": "…"}.
std::string messages_text(const std::vector<core::Message>& messages, std::string_view next, bool html = false);

}  // namespace askd::shapes
