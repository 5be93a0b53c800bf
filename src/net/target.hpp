// The target of a request taken apart: path segments, query, authority.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "askd/result.hpp"
#include "net/message.hpp"

namespace askd::net {

// The parts of a request target (RFC 9112, 3.2). `segments` are decoded one by one, so an encoded slash could never be
// taken for a separator; it is refused all the same, because a handler might join segments to a file's name.
struct Target {
  std::string origin;                 // path and query as sent; "*" for the asterisk form
  std::string path;                   // without the query, not decoded
  std::vector<std::string> segments;  // "/" has none; "/a/" has "a" and ""
  Fields query;
  std::string authority;  // of the absolute form; empty otherwise
};

// Takes "/path?query", "http://host/path?query" and "*". Fault::invalid for anything else, for an escape that isn't two
// hex digits, and where a decoded segment is "." or "..", isn't UTF-8, or holds a slash, a backslash or a control.
Result<Target> parse_target(std::string_view text);

// application/x-www-form-urlencoded: "a=1&b=two+words". Fault::invalid for a bad escape, a NUL, and what isn't UTF-8.
Result<Fields> parse_query(std::string_view text);

// Undoes %XX, and "+" where `plus` is set.
Result<std::string> percent_decode(std::string_view text, bool plus = false);

// Encodes everything except letters, digits and "-._~" (RFC 3986, 2.3).
std::string percent_encode(std::string_view text);

}  // namespace askd::net
