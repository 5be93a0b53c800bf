#include "shapes/attempts.hpp"

#include "base/unicode.hpp"

namespace askd::shapes {

bool Attempts::allow(const std::string& key, Instant now) {
  if (counted_.size() >= keys_max) drop_old(now);
  Window& window = counted_[key];
  if (window.count == 0 || now - window.since >= window_) window = Window{now, 0};
  return ++window.count <= most_;
}

void Attempts::drop_old(Instant now) {
  std::erase_if(counted_, [&](const auto& entry) { return now - entry.second.since >= window_; });
  // All of them are young: somebody uses many names, and the counts are worth less than the memory.
  if (counted_.size() >= keys_max) counted_.clear();
}

bool Attempts::full(const std::string& key, Instant now) const {
  const auto found = counted_.find(key);
  return found != counted_.end() && now - found->second.since < window_ && found->second.count >= most_;
}

std::string address_of(const net::Request& request) {
  const auto forwarded = request.header("X-Forwarded-For");
  if (!request.loopback || !forwarded) return request.peer;
  const auto comma = forwarded->rfind(',');
  return std::string(unicode::trim(forwarded->substr(comma == std::string_view::npos ? 0 : comma + 1)));
}

}  // namespace askd::shapes
