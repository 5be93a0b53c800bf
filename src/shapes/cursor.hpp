// Cursors of streams as text: opaque to clients, and increasing as text too.
#pragma once

#include "core/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

// 16 lower-case hexadecimal digits of the record's number.
std::string cursor_text(core::Sequence sequence);
void append_cursor(std::string& out, core::Sequence sequence);
// Nothing for what cursor_text() can't have written.
std::optional<core::Sequence> parse_cursor(std::string_view text);

}  // namespace askd::shapes
