// Slack's mark-up: writing it from askd's Markdown, and reading what people wrote.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askd::adapters::slack {

// Plain text as mrkdwn that shows it as it is: no mention, no link, no emphasis.
std::string escape(std::string_view text);
// One character, with the three that Slack reads as mark-up as entities; that is all that counts within code.
void append_entity(std::string& out, char c);

// For plain_text objects, which know no mark-up: only a call to everybody is broken up.
std::string calm(std::string_view text);

// A link that Slack follows; as text, address and all, if it isn't one that may be followed.
std::string link(std::string_view url, std::string_view label);

// askd's Markdown as mrkdwn.
std::string markdown_to_mrkdwn(std::string_view source);

// mrkdwn in pieces of at most `each`, cut at lines where that is possible. A fence of code that is cut is closed and
// opened again. At most `total` of it in all; then `cut` is set, and the last piece ends in "…".
struct Pieces {
  std::vector<std::string> texts;
  bool cut = false;
};
Pieces split(std::string_view mrkdwn, std::size_t each, std::size_t total);

// What a person wrote, as plain text: entities decoded, mentions and links as people see them.
std::string said_text(std::string_view mrkdwn);

}  // namespace askd::adapters::slack
