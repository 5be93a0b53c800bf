// Writes the heads of answers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "net/message.hpp"

namespace askd::net {

struct HeadFacts {
  bool keep_alive = true;
  bool http11 = true;
  bool chunked = false;
  std::optional<std::size_t> length = {};  // of the body; none: chunked, up to the end, or a status without a body
  std::string_view date = {};
  std::string_view more = {};  // whole fields, each with its end of line
};

// 1xx, 204 and 304 have no body and no length (RFC 9110, 6.4.1).
bool has_body(int status);

// Control characters become spaces, so that a value can't begin a line of its own.
void append_field(std::string& out, std::string_view name, std::string_view value);

void append_head(std::string& out, int status, const Fields& headers, std::string_view content_type,
                 const HeadFacts& facts);

// One chunk of a chunked body (RFC 9112, 7.1).
void append_chunk(std::string& out, std::string_view data);

// The Date field's value for a time in seconds since 1970.
std::string date_text(long long seconds);

}  // namespace askd::net
