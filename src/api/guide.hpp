// The page that tells an agent what it may do and how to go about it.
#pragma once

#include "core/state.hpp"

#include <string>
#include <string_view>

namespace askd::api {

// Markdown.
std::string guide_text(const core::State& state, const core::Agent& agent, std::string_view public_url);

}  // namespace askd::api
