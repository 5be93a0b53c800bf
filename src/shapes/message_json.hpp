// What is said in conversations, both ways.
#pragma once

#include "base/json.hpp"
#include "core/conversations/conversation.hpp"
#include "core/core.hpp"

#include "askd/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::shapes {

inline constexpr std::size_t message_max = 20'000;  // code points

// The content of {"content": "…"}.
Result<std::string> read_message(const Json& body);

struct MessageOptions {
  bool html = false;                   // with content_html
  const core::State* state = nullptr;  // for the names of those who are mentioned
};

// One object: id, author_type, author_id (where known), author_name, content, created_at, via (where a person wrote
// it). Of a conversation's also conversation_id, ask_id (where it is about one) and kind; of a channel's channel_id and
// mentions: [{"type", "id", "name"}].
void write_message(json::Writer& writer, const core::Message& message, const MessageOptions& options = {});
std::string message_text(const core::Message& message, const MessageOptions& options = {});
// {"messages": […], "next": "…"}.
std::string messages_text(const std::vector<core::Message>& messages, std::string_view next,
                          const MessageOptions& options = {});

// The message among the facts that it made.
const core::Message* said_in(const core::Outcome& outcome);

// Cuts a page of `limit` out of one message more, oldest first, and says where the next page begins: behind its last
// one where the reader goes forwards, before its first one otherwise.
std::string cut_page(std::vector<core::Message>& messages, std::size_t limit, bool forwards);

}  // namespace askd::shapes
