// How many requests each agent may make: a token bucket that holds a minute's worth.
#pragma once

#include "net/message.hpp"

#include "askd/id.hpp"
#include "askd/words.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace askd::api {

// What the caller is told of its quota, in the fields of draft-ietf-httpapi-ratelimit-headers-11.
struct Allowance {
  bool allowed = true;
  std::string policy = {};              // RateLimit-Policy
  std::string left = {};                // RateLimit
  std::chrono::seconds retry_after{0};  // where it isn't allowed
};

// 429, with Retry-After.
net::Response too_many_requests(const Allowance& allowance);

class Quota {
 public:
  // Zero is no bound at all.
  void set(std::int64_t requests_per_minute);

  // Takes one request off the agent's quota, or says when there is one again.
  Allowance take(const AgentId& agent, Instant now);

 private:
  using Nanoseconds = std::chrono::nanoseconds;
  // Of agents whose quota is full again nothing is kept.
  static constexpr std::size_t agents_kept = 4096;

  void forget(Instant now);

  std::int64_t per_minute_ = 0;
  std::string policy_ = {};
  // When each agent's quota is full again (the generic cell rate algorithm): one number for a whole bucket.
  std::map<AgentId, std::chrono::sys_time<Nanoseconds>> full_at_ = {};
};

}  // namespace askd::api
