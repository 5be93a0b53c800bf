#include "api/streams.hpp"

#include "api/call.hpp"
#include "shapes/cursor.hpp"

#include <optional>

namespace askd::api {

std::shared_ptr<void> Places::take(AgentId agent, std::int64_t most) {
  std::size_t& held = (*taken_)[agent];
  if (most > 0 && held >= static_cast<std::size_t>(most)) return nullptr;
  ++held;
  return {taken_.get(), [taken = taken_, agent](void*) {
            const auto found = taken->find(agent);
            if (--found->second == 0) taken->erase(found);
          }};
}

std::shared_ptr<void> place_to_wait(Call& call, shapes::Waiting& waiting) {
  if (!waiting.wait || waiting.wait->count() == 0) return nullptr;
  auto place = call.door.waits.take(call.caller.agent, call.settings.waits_per_agent);
  if (place == nullptr) {
    waiting.wait = std::chrono::milliseconds{0};
    waiting.preferred = false;
  }
  return place;
}

Result<std::unique_ptr<engine::Follower>> open_stream(engine::Service& service, AgentId agent, std::string_view cursor,
                                                      net::Signal& signal) {
  std::optional<core::Sequence> after;
  if (!cursor.empty() && !(after = shapes::parse_cursor(cursor)))
    return invalid("This cursor is not one that askd gave.");
  return service.follow(agent, after, signal);
}

}  // namespace askd::api
