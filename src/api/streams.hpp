// What all ways to wait and to listen have in common: a place among those of the agent, and where a stream begins.
#pragma once

#include "engine/service.hpp"
#include "net/io.hpp"
#include "shapes/waiting.hpp"

#include "askd/id.hpp"
#include "askd/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>

namespace askd::api {

struct Call;

// How many of something each agent holds. What is taken may outlive this: frames of coroutines go when the loop does.
class Places {
 public:
  // Held for as long as the pointer lives. Null where the agent has `most` already; 0 is any number.
  std::shared_ptr<void> take(AgentId agent, std::int64_t most);

 private:
  std::shared_ptr<std::map<AgentId, std::size_t>> taken_ = std::make_shared<std::map<AgentId, std::size_t>>();
};

// A place among the requests of this agent that wait; none where it doesn't want to wait. Where there is none left, the
// wait is taken out of `waiting`: the ask is answered as it stands, without the word that a preference was met, and the
// agent may wait again.
std::shared_ptr<void> place_to_wait(Call& call, shapes::Waiting& waiting);

// The agent's stream behind that cursor, or behind the stored one where it is empty. Fault::not_found for a cursor that
// retention has passed, Fault::invalid for one that askd didn't give.
Result<std::unique_ptr<engine::Follower>> open_stream(engine::Service& service, AgentId agent, std::string_view cursor,
                                                      net::Signal& signal);

}  // namespace askd::api
