// Whole requests as bytes.
#pragma once

#include "daemon.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askd::bench {

std::string get_request(std::uint16_t port, std::string_view path);
// `headers` are lines with their ends.
std::string post_request(std::uint16_t port, std::string_view path, std::string_view headers, std::string_view body);
std::string origin_header(std::uint16_t port);

// The title of an ask that no other one has: "Deploy build 00000042 to production?"
std::string title_of(std::size_t number);

// POST /asks with a small approval that nobody asked before. The bytes are made once; next() only counts in them.
class AskRequest {
 public:
  // `query` is empty, or "?wait=1h".
  AskRequest(std::uint16_t port, const Keys& keys, std::string_view query);
  std::string_view next(std::size_t number);

 private:
  std::string text_;
  std::size_t digits_;
};

// POST /asks/{id}/answer through the people's door.
class AnswerRequest {
 public:
  AnswerRequest(std::uint16_t port, const Keys& keys);
  std::string_view to(std::string_view ask);

 private:
  std::string text_;
  std::size_t id_;
};

}  // namespace askd::bench
