// Pages of listings: limit and cursor in the query, Link in the answer.
#pragma once

#include "net/message.hpp"

#include "askd/id.hpp"
#include "askd/result.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askd::shapes {

inline constexpr std::size_t limit_default = 50;
inline constexpr std::size_t limit_max = 200;

struct PageRequest {
  std::size_t limit = limit_default;
  std::string cursor = {};
};
// Pointers of problems are "?limit" and "?cursor". To be answered as "bad_request" (400).
Result<PageRequest> read_page(const net::Request& request);

// ?q=, the words that are looked for: at most 200 characters, and empty where it isn't there.
Result<std::string> read_search(const net::Request& request);

// ?after= and ?before= of a page of messages: ids, or nothing. Nothing where either is something else.
struct MessageBounds {
  MessageId after = {};
  MessageId before = {};
};
std::optional<MessageBounds> read_bounds(const net::Request& request);

// `</api/v1/asks?state=open&cursor=…>; rel="next"` (RFC 8288), with the request's other parameters kept.
std::string next_link(const net::Request& request, std::string_view next);

// 200 with the page's JSON, and with a Link to the next page where `next` isn't empty.
net::Response page_response(const net::Request& request, std::string text, std::string_view next);

// A query with other parameters than these is an error; "label." stands for all that begin with it.
Result<> only_parameters(const net::Request& request, std::span<const std::string_view> known);

}  // namespace askd::shapes
