// Which links may be followed, and which of them say one address and mean another.
#pragma once

#include <string>
#include <string_view>

namespace askd::markdown {

// `url` with everything that isn't plain percent-encoded; empty if it may not be followed: another scheme than http,
// https and mailto, no host, or a user name before the host, which only ever hides the host.
std::string safe_url(std::string_view url);

// The text is the address, but perhaps for its scheme.
bool is_bare(std::string_view text, std::string_view url);

// A word of `text` looks like an address, and isn't the beginning of `url`.
bool misleads(std::string_view text, std::string_view url);

// The text of an entity such as "&amp;" or "&#65;"; the entity itself if it is none that we know.
std::string decode_entity(std::string_view entity);

}  // namespace askd::markdown
