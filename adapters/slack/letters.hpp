// Counting and cutting text as Slack's limits want it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace askd::adapters::slack {

// How long Slack may find a text. It doesn't say whether it counts code points or UTF-16 units: the larger is assumed.
std::size_t length(std::string_view text);

// The text itself if it is at most `most` long, or its beginning with "…" at the end. Never cuts within a character.
std::string clip(std::string_view text, std::size_t most);

// The same for escaped text: never cuts within an entity (&amp;) or within <…> either.
std::string clip_escaped(std::string_view text, std::size_t most);

std::string_view trim(std::string_view text);

}  // namespace askd::adapters::slack
