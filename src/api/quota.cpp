// Counts by the generic cell rate algorithm.
#include "api/quota.hpp"

#include "shapes/problem.hpp"

#include <algorithm>

namespace askd::api {

using std::chrono::seconds;

namespace {

constexpr std::chrono::nanoseconds window = seconds(60);

}  // namespace

net::Response too_many_requests(const Allowance& allowance) {
  return shapes::rate_limited("This agent makes too many requests.", allowance.retry_after);
}

void Quota::set(std::int64_t requests_per_minute) {
  per_minute_ = requests_per_minute;
  policy_ = R"("agent";q=)" + std::to_string(per_minute_) + ";w=60";
}

Allowance Quota::take(const AgentId& agent, Instant now) {
  if (per_minute_ == 0) return {};
  if (full_at_.size() >= agents_kept) forget(now);
  const Nanoseconds each = window / per_minute_;
  auto& full_at = full_at_[agent];
  const Nanoseconds owed = std::max(full_at - std::chrono::sys_time<Nanoseconds>(now), Nanoseconds{0});
  Allowance allowance;
  allowance.allowed = owed + each <= window;
  if (allowance.allowed)
    full_at = now + owed + each;
  else
    allowance.retry_after = std::chrono::ceil<seconds>(owed + each - window);
  const Nanoseconds taken = allowance.allowed ? owed + each : owed;
  allowance.policy = policy_;
  allowance.left = R"("agent";r=)" + std::to_string((window - taken) / each) +
                   ";t=" + std::to_string(std::chrono::ceil<seconds>(taken).count());
  return allowance;
}

void Quota::forget(Instant now) {
  std::erase_if(full_at_, [&](const auto& entry) { return entry.second <= now; });
}

}  // namespace askd::api
